"""Rows carry what is on them, as their reader may see it; tag names complete; one statement for each page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.search import log
from tests.search.oracle import Oracle
from tests.search.remarking import READER

from mailtui.model.enums import SubjectKind
from mailtui.query import parse
from mailtui.services.noting import Notes
from mailtui.services.search import Search
from mailtui.services.tracing import Tracing
from mailtui.store.engine import Engine, reader


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("remarked"))


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = reader(database)
    yield engine
    engine.dispose()


@pytest.fixture
def search(engine: Engine) -> Search:
    return Search(engine, lambda: log.NOW, UTC, READER)


def test_a_page_shows_what_is_on_its_rows(search: Search, database: Path) -> None:
    """Without what is on their incidents: a list does not ask for them, the facts of one row do."""
    known = {row.key: row for row in Oracle(database, log.NOW, UTC).rows}
    rows = search.page(parse(""), None, 10_000).rows
    assert len(rows) == len(known)
    tagged = noted = 0
    for row in rows:
        wanted = known[row.key]
        names = {tag.name for tag in row.remarks.tags}
        assert names <= wanted.tags
        assert len(row.remarks.noted) <= len(wanted.notes)
        if not wanted.incidents:
            assert (names, len(row.remarks.noted)) == (wanted.tags, len(wanted.notes))
            tagged, noted = tagged + bool(names), noted + bool(wanted.notes)
    assert tagged > 50
    assert noted > 50


def test_the_facts_of_a_row_have_everything(search: Search, database: Path) -> None:
    rows = [row for row in Oracle(database, log.NOW, UTC).rows if row.tags and row.notes]
    hit = [row for row in rows if row.incidents]
    assert hit
    for wanted in (*rows[:40], *hit[:40]):
        row = search.details(wanted.key)
        assert row is not None
        assert {tag.name for tag in row.remarks.tags} == wanted.tags
        assert sorted(note.text for note in row.remarks.notes) == sorted(wanted.notes)
        assert len(row.remarks.noted) == len(wanted.notes)


def test_a_tag_of_the_mail_comes_before_one_of_its_address(search: Search) -> None:
    for row in search.page(parse("tag:any"), None, 500).rows:
        places = [tag.on for tag in row.remarks.tags]
        assert places == sorted(places, key=lambda kind: kind.code)
        assert SubjectKind.DOMAIN not in places


def test_a_page_of_rows_costs_two_statements_more(search: Search, engine: Engine) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    search.rows(search.keys(parse(""), 100))
    assert len([statement for statement in asked if "FROM place" in statement]) == 2


def test_a_trace_has_the_notes_of_all_it_is_about(engine: Engine, search: Search, database: Path) -> None:
    tracing = Tracing(engine, reader=READER)
    rows = [row for row in Oracle(database, log.NOW, UTC).rows if row.notes and not row.key.is_rejection]
    for wanted in rows[:20]:
        trace = tracing.trace(wanted.key.owner)
        of_incidents = 0 if not wanted.incidents else len(wanted.notes)
        assert len(trace.remarks.notes) + of_incidents >= len(wanted.notes)
        assert {tag.name for row in trace.recipients for tag in row.remarks.tags} <= {
            tag.name for tag in trace.remarks.tags
        }


def test_names_of_tags_complete_with_their_numbers(search: Search) -> None:
    found = {one.text: one.count for one in search.complete("tag:", 4)}
    assert set(found) == {"any", "vip", "todo", "known", "rare", "unused"}
    assert (found["unused"], found["rare"]) == (0, 1)
    assert [one.text for one in search.complete("-tag:todo,R", 11)] == ["rare"]


def test_every_row_has_places_for_a_note(search: Search, engine: Engine) -> None:
    notes = Notes(engine, READER)
    for key in [*search.keys(parse("is:failed"), 40), *search.keys(parse("is:rejection"), 10)]:
        places = notes.places(key)
        assert len({place.subject for place in places}) == len(places)
        assert places[0].subject.kind is (SubjectKind.REJECTION if key.is_rejection else SubjectKind.MESSAGE)
        assert set(notes.names([place.subject for place in places])) == {one.subject for one in places}
