"""What takes room in a database file, and giving back what nothing takes any more."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from mailtui.errors import StoreError
from mailtui.store import lock, wal
from mailtui.store.engine import PATIENCE, told
from mailtui.store.wal import Steps

SPARE = 1 / 16
"""The part of a file that may stay free: what comes in tomorrow needs it again."""
INCREMENTAL = 2
AIM = 0.02
"""Seconds that a step may take."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table with its indexes."""

    name: str
    size: int
    """Bytes."""
    rows: int | None
    """None where they are not counted: parts of the index of words."""


@dataclass(frozen=True, slots=True)
class Room:
    """A database file by what is in it; sizes in bytes."""

    size: int
    free: int
    """Pages of nobody, to be used again."""
    wal: int
    """The log of what is not yet in the file."""
    lines: int
    """Records of logs in it."""
    shrinks: bool
    """Whether free pages can be given back without rewriting the file."""
    parts: tuple[Part, ...]


def room(path: Path, patience: float = PATIENCE) -> Room:
    """Look at every page; takes a while for a large file."""
    if not path.exists():
        raise StoreError(f"there is no database at {path}", "import a log first: mailtui import PATH")
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with told(path), closing(sqlite3.connect(uri, patience, uri=True)) as connection:
        page = _pragma(connection, "page_size")
        owners = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'"))
        sizes: dict[str, int] = {}
        for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
            table = owners.get(name, name)
            table = "block_words" if table.startswith("block_words") else table
            sizes[table] = sizes.get(table, 0) + size
        parts = (Part(name, size, _rows(connection, name)) for name, size in sizes.items())
        return Room(
            size=_pragma(connection, "page_count") * page,
            free=_pragma(connection, "freelist_count") * page,
            wal=wal.size(path),
            lines=_lines(connection),
            shrinks=_pragma(connection, "auto_vacuum") == INCREMENTAL,
            parts=tuple(sorted(parts, key=lambda part: -part.size)),
        )


def _lines(connection: sqlite3.Connection) -> int:
    """How many lines are kept, with those of which only what they said is."""
    of_mail = connection.execute("SELECT coalesce(sum(length(events)), 0) FROM message").fetchone()[0]
    others = connection.execute("SELECT substr(others, 1, 2) FROM raw_block WHERE others IS NOT NULL")
    return int(of_mail) + sum(int.from_bytes(count, "big") for (count,) in others)


def wal_size(path: Path) -> int:
    """Bytes of the write-ahead log beside a database; 0 when there is none."""
    try:
        return os.stat(f"{path}-wal").st_size
    except OSError:
        return 0


def give_back(engine: Engine, *, spare: float, told: Callable[[float], None] = lambda _: None) -> int:
    """Cut free pages off the file in short steps, but for a part of it; how many bytes it is smaller.

    0 for a file that has to be rewritten for it. `told` is given the seconds that each step took.
    """
    step, freed, steps = 16, 0, Steps(engine)
    while True:
        with engine.connect() as connection:
            shrinks = _number(connection, "auto_vacuum") == INCREMENTAL
            pages, page = _number(connection, "page_count"), _number(connection, "page_size")
            left = _number(connection, "freelist_count") - round(pages * spare)
        if left <= 0 or not shrinks:
            return freed
        count = min(step, left)
        took = steps.run(lambda connection, count=count: _cut(connection, count))  # type: ignore[misc]
        freed += count * page
        told(took)
        step = max(1, min(2_000, round(step * min(2.0, max(0.25, AIM / max(took, 0.0001))))))


def _number(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _cut(connection: Connection, pages: int) -> None:
    driver: Any = connection.connection.driver_connection
    # a page is freed with each step of the statement, and only a script takes all steps
    driver.executescript(f"PRAGMA incremental_vacuum({pages})")


def rewrite(path: Path, patience: float = PATIENCE) -> int:
    """Write the file anew, without free pages; how many bytes it is smaller.

    StoreError, before anything is done, when there is not enough room for the copy. Nobody else may
    write meanwhile; a file of an older mailtui can shrink in small steps afterwards.
    """
    needed, there = 2 * path.stat().st_size, shutil.disk_usage(path.parent).free
    if there < needed:
        raise StoreError(
            f"{path} is written anew beside itself: that needs {needed:,} bytes, {there:,} are free",
            "Make room, or leave it: free pages are used again by what comes in",
        )
    with told(path), lock.writing(path), closing(sqlite3.connect(path, patience)) as connection:
        connection.isolation_level = None
        before = path.stat().st_size
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute(f"PRAGMA auto_vacuum = {INCREMENTAL}")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return before - path.stat().st_size


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _rows(connection: sqlite3.Connection, table: str) -> int | None:
    if table == "block_words" or table.startswith("sqlite_"):
        return None
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
