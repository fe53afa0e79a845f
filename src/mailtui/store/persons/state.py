"""How far an erasure is: one row, written in the transactions that do the work."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from secrets import token_hex
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.erased import DOMAIN, PREFIX, Swap, spelled
from mailtui.store.persons.hashed import new_salt, salt
from mailtui.store.rows import insert, next_id

BYTES = "bytes"
"""The last part: it is done, but the bytes may still be in pages that nobody uses."""
_COLUMNS = "id, address, stand_in, asked_by, begun, finished, part, mark, counts"


class Erasure(NamedTuple):
    """A person who is being erased, or was. Times are UTC microseconds."""

    id: int
    spellings: tuple[str, ...]
    """The address as it was asked for, and in other upper and lower case; empty when it is done."""
    stand_in: str
    asked_by: str
    begun: int
    finished: int | None
    part: str
    mark: int
    counts: Mapping[str, int]
    """Rows by what they are."""

    @property
    def swap(self) -> Swap:
        """What takes the address out of a text."""
        others = {text: spelled(self.stand_in, place) for place, text in enumerate(self.spellings)}
        return Swap(self.spellings[0], self.stand_in, others)


def begin(connection: Connection, address: str, asked_by: str, now: int) -> Erasure:
    """The erasure of an address that is under way, or a new one."""
    known = under_way(connection, address)
    if known is not None:
        return known
    from mailtui.store import schema

    made = next_id(connection, schema.ERASURE)
    spellings = json.dumps(list(dict.fromkeys([address, *_spellings(connection, address)])))
    stand_in = f"{PREFIX}{token_hex(6)}@{DOMAIN}"
    key = salt(connection) or new_salt()
    insert(connection, schema.ERASURE, [(made, spellings, stand_in, asked_by, now, None, "", 0, "{}", key)])
    found = one(connection, made)
    assert found is not None
    return found


def under_way(connection: Connection, address: str) -> Erasure | None:
    """The erasure of an address that was begun and is not done."""
    found = (one for one in unfinished(connection) if address.lower() == one.spellings[0].lower())
    return next(found, None)


def unfinished(connection: Connection) -> list[Erasure]:
    """Every erasure that was begun and is not done."""
    rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM erasure WHERE finished IS NULL ORDER BY id")
    return [_read(tuple(row)) for row in rows]


def one(connection: Connection, erasure: int) -> Erasure | None:
    """An erasure as it is now."""
    row = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM erasure WHERE id = ?", (erasure,)).first()
    return None if row is None else _read(tuple(row))


def advance(connection: Connection, erasure: int, part: str, mark: int, more: Mapping[str, int]) -> None:
    """It is so far, and so much more is done."""
    now = one(connection, erasure)
    assert now is not None
    counts = Counter(now.counts)
    counts.update(more)
    connection.exec_driver_sql(
        "UPDATE erasure SET part = ?, mark = ?, counts = ? WHERE id = ?",
        (part, mark, json.dumps(dict(counts)), erasure),
    )


def finish(connection: Connection, erasure: int, now: int) -> None:
    """It is done: nobody can tell any more who it was."""
    connection.exec_driver_sql(
        "UPDATE erasure SET address = NULL, finished = ?, part = ?, mark = 0 WHERE id = ?",
        (now, BYTES, erasure),
    )


def written(connection: Connection, erasure: int) -> None:
    """Its bytes are gone as well."""
    connection.exec_driver_sql("UPDATE erasure SET part = '' WHERE id = ? AND part = ?", (erasure, BYTES))


def unwritten(connection: Connection) -> list[int]:
    """Erasures that are done but for their bytes."""
    return list(connection.exec_driver_sql("SELECT id FROM erasure WHERE part = ?", (BYTES,)).scalars())


def _spellings(connection: Connection, address: str) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT text FROM address WHERE lower(text) = lower(?) ORDER BY id", (address,)
    )
    return [row[0] for row in rows]


def _read(row: tuple[object, ...]) -> Erasure:
    id_, address, stand_in, by, begun, finished, part, mark, counts = row
    spellings = tuple(json.loads(str(address))) if address is not None else ()
    made = (id_, spellings, stand_in, by, begun, finished, part, mark, json.loads(str(counts)))
    return Erasure._make(made)
