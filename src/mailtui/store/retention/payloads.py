"""Payloads of sending services that are old enough: what they told stays, as facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine

from mailtui.store.payloads import PAYLOADS_PER_BLOCK

AT_ONCE = 5_000
"""Payloads looked at in one read."""
_OLD = f"""
    SELECT id FROM webhook_event WHERE received < ? AND processed IS NOT NULL
    AND id < (SELECT max(id) FROM webhook_block) * {PAYLOADS_PER_BLOCK}
"""
"""Not those that wait to be read, and not the newest: no id is given twice."""


def old(engine: Engine, before: int) -> Iterator[list[int]]:
    """The payloads that came before that moment (UTC microseconds) and were read."""
    with engine.connect() as connection:
        found = [row[0] for row in connection.exec_driver_sql(_OLD, (before,))]
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """Delete payloads, and the blocks in which none is left."""
    connection.exec_driver_sql(
        "DELETE FROM webhook_event WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    blocks = sorted({id_ // PAYLOADS_PER_BLOCK for id_ in ids})
    connection.exec_driver_sql(
        f"""
        DELETE FROM webhook_block WHERE id IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM webhook_event e WHERE e.id >= webhook_block.id * {PAYLOADS_PER_BLOCK}
                        AND e.id < (webhook_block.id + 1) * {PAYLOADS_PER_BLOCK})
        """,
        (json.dumps(blocks),),
    )
