"""`mailtui parse FILE`, as a user runs it."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from mailtui.cli.main import run

LINE = b"2026-07-01 12:00:00 1jmKso-0009d4-Uf <= \x1b[31m@x.example U=root P=local S=1\n"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_object_per_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "mainlog.gz"
    log.write_bytes(gzip.compress(LINE + b" more\nnonsense\n"))
    assert run(["parse", str(log), "--json"]) == 0
    first, second, third = lines(capsys)
    assert list(first)[:3] == ["line", "event", "time"]
    assert first["time"] == "2026-07-01T12:00:00+00:00"
    assert second == {"line": 2, "event": "other", "continues": 1, "text": " more"}
    assert third == {"line": 3, "event": "unrecognised", "text": "nonsense"}


def test_a_time_zone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "mainlog"
    log.write_bytes(LINE)
    assert run(["parse", str(log), "--json", "--time-zone", "Europe/Berlin"]) == 0
    assert lines(capsys)[0]["time"] == "2026-07-01T10:00:00+00:00"
    assert run(["parse", str(log), "--time-zone", "Nowhere/Land"]) == 2
    assert "no time zone" in capsys.readouterr().err


def test_the_kind_of_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "some.log"
    log.write_bytes(b"2026-07-01 12:00:00 oh no\n")
    assert run(["parse", str(log), "--json", "--log", "panic"]) == 0
    assert lines(capsys)[0]["event"] == "warning"


def test_text_is_safe_on_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "mainlog"
    log.write_bytes(LINE + b"  \x9b31m \xe2\x80\xae\xff\n")
    assert run(["parse", str(log)]) == 0
    out = capsys.readouterr().out
    assert "\\x1b[31m@x.example" in out
    assert all(char.isprintable() or char == "\n" for char in out)


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Input:
        buffer = io.BytesIO(LINE)

    monkeypatch.setattr("sys.stdin", Input)
    assert run(["parse", "-", "--json"]) == 0
    assert lines(capsys)[0]["event"] == "arrival"


def test_syslog_takes_its_year_from_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "mail.log"
    log.write_bytes(b"Nov 20 23:30:11 mx exim[1]: Start queue run: pid=1\n")
    import os

    os.utime(log, (1_700_000_000, 1_700_000_000))
    assert run(["parse", str(log), "--json"]) == 0
    assert str(lines(capsys)[0]["time"]).startswith("2022-11-20")


def test_an_empty_file_has_no_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "mainlog"
    log.write_bytes(b"")
    assert run(["parse", str(log), "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", str(tmp_path / "none")]) == 4
    assert capsys.readouterr().err
