"""Payloads of sending services as they came: kept once, compressed together, found by their id."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import zstandard

from mailtui.model.enums import EventProvider
from mailtui.store.digests import digest64
from mailtui.store.lookup import Lookup

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAYLOADS_PER_BLOCK = 256
"""The id of a payload is that of its block x 256 + its place in there."""
MOST_BYTES = 1024 * 1024
"""A block is full with so many bytes, however few payloads they are."""
_LENGTH = struct.Struct(">I")
_AT_ONCE = 500


class Payload(NamedTuple):
    """A payload with what was made of it."""

    id: int
    digest: int
    provider: EventProvider | None
    server_id: int
    source_id: int | None
    received: int
    processed: int | None
    events: int
    error: str | None


def payload_digest(server_id: int, raw: bytes) -> int:
    """What a payload is known by."""
    return digest64(server_id, raw)


def known(connection: Lookup, digests: Sequence[int]) -> dict[int, int]:
    """Digest -> id of those payloads that are kept already."""
    found: dict[int, int] = {}
    for start in range(0, len(digests), _AT_ONCE):
        part = tuple(digests[start : start + _AT_ONCE])
        marks = ",".join("?" * len(part))
        rows = connection.exec_driver_sql(
            f"SELECT digest, id FROM webhook_event WHERE digest IN ({marks})", part
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def next_block(connection: Lookup) -> int:
    """The first free block."""
    highest = connection.exec_driver_sql("SELECT max(id) FROM webhook_block").scalar()
    return int(highest or 0) + 1


def save_blocks(connection: Connection, first: int, blocks: Sequence[bytes]) -> None:
    """Keep blocks of payloads, made by `packed`, from number `first` on."""
    from mailtui.store import schema
    from mailtui.store.rows import insert  # readers, who need only the rest, load no tables

    insert(connection, schema.WEBHOOK_BLOCK, [(first + place, block) for place, block in enumerate(blocks)])


def put(connection: Connection, block: int, raws: Sequence[bytes]) -> None:
    """Keep a block of payloads, in the place of the one that was there: it has grown."""
    from mailtui.store import schema
    from mailtui.store.rows import upsert

    upsert(connection, schema.WEBHOOK_BLOCK, [(block, packed(raws))])


def save_rows(connection: Connection, payloads: Sequence[Payload]) -> None:
    """Keep what was made of payloads, anew or again."""
    from mailtui.store import schema
    from mailtui.store.rows import upsert

    upsert(connection, schema.WEBHOOK_EVENT, _rows(payloads))


def save_new(connection: Connection, payloads: Sequence[Payload]) -> None:
    """Keep what was made of payloads; those that somebody else has kept meanwhile stay theirs."""
    from mailtui.store import schema
    from mailtui.store.rows import insert_missing

    insert_missing(connection, schema.WEBHOOK_EVENT, _rows(payloads))


def _rows(payloads: Sequence[Payload]) -> list[tuple[int | str | None, ...]]:
    return [(*one[:2], None if one.provider is None else one.provider.code, *one[3:]) for one in payloads]


def mark_read(connection: Connection, ids: Sequence[int], now: int) -> None:
    """Payloads of which nothing is left to read are not read again."""
    connection.exec_driver_sql(
        "UPDATE webhook_event SET processed = ? WHERE id = ? AND processed IS NULL",
        [(now, id_) for id_ in ids],
    )


def raw_of(connection: Lookup, payload: int) -> bytes | None:
    """A payload as it came; None when it is gone."""
    data = connection.exec_driver_sql(
        "SELECT data FROM webhook_block WHERE id = ?", (payload // PAYLOADS_PER_BLOCK,)
    ).scalar()
    if data is None:
        return None
    raws = unpacked(data)
    place = payload % PAYLOADS_PER_BLOCK
    return raws[place] if place < len(raws) else None


@lru_cache(8)
def unpacked(data: bytes) -> list[bytes]:
    """The payloads of a block."""
    body = zstandard.ZstdDecompressor().decompress(data)
    raws, place = [], 0
    while place < len(body):
        (length,) = _LENGTH.unpack_from(body, place)
        place += _LENGTH.size
        raws.append(body[place : place + length])
        place += length
    return raws


def packed(raws: Sequence[bytes]) -> bytes:
    """A block of payloads."""
    return _compressor().compress(b"".join(_LENGTH.pack(len(raw)) + raw for raw in raws))


@lru_cache(1)
def _compressor() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=3)
