"""Other systems' databases: what is wanted of their tables, and what reading them came to. Plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

Record = Mapping[str, Any]
"""A row: texts, numbers, True and False, None, lists and objects of JSON; moments are UTC microseconds."""


class Columns(NamedTuple):
    """What is read of a table, by the names that records have. Nothing else is ever selected.

    `one|other`: the first of these that the table has, under the name of `one`.
    """

    needed: tuple[str, ...]
    """Without one of these the table cannot be read."""
    wanted: tuple[str, ...] = ()
    """None in the record where the table does not have it."""
    moments: frozenset[str] = frozenset()
    """Those of the above that are moments, ..."""
    values: frozenset[str] = frozenset()
    """... and those that are JSON, or arrays."""


def columns(needed: str, wanted: str = "", *, moments: str = "", values: str = "") -> Columns:
    """Columns by their names, with blanks between them; moments and values are wanted too."""
    return Columns(
        tuple(needed.split()),
        tuple(f"{wanted} {moments} {values}".split()),
        frozenset(name.partition("|")[0] for name in moments.split()),
        frozenset(name.partition("|")[0] for name in values.split()),
    )


class Beside(NamedTuple):
    """A row of another table that a row points at; its columns are in the record as `name.column`."""

    name: str
    table: str
    column: str
    """The column that points, of the table itself or (`name.column`) of another beside it."""
    columns: Columns
    key: str = "id"
    """What it points at."""
    required: bool = False
    """Whether the rows cannot be read without that table."""
    only: tuple[str, Any] | None = None
    """Column (by its name in the record) and value of those that count."""


class Has(NamedTuple):
    """Whether rows of another table point at a row: the record says 1 or 0 under `name`."""

    name: str
    table: str
    column: str
    only: tuple[str, str] | None = None
    """Column and value of those that count."""


class Many(NamedTuple):
    """Rows of another table that point at a row: the record has a list of them, objects of `columns`."""

    name: str
    table: str
    column: str
    columns: tuple[str, ...]


class Since(NamedTuple):
    """How many rows of another table point at a row and have a moment of this day, or of this month.

    Days are those of the zone of moments without one. None where that table is not there.
    """

    name: str
    table: str
    column: str
    moment: str
    month: bool = False


class Stirred(NamedTuple):
    """A row counts as changed when a row beside it did, while that one has a certain value."""

    column: str
    value: str
    changed: str


class Part(NamedTuple):
    """A table that is read, and how its changes are seen."""

    table: str
    columns: Columns
    changed: tuple[str, ...]
    """Columns with moments, the latest of which is when a row changed."""
    key: str = "id"
    beside: tuple[Beside, ...] = ()
    has: tuple[Has, ...] = ()
    many: tuple[Many, ...] = ()
    since: tuple[Since, ...] = ()
    stirred: Stirred | None = None
    late: tuple[str, tuple[str, ...], int] | None = None
    """A column, values and days: rows with such a value are read again for so long after the last of their
    moments, because none of these tells when they came to it."""
    optional: bool = False
    """A system may do without the table, and nothing is said."""
    whole: bool = False
    """The table is small and its rows mean something only together: all are read each time."""


class Mark(NamedTuple):
    """How far a table was read: the last moment of change, and the key of the last row with it."""

    changed: int
    key: str


class PartRead(NamedTuple):
    """What reading a table came to."""

    table: str
    rows: int = 0
    """Read, those that were known too."""
    new: int = 0
    """New or changed."""
    problems: int = 0
    """Rows that were not understood in full."""


class ForeignRead(NamedTuple):
    """What reading a database came to."""

    system: str
    server: str
    location: str
    parts: tuple[PartRead, ...]
    problems: tuple[str, ...]
    """Tables that could not be read, and why; rows that could not be written: each a sentence."""
    unread: tuple[str, ...] = ()
    """Tables that could not be read, or not to their end."""
    seconds: float = 0.0


class Asked(NamedTuple):
    """Which database is to be read, as somebody asks for it; nothing in it is secret."""

    url: str
    """Without a password."""
    password: str = ""
    """Where it is: `env:NAME` or `file:/PATH`; empty: what libpq finds by itself."""
    system: str = ""
    """Whose database it is; empty: told by its tables."""
    server: str = ""
    """What it is called among the servers; empty: as the system."""
    zone: str = ""
    """IANA zone of moments that carry none; empty: UTC."""


class Refreshed(NamedTuple):
    """A database that is read again and again."""

    asked: Asked
    every: int
    """Minutes."""


_URL = re.compile(r"(?:postgres(?:ql)?(?:\+\w+)?|sqlite)://", re.IGNORECASE)
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):(?!env:\w+@).*@")
_PARAMETER = re.compile(r"(?<=password=)[^&]*", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text on the command line names a database and no file."""
    return _URL.match(text) is not None


def without_password(url: str) -> str:
    """A URL as it may be shown: a reference to a password stays."""
    return _PARAMETER.sub("...", _PASSWORD.sub(r"\1:...@", url))
