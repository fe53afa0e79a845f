"""Files of events by `mailtui import`, and `mailtui events`: from the command line to the database."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.cli_data.logs import LINES, MAIN
from tests.events import examples
from tests.worker.processes import is_following, mailtui, until, worker

from mailtui.cli.main import run

SES = [examples.SES_BOUNCE, examples.SES_DELAY, examples.SES_DELIVERY, examples.SES_OPEN]
JSONL = "".join(json.dumps(one) + "\n" for one in SES).encode()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that is not there yet, and a folder with a log and files of events."""
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    monkeypatch.setenv("MAILTUI_SERVER", "mx1")
    monkeypatch.setenv("TZ", "UTC")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "mainlog").write_bytes(MAIN)
    (folder / "ses.jsonl.gz").write_bytes(gzip.compress(JSONL))
    (folder / "sendgrid.json").write_text(json.dumps([examples.SENDGRID_BLOCKED, examples.SENDGRID_OPEN]))
    (folder / "readme.txt").write_text("nothing of it is read")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> Any:
    """What a command prints as JSON."""
    capsys.readouterr()
    assert run([*map(str, words), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_logs_and_events_of_one_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = said(capsys, "import", home / "in")
    assert [(Path(file["path"]).name, file["new"], file["events"]) for file in answer["files"]] == [
        ("mainlog", LINES, None),
        ("sendgrid.json", 1, 2),
        ("ses.jsonl.gz", 4, 4),
    ]
    assert (answer["messages"], answer["events"]) == (3 + 2, 6)
    again = said(capsys, "import", home / "in")
    assert [again[name] for name in ("new_lines", "events", "messages", "recipients", "attempts")] == [0] * 5
    assert {row["server"] for row in said(capsys, "search", "to:ann")["rows"]} == {"ses", "sendgrid"}


def test_the_account_is_named_by_server_and_no_mail_server(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "import", home / "in" / "ses.jsonl.gz", "--server", "ses-eu")
    assert {row["server"] for row in said(capsys, "search", "to:ann")["rows"]} == {"ses-eu"}
    said(capsys, "import", home / "in" / "mainlog")
    capsys.readouterr()
    assert run(["import", str(home / "in" / "sendgrid.json"), "--server", "mx1"]) != 0
    assert "mx1 is the name of a server that runs exim" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "new"), [(JSONL, 4), (gzip.compress(JSONL), 4), (MAIN, LINES)], ids=["lines", "packed", "log"]
)
def test_a_pipe_may_hold_either(
    data: bytes, new: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    with open(reader) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert said(capsys, "import", "-")["new_lines"] == new


def test_what_is_neither_keeps_its_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(home / "in" / "readme.txt")]) != 0
    assert "readme.txt is not an Exim log" in capsys.readouterr().err
    (home / "in" / "strange.json").write_text('{"nobody": "knows"}')
    assert run(["import", str(home / "in" / "strange.json")]) == 4
    assert "--format SERVICE" in capsys.readouterr().err


