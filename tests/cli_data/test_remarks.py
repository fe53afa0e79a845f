"""`mailtui tag`, `tags`, `note` and `notes`, as scripts and people use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli_data.logs import MAIN

from mailtui.cli.main import run
from mailtui.services.desk import open_desk

pytestmark = pytest.mark.usefixtures("filled")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(list(arguments))
    found = capsys.readouterr()
    return code, found.out, found.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    code, out, err = told(capsys, *arguments)
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def queue_id(filled: Path) -> str:
    from mailtui.query import parse

    rows = open_desk(filled).search.page(parse("kind:delivery"), None, 1).rows
    assert rows[0].queue_id
    return rows[0].queue_id


def test_tags_go_on_what_a_query_finds_and_come_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert MAIN
    code, _, err = told(capsys, "tag", "kind:delivery", "+vip", "+todo", "--yes", "--why", "asked for")
    assert (code, "+vip +todo" in err) == (0, True)
    found = answer(capsys, "tags", "--json")
    assert [one["name"] for one in found] == ["todo", "vip"]
    rows = answer(capsys, "search", "tag:vip", "--json")["rows"]
    assert rows
    assert {row["tags"] for row in rows} == {"todo vip"}
    assert told(capsys, "tag", "tag:vip", "-todo", "--yes")[0] == 0
    assert {row["tags"] for row in answer(capsys, "search", "tag:any", "--json")["rows"]} == {"vip"}
    assert told(capsys, "undo")[0] == 0
    assert {row["tags"] for row in answer(capsys, "search", "tag:any", "--json")["rows"]} == {"todo vip"}


def test_a_negated_condition_is_no_tag_and_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    done = answer(capsys, "tag", "kind:delivery", "-is:rejection", "+kept", "--yes", "--json")
    assert done["changed"] == done["count"] > 0
    code, _, err = told(capsys, "tag", "kind:delivery", "-kind:delivery", "+none-of-them", "--yes")
    assert (code, "no row matches" in err) == (1, True)


@pytest.mark.parametrize("name", ["hold", "h2", "json", "yes", "chosen"])
def test_a_tag_may_be_called_like_an_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "tag", "kind:delivery", f"+{name}", "--yes")[0] == 0
    code, out, _ = told(capsys, "tag", f"tag:{name}", f"-{name}", "--yes")
    assert (code, out) == (0, "")
    assert answer(capsys, "search", f"tag:{name}", "--json")["total"] == 0


def test_nobody_is_asked_where_nobody_sits(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = told(capsys, "tag", "kind:delivery", "+vip")
    assert (code, "--yes" in err) == (2, True)
    assert answer(capsys, "tags", "--json") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kind:delivery",), "No tag is named"),
        (("kind:delivery", "+a", "-a"), "both put on and taken off"),
        (("kind:delivery", "+[red]"), "cannot be the name"),
        (("+vip",), "nothing to tag"),
        (("statuss:x", "+vip"), "There is no field"),
        (("--address", "nobody@nowhere.example", "+vip"), "no log has named"),
        (("--incident", "999", "+vip"), "there is no incident 999"),
        (("--domain", "x.example", "+vip"), "nothing that is known"),
    ],
)
def test_what_cannot_be_tagged_says_why(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "tag", *words)
    assert code in (1, 2)
    assert out == ""
    assert said in err


def test_an_address_is_tagged_itself_and_so_all_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    rows = answer(capsys, "search", "kind:delivery", "--json")["rows"]
    address = next(row["recipient"] for row in rows if row["recipient"])
    assert told(capsys, "tag", "--address", address, "+boss")[0] == 0
    found = answer(capsys, "search", "tag:boss", "--json")["rows"]
    assert {row["recipient"] for row in found} >= {address}
    assert {row["id"] for row in found} == {
        row["id"] for row in answer(capsys, "search", f"address:={address}", "--json")["rows"]
    }


def test_tags_are_renamed_merged_painted_and_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "tag", "kind:delivery", "+a", "--yes")
    told(capsys, "tag", "kind:rejection", "+b", "--yes")
    assert told(capsys, "tags", "rename", "a", "Alpha")[0] == 0
    assert told(capsys, "tags", "colour", "alpha", "red")[0] == 0
    assert told(capsys, "tags", "merge", "b", "alpha")[0] == 0
    (tag,) = answer(capsys, "tags", "--json")
    assert (tag["name"], tag["colour"]) == ("alpha", "red")
    code, out, _ = told(capsys, "tags", "--csv")
    assert (code, out.splitlines()[0]) == (0, "tag,on,colour")
    assert told(capsys, "tags", "delete", "alpha")[0] == 2
    assert told(capsys, "tags", "delete", "alpha", "--yes")[0] == 0
    assert answer(capsys, "tags", "--json") == []
    assert told(capsys, "tags", "rename", "alpha", "x")[0] == 1
    assert told(capsys, "undo")[0] == 0
    assert answer(capsys, "tags", "--json") == [tag]


def test_a_note_is_written_shown_edited_and_deleted(
    queue_id: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = answer(capsys, "note", queue_id, "called", "them", "--json")
    (number,) = made["notes"]
    (note,) = answer(capsys, "note", queue_id, "--json")
    assert (note["text"], note["version"], note["on"], note["own"]) == ("called them", 1, "message", True)
    monkeypatch.setattr("sys.stdin", _Stdin("from a\nfile \x1b[31m"))
    assert told(capsys, "note", "--edit", str(number), "-")[0] == 0
    _, out, _ = told(capsys, "notes")
    assert "from a\n" in out
    assert "\\x1b[31m" in out
    assert "\x1b" not in out
    code, _, err = told(capsys, "note", "--edit", str(number), "--version", "1", "older")
    assert (code, "changed" in err, "file" in err) == (8, True, True)
    assert told(capsys, "note", "--delete", str(number))[0] == 0
    assert answer(capsys, "notes", "--json") == []
    assert told(capsys, "undo")[0] == 0
    assert len(answer(capsys, "notes", "--json")) == 1


def test_a_private_note_stays_private(queue_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    (number,) = answer(capsys, "note", queue_id, "secret", "--private", "--json")["notes"]
    assert told(capsys, "note", "--edit", str(number), "still secret")[0] == 0
    (note,) = answer(capsys, "notes", "--json")
    assert (note["private"], note["text"]) == (True, "still secret")


def test_notes_of_others_are_not_there_at_all(
    queue_id: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = answer(capsys, "note", queue_id, "secret", "--private", "--json")["notes"]
    assert told(capsys, "note", queue_id, "for all")[0] == 0
    monkeypatch.setenv("SUDO_USER", "somebody-else")
    assert [note["text"] for note in answer(capsys, "notes", "--json")] == ["for all"]
    assert [note["text"] for note in answer(capsys, "notes", "kind:delivery", "--json")] == ["for all"]
    assert answer(capsys, "search", "note:secret", "--json")["total"] == 0
    assert answer(capsys, "search", "note:all", "--json")["rows"][0]["notes"] == 1
    assert "secret" not in told(capsys, "trace", queue_id)[1]
    assert "for all" in told(capsys, "trace", queue_id)[1]
    assert [note["text"] for note in answer(capsys, "trace", queue_id, "--json")["notes"]] == ["for all"]
    code, out, _ = told(capsys, "export", "kind:delivery", "--format", "jsonl")
    assert (code, "secret" in out) == (0, False)
    assert sum(json.loads(line)["notes"] for line in out.splitlines()) == 1
    assert answer(capsys, "search", "has:note", "--json")["total"] == 1
    assert told(capsys, "note", "--edit", str(number), "mine now")[0] == 1
    assert told(capsys, "note", "--delete", str(number))[0] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "note on what?"),
        (("1zzzzz-00000000zzz-zzzz", "text"), "no message has the id"),
        (("#77", "text"), "there is no incident 77"),
        (("who@nowhere.example", "text"), "no log has named"),
        (("\x1b[31m", "text"), "nothing that is known here"),
        (("--edit", "5", "text"), "there is no note 5"),
        (("--edit", "5", "--delete", "5"), "at once"),
        (("--delete", "5"), "there is no note 5"),
    ],
)
def test_what_cannot_be_noted_says_why(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "note", *words)
    assert code in (1, 2)
    assert (out, said in err, "\x1b" in err) == ("", True, False), err


class _Stdin:
    def __init__(self, text: str) -> None:
        self._text = text

    def read(self) -> str:
        return self._text

    @staticmethod
    def isatty() -> bool:
        return False
