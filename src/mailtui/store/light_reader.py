"""Reading a database with the driver alone: where little is asked, SQLAlchemy is most of the start."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from mailtui.store.explaining import missing, told
from mailtui.store.lookup import Found, Lookup
from mailtui.store.pragmas import PATIENCE, READING, apply
from mailtui.store.version import check


class LightReader:
    """Reads as `store.engine.reader` does, from one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @contextmanager
    def connect(self) -> Iterator[Lookup]:
        """Within this block all statements see the database as the first of them did."""
        self._connection.execute("BEGIN")
        try:
            yield _Connection(self._connection)
        finally:
            self._connection.rollback()


@contextmanager
def light_reader(path: Path, pragmas: Sequence[str] = READING) -> Iterator[LightReader]:
    """A reader, within this block; StoreError when there is no usable database at `path`."""
    with closing(_connected(path)) as connection:
        with told(path):
            apply(connection, pragmas)
            check(path, _Connection(connection))
        yield LightReader(connection)


def _connected(path: Path) -> sqlite3.Connection:
    with told(path):
        if not path.exists():
            raise missing(path)
        return sqlite3.connect(path, PATIENCE, isolation_level=None)


class _Connection:
    """What a `LightReader` gives to look things up with."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def exec_driver_sql(self, statement: str, parameters: tuple[Any, ...] = (), /) -> Found:
        return _Rows(self._connection.execute(statement, parameters))


class _Rows:
    """What was found."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._cursor

    def all(self) -> list[tuple[Any, ...]]:
        return self._cursor.fetchall()

    def first(self) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        self._cursor.close()
        return row

    def scalar(self) -> Any:
        row = self.first()
        return None if row is None else row[0]
