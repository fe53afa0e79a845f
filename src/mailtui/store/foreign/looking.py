"""Which tables and columns a database has, and what of a part can be read with them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, inspect

from mailtui.errors import InputError
from mailtui.model.foreign import Columns, Part


class Schema:
    """The tables of a database, each looked at once."""

    def __init__(self, connection: Connection) -> None:
        self._inspector = inspect(connection)
        self._metadata = MetaData()
        self._made: dict[str, Table] = {}
        self.tables = frozenset(self._inspector.get_table_names() + self._inspector.get_view_names())
        """Their names; views count as tables."""

    def table(self, name: str) -> Table | None:
        """A table as it is; None when there is none."""
        if name not in self.tables:
            return None
        made = self._made.get(name)
        if made is None:
            columns = [Column(each["name"], each["type"]) for each in self._inspector.get_columns(name)]
            made = self._made[name] = Table(name, self._metadata, *columns)
        return made


class Found(NamedTuple):
    """The columns of a table that can be read: by the name in the record, what they are called there."""

    table: Table
    names: dict[str, str]
    missing: tuple[str, ...]
    """Names of those wanted that it does not have."""


def found(schema: Schema, name: str, columns: Columns) -> Found:
    """What of the columns there is; InputError names what is missing and needed."""
    table = schema.table(name)
    if table is None:
        raise InputError(
            f"there is no table {name}", "is it this system's database, and may the user see it?"
        )
    names, missing = {}, []
    for one in (*columns.needed, *columns.wanted):
        called = one.split("|")
        there = next((each for each in called if each in table.c), None)
        if there is not None:
            names[called[0]] = there
        elif one in columns.needed:
            raise InputError(
                f"the table {name} has no column {' or '.join(called)}",
                "its schema differs from the one that mailtui knows: docs/foreign-databases.md",
            )
        else:
            missing.append(called[0])
    return Found(table, names, tuple(missing))


def is_there(schema: Schema, part: Part) -> bool:
    """Whether there is anything of a part to be read or to be complained of."""
    return not part.optional or part.table in schema.tables
