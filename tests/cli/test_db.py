"""`mailtui db`: the state of the database, its schema up and down, damage."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.services.imports import import_logs
from mailtui.store.migrations import HEAD

LINE = (
    "2026-11-20 23:23:47 1xUXxL-0000000003L-3SEU <= a@x.example H=[192.0.2.1] P=esmtp S=360 for b@y.example\n"
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "mainlog").write_text(LINE + "\n")
    path = tmp_path / "mailtui.db"
    import_logs(path, [str(tmp_path / "mainlog")], server="mx1")
    return path


def _status(database: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert run(["db", "status", "--json", "--db", str(database)]) == 0
    return json.loads(capsys.readouterr().out)


def test_status(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _status(database, capsys)
    assert found["path"] == str(database)
    assert found["schema"] == found["needed"] == HEAD
    assert found["writer"] is None
    assert run(["db", "status", "--db", str(database)]) == 0
    assert "being written by    nobody" in capsys.readouterr().out


def test_a_writer_is_named_while_it_lives(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with database.with_name(database.name + ".lock").open("w") as lock:
        lock.write("pid 7 on mx1")
        lock.flush()
        assert _status(database, capsys)["writer"] is None  # the name of one that died
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert _status(database, capsys)["writer"] == "pid 7 on mx1"


def test_check_finds_nothing(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["db", "check", "--db", str(database)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "is whole" in captured.err


def test_check_finds_damage(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _checkpoint(database)
    data = bytearray(database.read_bytes())
    data[4096 * 3 : 4096 * 9] = os.urandom(4096 * 6)
    database.write_bytes(data)
    assert run(["db", "check", "--db", str(database)]) in (1, 5)
    captured = capsys.readouterr()
    assert captured.out + captured.err


def test_down_and_up(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["db", "downgrade", "base", "--db", str(database)]) == 2
    assert "the schemas are 0001" in capsys.readouterr().err
    assert run(["db", "downgrade", HEAD, "--db", str(database)]) == 0
    assert run(["db", "upgrade", "--db", str(database)]) == 0
    assert _status(database, capsys)["schema"] == HEAD


@pytest.mark.parametrize("act", ["status", "check", "upgrade"])
def test_a_missing_database_is_said_and_not_made(
    act: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["db", act, "--db", str(tmp_path / "none.db")]) == 5
    assert "there is no database at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("act", ["status", "check", "upgrade"])
def test_a_file_that_is_no_database(act: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, and no database\n" * 40)
    assert run(["db", act, "--db", str(path)]) == 5
    assert "is not a mailtui database" in capsys.readouterr().err
    assert path.read_text().startswith("these are my notes")


def _checkpoint(database: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
