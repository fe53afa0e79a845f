"""Every text of every table, wherever the address may stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from mailtui.model.erased import Swap
from mailtui.store.digests import digest64, link_digest

_NOT = frozenset({"alembic_version", "audit_entry", "audit_person", "erasure"})
"""In the audit people are tokens already; whom these mean is forgotten at the end."""
_TEXTS = ("CHAR", "TEXT", "CLOB")
_KEYED = {
    "reply": lambda row: digest64(row["text"]),
    "link": lambda row: digest64(row["url"]),
    "campaign": lambda row: digest64(row["server_id"], row["external_id"]),
    "message_reference": lambda row: link_digest(row["referenced"]),
}
"""Tables with a digest of a text, by which it is found."""
_HEADERS = {("campaign", "sender"), ("campaign", "reply_to"), ("provider", "sender")}
"""Texts with names beside addresses."""
AT_ONCE = 500


class Place(NamedTuple):
    """A table with its texts."""

    table: str
    keys: tuple[str, ...]
    texts: tuple[str, ...]


def places(connection: Connection) -> list[Place]:
    """Every table that has texts."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'block_words%' ORDER BY name"
    )
    found = [_place(connection, row[0]) for row in tables if row[0] not in _NOT]
    return [place for place in found if place.texts]


def _place(connection: Connection, table: str) -> Place:
    rows = connection.exec_driver_sql(f'PRAGMA table_info("{table}")').all()
    keys = tuple(row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5])
    texts = tuple(row[1] for row in rows if any(word in row[2].upper() for word in _TEXTS))
    return Place(table, keys or ("rowid",), texts)


def rows(connection: Connection, swap: Swap, place: Place) -> list[tuple[Any, ...]]:
    """The keys of rows whose texts may have the address in them."""
    tests = [
        " AND ".join([f'instr(lower("{text}"), ?) > 0' for needle in swap.needles if needle] or ["1"])
        for text in place.texts
    ]
    values = [needle for _ in place.texts for needle in swap.needles if needle]
    found = connection.exec_driver_sql(
        f'SELECT {_list(place.keys)} FROM "{place.table}" WHERE ({") OR (".join(tests)})', tuple(values)
    )
    return [tuple(row) for row in found]


def found(
    connection: Connection, swap: Swap, place: Place, keys: Sequence[tuple[Any, ...]]
) -> Iterator[dict[str, Any]]:
    """Those of some rows that have it, as they are."""
    return (old for old, _ in _having(connection, swap, place, keys))


def changed(
    connection: Connection, swap: Swap, place: Place, keys: Sequence[tuple[Any, ...]]
) -> Iterator[dict[str, Any]]:
    """The same, as they are to be."""
    return (old | new for old, new in _having(connection, swap, place, keys))


def _having(
    connection: Connection, swap: Swap, place: Place, keys: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    where = " AND ".join(f'"{key}" = ?' for key in place.keys)
    every = "*" if place.keys != ("rowid",) else "rowid, *"
    for key in keys:
        row = connection.exec_driver_sql(f'SELECT {every} FROM "{place.table}" WHERE {where}', key).first()
        old = dict(row._mapping) if row is not None else {}
        texts = {name: old[name] for name in place.texts if isinstance(old.get(name), str)}
        new = {name: _without(swap, place.table, name, text) for name, text in texts.items()}
        if any(old[name] != text for name, text in new.items()):
            yield old, new


def _without(swap: Swap, table: str, column: str, text: str) -> str:
    if (table, column) not in _HEADERS:
        return swap.text(text)
    return swap.letter(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def write(connection: Connection, place: Place, row: dict[str, Any]) -> None:
    """Put a row in the place of the one with its key."""
    keys = tuple(row[key] for key in place.keys)
    names = [name for name in place.texts if name not in place.keys]
    _update(connection, place, names, tuple(row[name] for name in names), keys)
    again = _KEYED.get(place.table)
    if again is not None:
        _update(connection, place, ["digest"], (again(row),), keys)


def _update(
    connection: Connection,
    place: Place,
    names: Sequence[str],
    values: tuple[Any, ...],
    keys: tuple[Any, ...],
) -> None:
    """Where another row has that very text already, this one gets its key behind it, or keeps its digest."""
    sets = ", ".join(f'"{name}" = ?' for name in names)
    where = " AND ".join(f'"{key}" = ?' for key in place.keys)
    text = f'UPDATE "{place.table}" SET {sets} WHERE {where}'
    try:
        connection.exec_driver_sql(text, (*values, *keys))
    except IntegrityError:
        if names == ["digest"]:
            return
        apart = tuple(f"{value}.{keys[0]}" if isinstance(value, str) and value else value for value in values)
        connection.exec_driver_sql(text, (*apart, *keys))


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
