"""Payloads that came live: kept before they are read, and read later, each once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from mailtui.store import payloads
from mailtui.store.payloads import MOST_BYTES, PAYLOADS_PER_BLOCK, Payload
from mailtui.store.services import Account

GROWS = 32 * 1024
"""Bytes of a compressed block up to which more is put into it: each time it is written anew."""


def keep(connection: Connection, account: Account, source: int, raws: Sequence[bytes], now: int) -> int:
    """Keep payloads, to be read later; how many there were that are not kept already."""
    digests = [payloads.payload_digest(account.server_id, raw) for raw in raws]
    known = payloads.known(connection, digests)
    new = {digest: raw for digest, raw in zip(digests, raws, strict=True) if digest not in known}
    ids = _put(connection, list(new.values()))
    payloads.save_rows(
        connection,
        [
            Payload(id_, digest, account.provider, account.server_id, source, now, None, 0, None)
            for id_, digest in zip(ids, new, strict=True)
        ],
    )
    return len(new)


def _put(connection: Connection, raws: Sequence[bytes]) -> list[int]:
    """Ids of payloads, put into the newest block while there is room in it, then into others."""
    ids: list[int] = []
    block, there = _newest(connection)
    size = sum(map(len, there))
    fresh = False
    for raw in raws:
        if len(there) == PAYLOADS_PER_BLOCK or (there and size + len(raw) > MOST_BYTES):
            if fresh:
                payloads.put(connection, block, there)
            block, there, size = block + 1, [], 0
        there.append(raw)
        size += len(raw)
        fresh = True
        ids.append(block * PAYLOADS_PER_BLOCK + len(there) - 1)
    if fresh:
        payloads.put(connection, block, there)
    return ids


def _newest(connection: Connection) -> tuple[int, list[bytes]]:
    """The block that grows, with what is in it; an empty one where the newest is large enough."""
    row = connection.exec_driver_sql(
        "SELECT id, CASE WHEN length(data) < ? THEN data END FROM webhook_block ORDER BY id DESC LIMIT 1",
        (GROWS,),
    ).first()
    if row is None:
        return 1, []
    block, data = row
    return (block + 1, []) if data is None else (block, list(payloads.unpacked(data)))