def test_folders_in_folders_and_what_is_left_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def put(place: str, text: bytes) -> Path:
        path = home / "deep" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        return path

    put("2026/11/20/08/ses.jsonl", JSONL)
    put("box/.Sent/cur/1.host:2,S", b"From: ann@ours.example\nMessage-ID: <deep@ours.example>\n\nHi\n")
    strange = put("2026/11/strange.json", b"{}")
    put("2026/readme.txt", b"read me")
    put("2026/11/mainlog", MAIN)
    put("1/2/3/4/5/6/7/8/9/too-deep.jsonl", JSONL.replace(b"0100018f", b"0100018e"))
    (home / "deep" / "2026" / "11" / "back").symlink_to(home / "deep")
    assert run(["import", str(home / "deep"), "--json"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert [Path(file["path"]).name for file in found["files"]] == ["ses.jsonl", "1.host:2,S"]
    (left, logs) = told.err.strip().splitlines()
    assert left.startswith("2 files left out: they are no log, no events, no mail (first: ")
    assert logs.startswith("1 log left out: more than one folder down")
    assert "mainlog" in logs
    assert str(strange) in left or "readme.txt" in left
    nothing = home / "nothing"
    (nothing / "a").mkdir(parents=True)
    (nothing / "a" / "x.json").write_text("{}")
    assert run(["import", str(nothing)]) == 4
    told = capsys.readouterr()
    assert "there is neither an Exim log nor events nor mail in the folder" in told.err
    assert "1 file left out: it is no log" in told.err


def test_a_folder_whose_only_logs_are_far_down_says_where(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("mainlog", "rejectlog"):
        log = home / "far" / "a" / "b" / name
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(MAIN)
    assert run(["import", str(home / "far")]) == 4
    told = capsys.readouterr().err
    assert "the 2 logs in" in told
    assert str(home / "far" / "a" / "b") in told.splitlines()[-1]
    assert "neither an Exim log" not in told
    assert "left out" not in told


def test_a_payload_that_nobody_knows_is_kept_shown_and_read_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = home / "strange.json"
    strange.write_bytes('{"some": "\N{RIGHT-TO-LEFT OVERRIDE}thing", "esc": "\\u001b[2J"}'.encode())
    answer = said(capsys, "import", strange, "--format", "postmark")
    assert (answer["new_lines"], answer["unrecognised"], answer["events"]) == (1, 1, 0)
    said(capsys, "import", home / "in" / "ses.jsonl.gz")
    (failed,) = said(capsys, "events", "--failed")
    assert failed["service"] == "postmark"
    assert failed["error"] == "this is no event of Postmark"
    assert [one["events"] for one in said(capsys, "events")] == [4, 0]
    assert len(said(capsys, "events", "--limit", "1")) == 1
    for words in (["events"], ["events", "show", str(failed["id"])]):
        assert run(words) == 0
        shown = capsys.readouterr().out
        assert "thing" in shown
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in shown
        assert "\x1b" not in shown
    assert said(capsys, "events", "retry") == {"tried": 1, "events": 0, "failed": 1}


def test_read_again_with_a_better_parser_it_is_understood(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mailtui.model.provider_event import Parsed, Problem

    with monkeypatch.context() as older:
        older.setattr("mailtui.ingest.events.lots.parse", lambda *_: Parsed((), (Problem("not yet", ""),)))
        said(capsys, "import", home / "in" / "ses.jsonl.gz")
    assert said(capsys, "search", "to:ann")["rows"] == []
    ids = [str(one["id"]) for one in said(capsys, "events", "--failed")]
    assert said(capsys, "events", "retry", ids[0]) == {"tried": 1, "events": 1, "failed": 0}
    assert said(capsys, "events", "retry") == {"tried": 3, "events": 3, "failed": 0}
    assert [row["status"] for row in said(capsys, "search", "to:ann")["rows"]] == ["bounced"]
    assert said(capsys, "events", "--failed") == []


def test_ids_that_are_not_there_are_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "import", home / "in")
    for words in (["events", "show", "1"], ["events", "retry", "1"]):
        assert run(words) != 0
        assert "there is no payload 1" in capsys.readouterr().err


def test_a_worker_reads_them_and_goes_on_with_its_log(home: Path) -> None:
    database, log = home / "mail.db", home / "in" / "mainlog"
    (home / "logs").mkdir()
    followed = home / "logs" / "mainlog"
    parts = MAIN.splitlines(keepends=True)
    followed.write_bytes(b"".join(parts[:5]))
    with worker(database, followed.parent):
        until(lambda: is_following(database))
        done = mailtui(database, "import", str(log.parent), "--json")
        assert json.loads(done.stdout)["events"] == 6, done.stderr
        with followed.open("ab") as file:
            file.write(b"".join(parts[5:]))
        odd = home / "odd.json"
        odd.write_text("{}")
        done = mailtui(database, "import", str(odd), "--format", "ses", "--json")
        assert json.loads(done.stdout)["unrecognised"] == 1, done.stderr
        done = mailtui(database, "events", "retry", "--json")
        assert json.loads(done.stdout) == {"tried": 1, "events": 0, "failed": 1}, done.stderr
    done = mailtui(database, "search", "to:ann", "--json")
    assert len(json.loads(done.stdout)["rows"]) == 2


def test_what_an_older_version_did_not_note_is_found_in_the_payloads(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mail of a database from before there were campaigns: events are there, who did what is not."""
    said(capsys, "import", home / "in" / "ses.jsonl.gz")
    before, whole = said(capsys, "campaigns"), said(capsys, "search", "to:ann")["rows"]
    assert [one["name"] for one in before] == ["spring"]
    with closing(sqlite3.connect(home / "mail.db")) as connection:
        for table in ("engagement", "campaign_tally", "campaign", "told_kind"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE message SET kind = 2")
        connection.commit()
    assert said(capsys, "campaigns") == []
    assert said(capsys, "events", "retry") == {"tried": 0, "events": 0, "failed": 0}
    for _ in range(2):
        assert said(capsys, "events", "retry", "--all") == {"tried": 1, "events": 4, "failed": 0}
        assert said(capsys, "campaigns") == before
        assert said(capsys, "search", "to:ann")["rows"] == whole
    assert run(["events", "retry", "--all", "7"]) != 0
