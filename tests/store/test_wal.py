"""The write-ahead log stays small while somebody always reads."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from mailtui.store import wal
from mailtui.store.engine import writer

MIB = 1024 * 1024


class Readers:
    """Two readers in turn, so that there is always one, as with a terminal that refreshes."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(path, seconds)) for _ in range(3)]

    def _read(self, path: Path, seconds: float) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            while not self._end.is_set():
                connection.execute("BEGIN")
                connection.execute("SELECT count(*) FROM filler").fetchone()
                time.sleep(seconds)
                connection.execute("COMMIT")

    def __enter__(self) -> None:
        for number, thread in enumerate(self._threads):
            thread.start()
            time.sleep(0.02 * number)

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()


def _write(path: Path, megabytes: int) -> int:
    """Write so much in transactions of a megabyte; the longest that the log was."""
    engine, longest = writer(path), 0
    for number in range(megabytes):
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO filler VALUES (?, zeroblob(?))", (number, MIB))
        longest = max(longest, wal.size(path))
    engine.dispose()
    return longest


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "mailtui.db"
    engine = writer(path)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filler (id INTEGER PRIMARY KEY, data BLOB)")
    engine.dispose()
    return path


def test_with_readers_that_never_end_together(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the bound the log would get as long as what is written."""
    monkeypatch.setattr(wal, "BOUND", 8 * MIB)
    monkeypatch.setattr(wal, "STEP", 2 * MIB)
    with Readers(database, 0.03):
        assert _write(database, 80) < 30 * MIB


def test_a_reader_that_does_not_end_stops_nobody(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs room, for it is still shown what was there when it began."""
    monkeypatch.setattr(wal, "BOUND", 4 * MIB)
    monkeypatch.setattr(wal, "STEP", 8 * MIB)
    monkeypatch.setattr(wal, "WAIT", 50)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM filler").fetchone()
        assert _write(database, 20) > 16 * MIB
        assert connection.execute("SELECT count(*) FROM filler").fetchone() == (0,)
        connection.execute("COMMIT")
        assert wal.empty(database)
        assert wal.size(database) == 0


def test_emptied_when_nobody_writes(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("SELECT count(*) FROM filler").fetchone()
        _write(database, 4)
        assert wal.size(database) > 2 * MIB
        wal.empty_when_idle(database)
        assert wal.size(database) > 2 * MIB
        monkeypatch.setattr(wal, "IDLE", -1.0)
        wal.empty_when_idle(database)
        assert wal.size(database) == 0


def test_new_files_can_shrink(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
