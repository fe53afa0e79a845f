"""`mailtui threads`, `thread`, and a trace that knows the conversation, on an archive beside a log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conversations.archive import build

from mailtui.cli.main import cli


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("conversations"))


def _run(database: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--db", str(database), *words])


def _json(database: Path, *words: str) -> Any:
    result = _run(database, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_conversations_newest_first(database: Path) -> None:
    found = _json(database, "threads")
    assert [(one["subject"], one["letters"]) for one in found] == [("\x1b[31mInvoice", 1), ("Lunch", 3)]
    assert found[1]["people"] == ["ann@a.example", "bob@b.example"]


@pytest.mark.parametrize(("words", "count"), [("lunch", 1), ("EVE@", 1), ("b.example", 1), ("100%", 0)])
def test_words_are_in_subjects_and_addresses(database: Path, words: str, count: int) -> None:
    assert len(_json(database, "threads", words)) == count


def test_one_conversation_with_the_way_of_its_letters(database: Path) -> None:
    """By the Message-ID of any letter; the first failed at mx1, of the others nothing is known."""
    found = _json(database, "thread", "<two@b.example>")
    tree = [(one["message_id"], one["depth"]) for one in found["tree"]]
    assert tree == [("one@a.example", 0), ("two@b.example", 1), ("three@a.example", 2)]
    assert [one["deliveries"] for one in found["tree"]] == [
        [{"server": "mx1", "id": "1xUXxL-0000000003L-3SEU", "status": "bounced"}],
        [],
        [],
    ]


def test_a_letter_that_is_missing_is_told(database: Path) -> None:
    text = _run(database, "thread", "four@e.example").stdout
    assert "answers a letter that is not here: <gone@e.example>" in text
    assert "\x1b" not in text


def test_a_trace_knows_what_answers(database: Path) -> None:
    """The Message-ID is that of the server's message too: that one is traced."""
    found = _json(database, "trace", "one@a.example")
    assert found["message"]["server"] == "mx1"
    related = [(one["relation"], one["queue_id"]) for one in found["related"]]
    assert ("answered by", "two@b.example") in related


def test_a_letter_that_nobody_carried_is_traced_too(database: Path) -> None:
    result = _run(database, "trace", "two@b.example")
    assert "written, and kept in archive" in result.stdout
    assert "answers 1xUXxL-0000000003L-3SEU on mx1" in result.stdout


def test_notes_and_tags(database: Path) -> None:
    id_ = _json(database, "threads", "invoice")[0]["id"]
    assert _run(database, "note", f"thread:{id_}", "called them").exit_code == 0
    assert _run(database, "tag", "--thread", str(id_), "+vip").exit_code == 0
    assert [(one["tags"], one["notes"]) for one in _json(database, "threads")] == [(["vip"], 1), ([], 0)]
    assert "called them" in _run(database, "thread", str(id_)).stdout


def test_masked_it_names_nobody(database: Path) -> None:
    result = CliRunner().invoke(cli, ["--masked", "--db", str(database), "thread", "one@a.example"])
    assert "Ann" not in result.stdout
    assert "bob@" not in result.stdout
    assert "@b.example" in result.stdout


@pytest.mark.parametrize("name", ["0", "99999999999999999999", "nobody@nowhere.example", ""])
def test_one_that_is_not_there(database: Path, name: str) -> None:
    result = _run(database, "thread", name)
    assert isinstance(result.exception, Exception)
    assert "there is no conversation" in str(result.exception)
