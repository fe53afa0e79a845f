"""How the columns of our tables are made, once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Computed, Integer, SmallInteger
from sqlmodel import Field

from mailtui.model.enums import Word

BIG = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on every engine: ids of log entries and microseconds do not fit into 32."""


def key(**options: Any) -> Any:
    """A 64-bit primary key, given by the writer."""
    return Field(primary_key=True, sa_type=BIG, sa_column_kwargs={"autoincrement": False}, **options)


def big(*, optional: bool = False, **options: Any) -> Any:
    """A 64-bit number: a moment (UTC microseconds), an id of a big table, a byte count."""
    if optional:
        options["default"] = None
    return Field(sa_type=BIG, **options)


def word(*, optional: bool = False, **options: Any) -> Any:
    """The code of a word of a closed list; `one_of` names the list in the table's constraints."""
    if optional:
        options["default"] = None
    return Field(sa_type=SmallInteger, **options)


def derived(expression: str) -> Any:
    """A number that follows from other columns of its row: read like any, and takes no room."""
    return Field(
        default=None, sa_type=BIG, sa_column_args=[Computed(expression, persisted=False)], nullable=True
    )


def one_of(column: str, words: type[Word]) -> CheckConstraint:
    """The closed list as a constraint, from the same enum that the code uses."""
    return CheckConstraint(f"{column} BETWEEN 0 AND {len(words) - 1}", name=f"{column}_is_known")


WITHOUT_ROWID = {"sqlite_with_rowid": False}
