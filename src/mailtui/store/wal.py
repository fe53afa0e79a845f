"""The write-ahead log beside the database, kept small while somebody always reads.

SQLite's own checkpoints copy the log into the file, but begin it anew only when nobody reads from it. So
whoever writes much waits for that when the log is long: whoever begins to read meanwhile reads the file,
and each read is short.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

PAGES = 16_000
"""Pages in the log from which on a commit copies it: 64 MiB."""
BOUND = 128 * 1024 * 1024
"""Bytes from which on readers are waited for, with `PAGES`; with more of those it is more."""
STEP = 16 * 1024 * 1024
"""How much it may grow until the next try, when a reader did not end in time."""
WAIT = 1_000
"""Milliseconds that readers are waited for."""
BETWEEN = 1.0
"""Seconds of short steps until the log is copied."""
IDLE, SMALL = 5.0, 1024 * 1024
"""Seconds without a write after which a log of more than so many bytes is emptied."""


def size(path: Path) -> int:
    """Bytes of the log of a database; 0 when there is none."""
    try:
        return os.stat(f"{path}-wal").st_size
    except OSError:
        return 0


class Bound:
    """Looks at the log before each transaction of one writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = 0

    def keep(self, connection: Any) -> None:
        """Empty the log if it is long; `connection` is the driver's, outside a transaction."""
        now = size(self._path)
        pages = connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0] or PAGES
        if now < max(self._next, BOUND * pages // PAGES):
            return
        patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        connection.execute(f"PRAGMA busy_timeout = {WAIT}")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        connection.execute(f"PRAGMA busy_timeout = {patience}")
        self._next = now + STEP if busy else 0


def empty(path: Path) -> bool:
    """Copy the log into the file and make it empty; False when somebody reads or writes all the time."""
    with closing(sqlite3.connect(path, WAIT / 1000)) as connection:
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]


def empty_when_idle(path: Path) -> None:
    """For who looks at it now and then: nobody has written lately, so that nobody has to wait."""
    try:
        status = os.stat(f"{path}-wal")
    except OSError:
        return
    if status.st_size > SMALL and time.time() - status.st_mtime > IDLE:
        empty(path)


class Steps:
    """Short transactions, one after the other; none ends with a checkpoint, that is made between them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._copied = time.monotonic()

    def run(self, act: Callable[[Connection], object]) -> float:
        """Act in a transaction; for how many seconds it kept other writers out."""
        with self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_autocheckpoint = 0")
            try:
                with connection.begin():
                    began = time.perf_counter()
                    act(connection)
                took = time.perf_counter() - began
            finally:
                driver.execute(f"PRAGMA wal_autocheckpoint = {PAGES}")
            if time.monotonic() - self._copied > BETWEEN:
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self._copied = time.monotonic()
        time.sleep(took / 2)  # who waits for the lock looks for it now and then only
        return took
