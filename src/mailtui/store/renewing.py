"""Rows of messages that are there already, as they are now: only what differs is written.

SQLite writes each index anew that has a column which a statement sets, whatever its value was. When a mail
came in, from whom and to whom hardly ever changes, and the indexes of that have another page for nearly
every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, TableClause

from mailtui.store import schema
from mailtui.store.rows import Row, bare, columns, upsert

_AT_ONCE = 500
_STEADY: dict[TableClause, tuple[str, ...]] = {
    schema.MESSAGE: ("server_id", "queue_id", "first_seen", "sender_id", "parent_queue_id"),
    schema.RECIPIENT: ("time", "address_id", "original_id"),
}
"""The columns of each that are indexed, and hardly ever change."""
_OWNER: Callable[[Row], int] = itemgetter(0)


class _How(NamedTuple):
    """How the rows of a table are read and written."""

    width: int
    """Columns of the primary key, which begins with the id of the message."""
    select: str
    steady: Callable[[Row], Row]
    update: str
    values: Callable[[Row], Row]
    """What of a row `update` is given."""


def renew(connection: Connection, table: TableClause, rows: Sequence[Row]) -> None:
    """Add rows, or replace what has the same primary key.

    Those of a message stand together, with None for what is unknown.
    """
    how = _how(table)
    others, changed = [], []
    for row, before in _beside(connection, how, rows):
        if before is None or how.steady(row) != how.steady(before):
            others.append(bare(row))
        elif row != before:
            changed.append(bare(how.values(row)))
    upsert(connection, table, others)
    if changed:
        connection.exec_driver_sql(how.update, changed)


def _beside(connection: Connection, how: _How, rows: Sequence[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each row with what is there."""
    messages = [(id_, list(own)) for id_, own in groupby(rows, _OWNER)]
    for start in range(0, len(messages), _AT_ONCE):
        part = messages[start : start + _AT_ONCE]
        ids = tuple(id_ for id_, _ in part)
        found: Any = connection.exec_driver_sql(how.select + f" IN ({','.join('?' * len(ids))})", ids)
        there = {row[: how.width]: tuple(row) for row in found}
        for _, own in part:
            yield from ((row, there.get(row[: how.width])) for row in own)


@cache
def _how(table: TableClause) -> _How:
    names, steady = columns(table), _STEADY[table]
    keys = schema.KEYS[table.name]
    changing = tuple(name for name in names if name not in steady and name not in keys)
    sets, where = (", ".join(f'"{name}" = ?' for name in changing), [f"{name} = ?" for name in keys])
    return _How(
        width=len(keys),
        select=f"SELECT {', '.join(names)} FROM {table.name} WHERE {keys[0]}",
        steady=itemgetter(*map(names.index, steady)),
        update=f"UPDATE {table.name} SET {sets} WHERE {' AND '.join(where)}",
        values=itemgetter(*map(names.index, (*changing, *keys))),
    )
