"""Hostile and huge queries: they end in time, with an answer or one clear sentence."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from tests.search import log

from mailtui.errors import UsageError
from mailtui.model.stopping import Stopped, stoppable
from mailtui.query import parse
from mailtui.query.fields import FIELDS, FieldType
from mailtui.query.tree import Compare, Op, Or, Query, Term, Text, Value
from mailtui.services.imports import import_logs
from mailtui.services.search import Search
from mailtui.store.engine import reader
from mailtui.store.selecting import mentions, patterns

NEVER_ENDING = r"((.|.)+)+(?!.|$)"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("limits"))


@pytest.fixture(scope="module")
def search(database: Path) -> Iterator[Search]:
    engine = reader(database)
    yield Search(engine, lambda: log.NOW, UTC)
    engine.dispose()


@pytest.mark.parametrize("field", ["to", "reply", "subject", "text", "domain", "host", "msgid"])
def test_a_pattern_that_never_ends_is_given_up(
    field: str, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.2)
    monkeypatch.setattr(patterns, "SECONDS_A_LINE", 0.0001)
    begin = time.perf_counter()
    with pytest.raises(UsageError, match="takes too long") as raised:
        search.total(parse(f"{field}:/{NEVER_ENDING}/"))
    assert raised.value.hint
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("source", ["(((a{200}){200}){200}){200}", "(x{9999}){9999}"])
def test_a_pattern_that_would_fill_the_memory_is_refused(source: str, search: Search) -> None:
    with pytest.raises(UsageError, match="takes too long"):
        search.page(parse(f"reply:/{source}/"))
    with pytest.raises(UsageError, match="takes too long"):
        search.page(parse(f"text:/{source}/"))


def test_a_search_ends_when_it_is_asked_to(search: Search) -> None:
    with stoppable(lambda: True), pytest.raises(Stopped):
        search.page(parse("completed"))
    assert search.page(parse("completed")).rows


def test_a_search_is_stopped_from_another_thread(search: Search) -> None:
    stop, answers = threading.Event(), []

    def work() -> None:
        with stoppable(stop.is_set):
            try:
                while True:
                    search.total(parse("-zzqq to:/./ sort:-delay"))
            except Stopped:
                answers.append("stopped")

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.2)
    stop.set()
    thread.join(5)
    assert answers == ["stopped"]


@pytest.mark.parametrize(
    "name", [field.name for field in FIELDS.values() if field.type is not FieldType.SORT]
)
def test_five_hundred_values_in_one_field(name: str, search: Search) -> None:
    kind = FIELDS[name].type
    values: list[Value] = []
    if kind in (FieldType.SIZE, FieldType.NUMBER, FieldType.DURATION, FieldType.CODE):
        values = [Compare(Op.EQ, float(number)) for number in range(500)]
    elif kind in (FieldType.WORDS, FieldType.MOMENT):
        example = parse(FIELDS[name].examples[0]).where
        assert isinstance(example, Term)
        values = [*example.values] * 500
    elif kind is FieldType.INCIDENT:
        values = [Text(str(number)) for number in range(500)]
    else:
        values = [Text(f"zzq{number}") for number in range(500)]
    assert search.page(Query(Term(name, tuple(values)))).rows is not None


def test_five_hundred_conditions(search: Search) -> None:
    many = Or(tuple(Term("to", (Text(f"bob{number}"),)) for number in range(500)))
    assert search.total(Query(many)).value == 0


@pytest.mark.parametrize("text", ["\0", "\udcff", "%", "_", "\\", "'", '"', "\n", "ß", "İ", "\u0301"])
@pytest.mark.parametrize("name", ["to", "subject", "text", "host", "msgid", "id", "server", "auth", "router"])
def test_any_character_is_only_a_character(text: str, name: str, search: Search) -> None:
    everything = search.total(Query()).value
    assert search.total(Query(Term(name, (Text(text),)))).value < everything


def test_upper_and_lower_case_are_one_beyond_ascii(search: Search) -> None:
    assert search.total(parse("to:=ÜNDER@KÖLN.EXAMPLE")).value == 1
    assert search.total(parse("subject:KÖLN")).value == search.total(parse("subject:köln")).value > 0
    assert search.total(parse("host:mx.KÖLN.example")).value == 1


def test_a_row_is_shown_once_however_often_it_was_tried(search: Search) -> None:
    keys = search.keys(parse("host:far.example OR relay:far.example"), 1000)
    assert len(keys) == len(set(keys)) > 0


def test_words_may_stand_in_different_lines(search: Search) -> None:
    """'Two words without quotes: both, anywhere' (docs/query.md)."""
    assert search.total(parse("team draft completed")).value > 0


def test_what_is_remembered_is_of_the_log_as_it_is(tmp_path: Path) -> None:
    database = log.build(tmp_path)
    engine = reader(database)
    search = Search(engine, lambda: log.NOW, UTC)
    assert search.total(parse("quetzal")).value == 0
    (tmp_path / "more").write_text(
        "2026-11-18 12:00:00 1vLZ01-000000001AB-0001 <= quetzal@shop.example U=x P=local S=1\n"
    )
    assert not import_logs(database, [str(tmp_path / "more")], server="mx1", zone="UTC").problems
    assert search.total(parse("quetzal")).value == 1
    engine.dispose()


@pytest.mark.parametrize(
    "text", ["completed", "completed sort:-delay", "-completed", "completed smtp OR text:/./"]
)
def test_words_in_more_lines_than_are_looked_through_say_that_there_is_more(
    text: str, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.forget()
    monkeypatch.setattr(mentions, "MOST_BLOCKS", 1)
    query = parse(text)
    total = search.total(query)
    assert not total.exact
    assert len(search.keys(query, 10_000)) == total.value
    histogram = search.histogram(query, 10)
    assert sum(histogram.good + histogram.waiting + histogram.failed) == total.value
    search.forget()


def test_a_word_of_a_closed_list_is_completed_with_its_count(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mailtui.db"
    shutil.copy(database, copy)
    engine = reader(copy)
    search = Search(engine, lambda: log.NOW, UTC)
    counted = _counts(search)
    assert counted["queued"] is not None
    (tmp_path / "more").write_text(
        "2026-11-18 12:00:00 1vLZ01-000000001AB-0001 <= q@shop.example U=x P=local S=1 for a@b.example\n"
    )
    assert not import_logs(copy, [str(tmp_path / "more")], server="mx1", zone="UTC").problems
    assert _counts(search)["queued"] == counted["queued"] + 1
    engine.dispose()


def _counts(search: Search) -> dict[str, int]:
    return {offer.text.removeprefix("status:"): offer.count or 0 for offer in search.complete("status:", 7)}
