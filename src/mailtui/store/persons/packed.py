"""Raw lines and payloads in their compressed blocks: those that name a person, and the same without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from mailtui.model.erased import Swap
from mailtui.store import payload_list
from mailtui.store.blocks import Stored, opened, unpack
from mailtui.store.payloads import PAYLOADS_PER_BLOCK, put, unpacked
from mailtui.store.persons.rekeying import rekey
from mailtui.store.retracting import forget_words, put_back

AT_ONCE = 64


class Naming(NamedTuple):
    """A block with records that name somebody."""

    block: int
    places: tuple[int, ...]
    """Which ones."""


def lines(engine: Engine, swap: Swap, after: int = 0) -> Iterator[tuple[int, list[Naming]]]:
    """Blocks of raw lines above that one: up to which it was looked, and those that name the person."""
    return _looked(engine, "raw_block", after, lambda data: _lines_in(data, swap))


def payloads(engine: Engine, swap: Swap, after: int = 0) -> Iterator[tuple[int, list[Naming]]]:
    """The same of payloads."""
    return _looked(engine, "webhook_block", after, lambda data: _payloads_in(data, swap))


def entries(found: Naming) -> list[int]:
    """The payloads of a block."""
    return [found.block * PAYLOADS_PER_BLOCK + place for place in found.places]


def erase_lines(connection: Connection, swap: Swap, found: Naming) -> None:
    """Write a block anew; every record keeps its place in the file that it came from."""
    data, others = connection.exec_driver_sql(
        "SELECT data, others FROM raw_block WHERE id = ?", (found.block,)
    ).one()
    records = unpack(data)
    forget_words(connection, found.block, [record.raw for record in records if record.raw])
    put_back(connection, found.block, [_without(record, swap) for record in records], others)


def erase_payloads(connection: Connection, swap: Swap, found: Naming) -> None:
    """Write a block of payloads anew."""
    data = connection.exec_driver_sql(
        "SELECT data FROM webhook_block WHERE id = ?", (found.block,)
    ).scalar_one()
    raws = unpacked(data)
    left = [swap.letter(raw) for raw in raws]
    put(connection, found.block, left)
    for one in payload_list.these(connection, entries(found)):
        place = one.id % PAYLOADS_PER_BLOCK
        if one.provider is not None:
            rekey(connection, one.provider, raws[place], left[place])
    unpacked.cache_clear()


def _without(record: Stored, swap: Swap) -> Stored:
    return record._replace(raw=swap.line(record.raw))


def _looked(engine: Engine, table: str, after: int, places: object) -> Iterator[tuple[int, list[Naming]]]:
    assert callable(places)
    while True:
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT id, data FROM {table} WHERE id > ? ORDER BY id LIMIT {AT_ONCE}", (after,)
            ).all()
        if not rows:
            return
        after = rows[-1][0]
        yield after, [Naming(row[0], found) for row in rows if (found := places(row[1]))]


def _lines_in(data: bytes, swap: Swap) -> tuple[int, ...]:
    """Most blocks have none, and are not cut into records."""
    if not swap.names(opened(data)[1]):
        return ()
    return tuple(place for place, record in enumerate(unpack(data)) if swap.names(record.raw))


def _payloads_in(data: bytes, swap: Swap) -> tuple[int, ...]:
    return tuple(place for place, raw in enumerate(unpacked(data)) if swap.names(raw))
