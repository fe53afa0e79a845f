"""`mailtui import`, from the command line to the database."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli_data.logs import LINES, MAIN

from mailtui.cli.main import run

TOTALS = ["files", "lines", "new_lines", "unrecognised", "events"]
KEYS = [*TOTALS, "messages", "recipients", "attempts", "rejections"]


def imported(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["import", "--json", *map(str, arguments)]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_summary_in_json(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = imported(capsys, log)
    assert list(answer) == [*KEYS, "seconds"]
    (file,) = answer["files"]
    assert list(file) == ["path", "lines", "new", "unrecognised", "too_old", "events"]
    assert (file["path"], file["lines"], file["new"]) == (str(log), LINES, LINES)
    assert (answer["lines"], answer["new_lines"]) == (LINES, LINES)
    assert (answer["messages"], answer["recipients"], answer["attempts"]) == (3, 4, 4)
    assert answer["rejections"] == 1
    assert answer["seconds"] > 0


def test_the_summary_for_people(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(log)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.splitlines()[0].split() == ["file", "lines", "new", "not", "understood"]
    assert captured.out.splitlines()[-1].startswith(
        "added 3 messages, 4 recipients, 4 attempts, 1 rejection in "
    )


def test_again_under_another_name_compressed_and_in_parts_nothing_is_added(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(capsys, log)
    (tmp_path / "mainlog.1").write_bytes(MAIN)
    (tmp_path / "mainlog.2.gz").write_bytes(gzip.compress(MAIN))
    (tmp_path / "mainlog.3").write_bytes(b"".join(MAIN.splitlines(keepends=True)[4:8]))
    for paths in ([log], [log.parent], [tmp_path / "mainlog.1"], [tmp_path], [f"{tmp_path}/mainlog.*"]):
        answer = imported(capsys, *paths)
        assert answer["new_lines"] == 0
        assert {answer[key] for key in KEYS[4:]} == {0}


def test_what_was_added_to_a_log_is_added(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = MAIN.splitlines(keepends=True)
    log.write_bytes(b"".join(parts[:5]) + parts[5][:30])
    imported(capsys, log)
    log.write_bytes(MAIN)
    assert imported(capsys, log)["messages"] == 1
    assert imported(capsys, log)["new_lines"] == 0


def test_standard_input(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, writer = os.pipe()
    os.write(writer, gzip.compress(MAIN))
    os.close(writer)
    with open(reader) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert imported(capsys, "-")["new_lines"] == LINES
    assert imported(capsys, log)["new_lines"] == 0


def test_bad_files_are_told_and_the_others_are_imported(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (log.parent / "mainlog.1").write_bytes(bytes(range(256)) * 10)
    assert run(["import", "--json", str(log.parent), str(tmp_path / "missing")]) == 4
    captured = capsys.readouterr()
    assert json.loads(captured.out)["new_lines"] == LINES
    told = captured.err.splitlines()
    assert f"mailtui: {log.parent}/mainlog.1 is binary, not a log" in told
    assert f"mailtui: {tmp_path}/missing does not exist" in told


def test_of_a_file_that_breaks_off_every_line_is_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = gzip.compress(MAIN)
    (tmp_path / "mainlog.1.gz").write_bytes(packed[:-8])
    assert run(["import", "--json", str(tmp_path / "mainlog.1.gz")]) == 4
    captured = capsys.readouterr()
    assert "breaks off" in captured.err
    assert json.loads(captured.out)["new_lines"] == LINES
    (tmp_path / "mainlog.1.gz").write_bytes(packed)
    assert imported(capsys, tmp_path)["new_lines"] == 0


def test_nothing_to_import_makes_no_database(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(tmp_path)]) == 4
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "there is neither an Exim log nor events nor mail in the folder" in captured.err
    assert not database.exists()


def test_an_unknown_time_zone(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "--time-zone", "Europe/Berlim", str(log)]) == 2
    assert "there is no time zone 'Europe/Berlim'" in capsys.readouterr().err


def test_a_bar_on_a_terminal_and_the_answer_on_stdout(log: Path, database: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mailtui", "import", "--json", str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        assert process.stdout is not None
        answer = process.stdout.read()
    shown = io.BytesIO()
    try:
        while data := os.read(ours, 4096):
            shown.write(data)
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert process.returncode == 0
    assert json.loads(answer)["new_lines"] == LINES
    assert "━".encode() in shown.getvalue()
