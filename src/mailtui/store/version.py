"""Which schema a database has, and whether this program can do with it."""

from __future__ import annotations

from pathlib import Path

from mailtui.errors import StoreError, StoreVersionError
from mailtui.store.explaining import empty
from mailtui.store.lookup import Lookup
from mailtui.store.migrations import HEAD

_OURS = "alembic_version"
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY 1"
)


def check(path: Path, connection: Lookup) -> None:
    """StoreVersionError unless the schema is the one this program knows; StoreError where there is none."""
    found = schema(path, connection)
    if found is None:
        raise empty(path)
    if found != HEAD:
        raise StoreVersionError(
            f"{path} has schema {found}, this mailtui needs {HEAD}", "Run: mailtui db upgrade"
        )


def schema(path: Path, connection: Lookup) -> str | None:
    """The schema of a database that is ours (None: still empty) and not newer than this program."""
    tables = [row[0] for row in connection.exec_driver_sql(_TABLES)]
    found = None
    if _OURS in tables:
        found = connection.exec_driver_sql(f"SELECT version_num FROM {_OURS}").scalar()
    strange = [table for table in tables if table != _OURS] if found is None else []
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
