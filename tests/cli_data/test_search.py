"""`mailtui search`: the answer on stdout, talk and errors on stderr."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mailtui.cli import search_output
from mailtui.cli.main import run
from mailtui.services.imports import import_logs

pytestmark = pytest.mark.usefixtures("filled")


def searched(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["search", "--json", *arguments]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = searched(capsys, "to:bob")
    assert list(answer) == ["query", "explained", "total", "total_is_exact", "rows"]
    assert (answer["query"], answer["total"], answer["total_is_exact"]) == ("to:bob", 1, True)
    assert answer["explained"]
    (row,) = answer["rows"]
    assert row["kind"] == "delivery"
    assert row["server"] == "mx1"
    assert row["queue_id"] == "1xU1aA-000000001AB-2cD1"
    assert row["message_id"] == "one@client.example"
    assert row["received"] == "2026-11-20T09:00:01+00:00"
    assert (row["sender"], row["recipient"]) == ("alice@ours.example", "bob@corp.example")
    assert (row["subject"], row["size"]) == ("lunch", 900)
    assert (row["status"], row["outcome"], row["queue_state"]) == ("accepted", "accepted", "none")
    assert (row["attempts"], row["host"], row["ip"]) == (1, "mx.corp.example", "192.0.2.27")


def test_everything_is_newest_first_with_the_rejection_among_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = searched(capsys, "")["rows"]
    assert [row["kind"] for row in rows] == ["rejection", *["delivery"] * 4]
    assert [row["recipient"] for row in rows[:2]] == ["x@elsewhere.example", "alice@ours.example"]
    times = [row["received"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert {row["status"] for row in rows} == {"rejected", "delivered", "bounced", "accepted", "deferred"}


def test_words_of_the_query_need_no_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    answer = searched(capsys, "from:alice", "status:deferred")
    assert [row["recipient"] for row in answer["rows"]] == ["carol@corp.example"]
    assert answer["query"] == "from:alice status:deferred"


def test_the_limit_cuts_rows_and_not_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    answer = searched(capsys, "", "--limit", "2")
    assert (len(answer["rows"]), answer["total"]) == (2, 5)
    assert searched(capsys, "", "--limit", "0")["rows"] == []


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "--csv", "status:bounced"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    heading, row = csv.reader(io.StringIO(captured.out))
    assert tuple(heading) == search_output.KEYS
    found = dict(zip(heading, row, strict=True))
    assert (found["recipient"], found["smtp_code"]) == ("nobody@big.example", "550")
    assert found["subject"] == "[red]offer[/red]"


def test_plain(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "--plain", "to:carol"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.splitlines()[1].startswith(
        "2026-11-20 09:00:01  deferred  1xU1aA-000000001AB-2cD1  carol@"
    )


def test_a_table_is_read_back_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["search", "--limit", "2", "from:alice"]) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[1].split()[2:4] == ["bounced", "1xU1bB-000000002AB-0aB2"]
    assert all(len(line) <= 80 for line in lines)
    assert captured.err.endswith(": 2 of 3; --limit N shows more\n")
    assert "alice" in captured.err


def test_nothing_found_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert searched(capsys, "to:nobody@nowhere.example")["total"] == 0


@pytest.mark.parametrize("form", ["--plain", "--csv"])
def test_that_nothing_was_found_is_said_beside_the_answer(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", form, "to:nobody@nowhere.example"]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 1  # the heading
    assert "nobody@nowhere.example" in captured.err
    assert "nothing was found" in captured.err


def test_an_error_is_shown_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "--json", "to:bob stat:bounced"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[:2] == ["to:bob stat:bounced", "       ^^^^"]
    assert "Did you mean stat" in captured.err


def test_hostile_text_is_shown_as_text(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = (
        b"2026-11-20 10:00:00 H=mx.example (\x1b[2Jhelo) [198.51.100.7] F=<a\x9b\xe2\x80\xae@x.example> "
        b"rejected RCPT <evil\x1b]0;x\x07@ours.example>: no \x1b[31m\n"
    )
    (tmp_path / "mainlog.9").write_bytes(line)
    import_logs(database, [str(tmp_path / "mainlog.9")], server="mx1", zone="UTC")
    for form in ("--plain", "--csv", "--json"):
        capsys.readouterr()
        assert run(["search", form, ""]) == 0
        assert all(char == "\n" or char.isprintable() for char in capsys.readouterr().out)


@pytest.mark.usefixtures("database")
def test_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", str(tmp_path / "other.db"), "search", "to:bob"]) == 5
    assert "mailtui import" in capsys.readouterr().err
    assert not (tmp_path / "other.db").exists()
