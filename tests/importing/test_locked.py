"""Another program has the database locked: an import waits for it, and gives up with a word after a while."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.importing.facts import Facts, differences, facts, imported

from mailtui.errors import StoreLockedError
from mailtui.services.imports import import_logs


@contextmanager
def locked(database: Path, seconds: float) -> Iterator[None]:
    """Some other program writes for so long; entered when it has begun."""
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            begun.set()
            over.wait(seconds)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_it_waits_and_goes_on(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    database = tmp_path / "mailtui.db"
    imported(database, _beginning(mainlog, tmp_path))
    with locked(database, 1.0):
        imported(database, mainlog)
    assert differences(facts(database), whole) == {}


def test_it_gives_up_and_the_same_command_goes_on(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    database = tmp_path / "mailtui.db"
    imported(database, _beginning(mainlog, tmp_path))
    with locked(database, 30.0), pytest.raises(StoreLockedError, match="locked by another program"):
        import_logs(database, [str(mainlog)], server="mx1", zone="UTC", patience=0.1)
    imported(database, mainlog)
    assert differences(facts(database), whole) == {}


def _beginning(log: Path, folder: Path) -> Path:
    """Its first third, under another name."""
    data = log.read_bytes()
    path = folder / "mainlog.1"
    path.write_bytes(data[: data.index(b"\n", len(data) // 3) + 1])
    return path
