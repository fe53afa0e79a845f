"""Opening the database: engines with the right pragmas, and every way it can go wrong as one sentence."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError, OperationalError

from mailtui.errors import StoreError, StoreLockedError, StoreVersionError
from mailtui.store.copying import Copier
from mailtui.store.migrations import HEAD, make, revision_of, upgrade
from mailtui.store.turns import give_way
from mailtui.store.wal import PAGES, Bound

PATIENCE = 10.0
"""Seconds to wait for another program that has the database locked."""
_MAGIC = b"SQLite format 3\0"
READING = ("query_only = ON", "cache_size = -65536", "temp_store = MEMORY")
WRITING = (
    "auto_vacuum = INCREMENTAL",  # of a new file only: so that free pages can be given back in small steps
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "cache_size = -65536",
    "temp_store = MEMORY",
    f"wal_autocheckpoint = {PAGES}",
    "journal_size_limit = 67108864",
)
_ROOM = ("cache_size", "wal_autocheckpoint", "journal_size_limit")
ROOMY = ("cache_size = -131072", f"wal_autocheckpoint = {8 * PAGES}", "journal_size_limit = 1073741824")
"""128 MiB of pages in memory, a log of 512 MiB: what is not in order of time is written again and again."""
KEEPING = ("synchronous = FULL", "temp_store = MEMORY", f"wal_autocheckpoint = {PAGES}")
"""A commit is on the disk when it returns, a power cut included."""
FRUGAL = "cache_size = -8192"
CHANGING = ("synchronous = NORMAL", "temp_store = MEMORY")


def reader(path: Path, patience: float = PATIENCE, *, frugal: bool = False) -> Engine:
    """An engine that can only read; a frugal one keeps 8 MiB of pages instead of 64.

    StoreError when there is no usable database at `path`.
    """
    with told(path):
        if not path.exists():
            raise StoreError(
                f"there is no database at {path}", "Import a log first: mailtui import /var/log/exim4"
            )
        engine = _engine(path, (*READING, FRUGAL) if frugal else READING, "BEGIN", patience)
        with _disposed_on_error(engine):
            check(path, engine)
        return engine


def writer(path: Path, patience: float = PATIENCE) -> Engine:
    """An engine for the one writer of facts; makes the database, or brings it up to date, first."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_private(path)
        engine = _engine(path, WRITING, "BEGIN IMMEDIATE", patience)
        with _disposed_on_error(engine):
            if (found := _schema(path, engine)) is None:
                make(engine)
            elif found != HEAD:
                upgrade(engine)
        return engine


def changer(path: Path, patience: float = 3 * PATIENCE) -> Engine:
    """An engine for small changes by people, while another program may import; it makes and upgrades nothing.

    It waits for its turn between two transactions of the importer; see `store.turns`. StoreError when there
    is no usable database at `path`.
    """
    with told(path):
        reader(path, patience).dispose()
        return _engine(path, CHANGING, "BEGIN IMMEDIATE", patience)


def keeper(path: Path) -> Engine:
    """An engine for what was promised to be kept: see `store.promised`; it makes and upgrades nothing.

    StoreError when there is no usable database at `path`.
    """
    with told(path):
        reader(path).dispose()
        return _engine(path, KEEPING, "BEGIN IMMEDIATE", PATIENCE)


def _make_private(path: Path) -> None:
    """A new database is for its owner's eyes: it names people. One that is there keeps its rights."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


@contextmanager
def _disposed_on_error(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def check(path: Path, engine: Engine) -> None:
    """StoreVersionError unless the schema is the one this program knows."""
    found = _schema(path, engine)
    if found != HEAD:
        raise StoreVersionError(
            f"{path} has schema {found or 'none'}, this mailtui needs {HEAD}", "Run: mailtui db upgrade"
        )


def _schema(path: Path, engine: Engine) -> str | None:
    """The schema of a database that is ours (None: still empty) and not newer than this program."""
    with engine.connect() as connection:
        found = revision_of(connection)
        tables = inspect(connection).get_table_names() if found is None else []
    strange = [table for table in tables if table != "alembic_version"]
    if strange:
        raise StoreError(
            f"{path} is a database of another program: it has the table {strange[0]}",
            "Name another file with --db",
        )
    if found is not None and found > HEAD:
        raise StoreVersionError(
            f"{path} was written by a newer mailtui (schema {found}, this one knows {HEAD})",
            "Update mailtui, or name another database with --db",
        )
    return found


def _engine(path: Path, pragmas: tuple[str, ...], begin: str, patience: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": patience})
    bound = Bound(path)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if pragmas is WRITING:
            bound.keep(connection.connection.driver_connection)
            give_way(path)
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def roomy(engine: Engine) -> Iterator[Copier]:
    """Let a writer have more room within this block, for much at once; the copier is told of its commits."""
    _set(engine, ROOMY)
    try:
        with Copier(Path(str(engine.url.database))) as copier:
            yield copier
    finally:
        _set(engine, (*(pragma for pragma in WRITING if pragma.startswith(_ROOM)), "shrink_memory"))


def _set(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Outside a transaction."""
    pooled = engine.raw_connection()
    try:
        for pragma in pragmas:
            cast("Any", pooled.driver_connection).execute(f"PRAGMA {pragma}")
    finally:
        pooled.close()


def refuse_strange(path: Path) -> None:
    """StoreError when `path` is something that SQLite never wrote; so that nothing is put beside it."""
    if path.is_dir():
        raise _folder(path)
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
        if head not in (b"", _MAGIC):
            raise StoreError(f"{path} is not a mailtui database", "Name another file with --db")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError that says the next step."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise explain(path, error) from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}", "Name a place you may write to with --db") from error


def explain(path: Path, error: Exception) -> StoreError:
    """The StoreError that a driver's error means."""
    said = str(error.orig) if isinstance(error, DatabaseError) else str(error)
    if path.is_dir():
        return _folder(path)
    if "locked" in said or "busy" in said:
        return StoreLockedError(
            f"{path} is locked by another program",
            "Wait for it to finish, or see who has it open: fuser " + str(path),
        )
    if "not a database" in said:
        return StoreError(f"{path} is not a mailtui database ({said})", "Name another file with --db")
    if "malformed" in said:
        return StoreError(
            f"{path} is damaged ({said})",
            "Restore a backup, or import the logs anew: name a new database with --db",
        )
    if "full" in said or "I/O error" in said:
        why = "the disk is full" if "full" in said else "the disk is full, a limit reached, or failing"
        return StoreError(
            f"{path} cannot be written: {why} ({said})",
            "Make room (df -h) and run the same command again; what was committed is kept",
        )
    if "readonly" in said:
        return StoreError(
            f"{path} cannot be opened for writing: {said}",
            "Check the rights on the file and its folder, or work as the user who owns it",
        )
    if "unable to open" in said:
        return StoreError(
            f"{path} cannot be opened: {said}", "Check the rights on the file and its folder, or use --db"
        )
    if isinstance(error, OperationalError | sqlite3.OperationalError) and "no such table" in said:
        return StoreVersionError(f"{path} lacks a table ({said})", "Run: mailtui db check")
    return StoreError(f"{path}: {said}", "Run: mailtui db check")


def _folder(path: Path) -> StoreError:
    return StoreError(
        f"{path} is a folder, not a database", f"Name a file with --db, such as {path / 'mailtui.db'}"
    )


__all__ = [
    "Connection",
    "Engine",
    "changer",
    "check",
    "explain",
    "keeper",
    "reader",
    "roomy",
    "told",
    "writer",
]
