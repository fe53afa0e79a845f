"""What a big import commits gets into the file while it goes on, not as part of its commits."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from mailtui.store import copying
from mailtui.store.copying import Copier
from mailtui.store.engine import Engine, roomy, writer

MIB = 1024 * 1024


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mailtui.db"


@pytest.fixture
def engine(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(copying, "LONG", 2 * MIB)
    made = writer(path)
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filler (id INTEGER PRIMARY KEY, data BLOB)")
    yield made
    made.dispose()


def write(engine: Engine, megabytes: int) -> None:
    with engine.begin() as connection:
        for _ in range(megabytes):
            connection.exec_driver_sql("INSERT INTO filler (data) VALUES (zeroblob(?))", (MIB,))


def until_longer(path: Path, size: int) -> bool:
    for _ in range(500):
        if path.stat().st_size > size:
            return True
        time.sleep(0.01)
    return False


def test_it_is_copied_beside_the_writer(path: Path, engine: Engine) -> None:
    with roomy(engine) as copier:
        write(engine, 4)
        assert path.stat().st_size < 4 * MIB, "the commit copied it"
        copier.committed()
        assert until_longer(path, 4 * MIB)
        write(engine, 1)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM filler").fetchone() == (5,)


def test_a_short_log_is_left_alone(path: Path, engine: Engine) -> None:
    with roomy(engine) as copier:
        write(engine, 1)
        copier.committed()
        time.sleep(0.2)
        assert path.stat().st_size < MIB


def test_somebody_who_reads_the_old_state_stops_neither(path: Path, engine: Engine) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM filler").fetchone()
        with roomy(engine) as copier:
            write(engine, 4)
            copier.committed()
            write(engine, 4)
            copier.committed()
        assert connection.execute("SELECT count(*) FROM filler").fetchone() == (0,)
        connection.execute("COMMIT")
        assert connection.execute("SELECT count(*) FROM filler").fetchone() == (8,)


def test_it_ends_with_the_block_though_the_database_is_no_more(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(copying, "LONG", 0)
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database at all" * 100)
    with Copier(broken) as copier:
        copier.committed()
        time.sleep(0.05)
    assert "copier" not in {thread.name for thread in threading.enumerate()}
