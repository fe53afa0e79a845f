"""`mailtui audit`, `undo`, `redo`, and acts on the command line."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest
from tests.acting.test_deciding import FIRST, rows, single

from mailtui.cli.main import run
from mailtui.model.enums import IncidentState
from mailtui.services.acting import Acting
from mailtui.services.acting.auditing import Auditing
from mailtui.store.acting.doing import done
from mailtui.store.engine import reader


@pytest.fixture(autouse=True)
def db(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_DB", str(database))
    return database


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert run(["audit", *words, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def acted(ann: Acting, bob: Acting, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ann.state([FIRST], IncidentState.WAITING, "bob@example.org is told")
    bob.assign([FIRST, single(database)], "bob")
    bob.tag([FIRST], "+vip")
    ann.undo()
    assert run(["incident", "1", "--state", "resolved", "--why", "it works again"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        ((), [5, 4, 3, 2, 1]),
        (("by:bob",), [3, 2]),
        (("--by", "ann"), [4, 1]),
        (("act:state",), [5, 1]),
        (("--act", "undo"), [4]),
        (("on:incident:1",), [5, 4, 3, 2, 1]),
        (("on:#1", "by:bob", "act:tag"), [3]),
        (("--subject", "incident:2"), []),
        (("works", "again"), [5]),
        (('"works again"',), [5]),
        (("on:bob@example.org",), [1]),
        (("BOB@Example.org",), [1]),
        (("on:nobody@example.org",), []),
        (("since:2026-11-20T12:00:02", "until:2026-11-20T12:00:02"), [3]),
        (("--limit", "2"), [5, 4]),
    ],
)
def test_acts_are_found(
    acted: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    entries: list[int],
) -> None:
    monkeypatch.setenv("MAILTUI_UTC", "1")
    assert [entry["entry"] for entry in listed(capsys, *words)] == entries


def test_an_act_on_a_recipient_is_found_by_its_row_and_its_message(
    acted: None, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message, number = rows(database, "SELECT message_id, number FROM recipient ORDER BY 1, 2 LIMIT 1")[0]
    for words in (f"on:d{message}.{number}", f"on:message:{message}"):
        assert [entry["entry"] for entry in listed(capsys, words)] == [2]


def test_what_an_entry_says(acted: None, capsys: pytest.CaptureFixture[str]) -> None:
    first = listed(capsys)[-1]
    assert first["reason"] == "bob@example.org is told"
    assert (first["name"], first["act"], first["subjects"]) == ("ann", "state", "incident 1")
    assert (first["before"], first["after"]) == (
        '{"incident:1 state":"new"}',
        '{"incident:1 state":"waiting"}',
    )
    assert run(["audit"]) == 0
    captured = capsys.readouterr()
    assert "it works again" in captured.out
    assert captured.err == "5 acts\n"
    assert run(["audit", "--csv", "act:tag"]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("entry,time,uid,name,sudo_user,ssh,act")


@pytest.mark.parametrize("words", [["nope:x"], ["on:x"], ["since:never"], ["--subject", "moon:1"]])
def test_a_wrong_question_says_the_next_step(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", *words]) == 2
    assert "mailtui:" in capsys.readouterr().err


def test_undo_and_redo(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["undo"]) == 1
    assert "nothing to undo" in capsys.readouterr().err
    for state in ("open", "waiting"):
        assert run(["incident", "1", "--state", state]) == 0
    assert run(["undo"]) == 0
    assert "undone: 1 incident: waiting" in capsys.readouterr().err
    assert run(["undo", "--list", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)
    assert [(step["title"], step["undone"]) for step in steps] == [
        ("1 incident: waiting", True),
        ("1 incident: open", False),
    ]
    assert rows(database, "SELECT state FROM incident WHERE id = 1") == [(1,)]
    assert run(["redo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == 1
    assert run(["redo"]) == 1
    assert rows(database, "SELECT state FROM incident WHERE id = 1") == [(2,)]


def test_an_undo_that_is_refused_says_who_and_when(bob: Acting, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["incident", "1", "--state", "open"]) == 0
    bob.state([FIRST], IncidentState.RESOLVED)
    capsys.readouterr()
    assert run(["undo"]) == 1
    said = capsys.readouterr().err
    assert "not undone: 1 incident: open" in said
    assert "incident 1 stays as it is: bob changed it at 2026-11-20 12:00:00 UTC" in said


def test_nobody_has_done_anything(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit"]) == 0
    assert capsys.readouterr().err == "Nobody has done anything here yet.\n"
    assert run(["audit", "verify"]) == 0
    assert run(["undo", "--list"]) == 0
    assert "could be undone" in capsys.readouterr().err


def test_an_export_into_a_file_is_an_act_and_one_to_a_pipe_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "to:nobody@lone.example"]) == 0
    assert run(["export", "to:nobody@lone.example", "--output", str(tmp_path / "out.csv")]) == 0
    capsys.readouterr()
    (entry,) = listed(capsys)
    assert entry["act"] == "export"
    assert json.loads(str(entry["after"])) == {
        "what": "to:nobody@lone.example",
        "file": str(tmp_path / "out.csv"),
        "format": "csv",
        "rows": 1,
        "people": "with names",
    }


def test_the_list_says_what_was_done(
    acted: None, bob: Acting, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (note,) = bob.note([FIRST], "look").made
    bob.edit_note(note, 1, "look again", private=False)
    bob.delete_note(note)
    bob.suppress(["nobody@example.org", "example.net"])
    bob.lift(["nobody@example.org"])
    bob.record("export", after={"what": "is:failed", "file": "/f.csv", "rows": 2, "people": "masked"})
    bob.delete_tag("vip")
    engine = reader(database)
    entries = Auditing(engine, lambda: 0, UTC).entries()
    engine.dispose()
    found = [(entry.done, entry.on or entry.subjects) for entry in reversed(entries)]
    assert found == [
        ("waiting", "incident 1"),
        ("taken by bob", found[1][1]),
        ("+a tag that is gone", "incident 1"),
        ("new", "incident 1"),
        ("resolved", "incident 1"),
        ("note written", "incident 1"),
        ("note edited", f"note {note}"),
        ("note deleted", f"note {note}"),
        ("suppressed", "nobody@example.org, example.net"),
        ("lifted", "nobody@example.org"),
        ("2 rows to /f.csv, masked", "is:failed"),
        ("-a tag that is gone (1), tag vip deleted (1)", ""),
    ]
    assert run(["audit", "act:lift"]) == 0
    assert "nobody@example.org  lifted" in capsys.readouterr().out


def test_of_many_what_most_of_them_became_is_told() -> None:
    after = {"state": {"waiting": 30, "resolved": 4}, "sha256": "ab"}
    assert done({"state": {"new": 34}, "sha256": "ab"}, after, str) == "waiting (30), resolved (4)"
    assert done({}, {"tagged:7": {"true": 412}, "sha256": "ab"}, lambda _: "vip") == "+vip"
    assert done({}, {}, str) == ""
