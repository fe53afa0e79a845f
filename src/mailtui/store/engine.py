"""Opening the database: engines with the right pragmas, and every way it can go wrong as one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from mailtui.errors import StoreError, StoreLockedError, StoreVersionError
from mailtui.store.migrations import HEAD, revision_of, upgrade

BUSY_MS = 10_000
READING = ("busy_timeout = 10000", "query_only = ON", "cache_size = -65536", "temp_store = MEMORY")
WRITING = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "cache_size = -65536",
    "temp_store = MEMORY",
    "wal_autocheckpoint = 16000",
    "journal_size_limit = 67108864",
)


def reader(path: Path) -> Engine:
    """An engine that can only read. StoreError when there is no usable database at `path`."""
    with told(path):
        if not path.exists():
            raise StoreError(
                f"there is no database at {path}", "Import a log first: mailtui import /var/log/exim4"
            )
        engine = _engine(path, READING, "BEGIN")
        check(path, engine)
        return engine


def writer(path: Path) -> Engine:
    """An engine for the one writer of facts; makes the database, or brings it up to date, first."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = _engine(path, WRITING, "BEGIN IMMEDIATE")
        with engine.connect() as connection:
            found = revision_of(connection)
        if found != HEAD:
            _refuse_newer(path, found)
            upgrade(engine)
        return engine


def check(path: Path, engine: Engine) -> None:
    """StoreVersionError unless the schema is the one this program knows."""
    with engine.connect() as connection:
        found = revision_of(connection)
    _refuse_newer(path, found)
    if found != HEAD:
        raise StoreVersionError(
            f"{path} has schema {found or 'none'}, this mailtui needs {HEAD}", "Run: mailtui db upgrade"
        )


def _refuse_newer(path: Path, found: str | None) -> None:
    if found is not None and found > HEAD:
        raise StoreVersionError(
            f"{path} was written by a newer mailtui (schema {found}, this one knows {HEAD})",
            "Update mailtui, or name another database with --db",
        )


def _engine(path: Path, pragmas: tuple[str, ...], begin: str) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


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
    if "locked" in said or "busy" in said:
        return StoreLockedError(
            f"{path} is locked by another program",
            "Wait for it to finish, or see who has it open: fuser " + str(path),
        )
    if "not a database" in said or "malformed" in said:
        return StoreError(f"{path} is not a mailtui database ({said})", "Name another file with --db")
    if "full" in said:
        return StoreError(
            f"the disk is full: {path}",
            "Free some space and run the same command again; what was committed is kept",
        )
    if "unable to open" in said or "readonly" in said:
        return StoreError(f"{path} cannot be opened: {said}", "Check the rights on the file and its folder")
    if isinstance(error, OperationalError | sqlite3.OperationalError) and "no such table" in said:
        return StoreVersionError(f"{path} lacks a table ({said})", "Run: mailtui db check")
    return StoreError(f"{path}: {said}", "Run: mailtui db check")


__all__ = ["Connection", "Engine", "check", "explain", "reader", "told", "writer"]
