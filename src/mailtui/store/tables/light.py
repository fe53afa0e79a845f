"""Writes `store/schema.py`: the tables as the program uses them, without the cost of SQLModel at start.

Run `python -m mailtui.store.tables.light > src/mailtui/store/schema.py` after a change of the tables;
a test says when that was forgotten.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sqlalchemy import Table
from sqlalchemy.types import TypeEngine
from sqlmodel import AutoString

from mailtui.store.tables import metadata

HEAD = '''"""The tables as the program reads and writes them: names and types of columns, without SQLModel.

Made from `store.tables` by `python -m mailtui.store.tables.light`; change the tables, not this file.
"""

from sqlalchemy import Boolean, Float, Integer, LargeBinary, String, column, table
'''


def source() -> str:
    """The text of `store/schema.py`."""
    tables = sorted(metadata.tables.values(), key=lambda each: each.name)
    found = [(each.name, each) for each in tables]
    found.append(("every_attempt", metadata.tables["delivery_attempt"]))  # a view of the same columns
    parts = [HEAD, *("".join(_lines(*each)) for each in found)]
    keys = {each.name: tuple(column.name for column in each.primary_key) for each in tables}
    derived = {
        each.name: tuple(one.name for one in each.columns if one.computed is not None) for each in tables
    }
    parts.append("".join(_names("KEYS", "The primary keys.", keys)))
    parts.append("".join(_names("DERIVED", "Columns that the database makes of others.", derived)))
    return "\n".join(parts)


def _lines(name: str, each: Table) -> Iterator[str]:
    yield f'{name.upper()} = table(\n    "{name}",\n'
    for column in each.columns:
        yield f'    column("{column.name}", {_type(column.type)}),\n'
    yield ")\n"


def _names(name: str, said: str, of_tables: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Columns of each table that has any."""
    yield f"{name} = {{\n"
    for table, columns in of_tables.items():
        if columns:
            quoted = ", ".join(f'"{column}"' for column in columns)
            yield f'    "{table}": ({quoted}{"," if len(columns) == 1 else ""}),\n'
    yield f'}}\n"""{said}"""\n'


def _type(kind: TypeEngine[object]) -> str:
    """The simplest type that reads the same."""
    if isinstance(kind, AutoString):
        return "String"
    names = {int: "Integer", str: "String", bytes: "LargeBinary", bool: "Boolean", float: "Float"}
    return names[kind.python_type]


if __name__ == "__main__":
    sys.stdout.write(source())
