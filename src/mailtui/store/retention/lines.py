"""Raw lines that no message needs, with their words; and rejections."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine

from mailtui.store.blocks import RECORDS_PER_BLOCK, unpack
from mailtui.store.retention import counting, names
from mailtui.store.retracting import forget_words

AT_ONCE = 64
"""Blocks read at once."""
REFUSALS = 2_000
"""Rejections read at once."""

Block = tuple[int, list[bytes]]
"""Its id and its raw records."""


def blocks(engine: Engine, before: int, needed: set[int]) -> Iterator[list[Block]]:
    """The blocks that are older and not needed, but the newest one: its id must not be given again."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id FROM raw_block WHERE time_max < ? AND id < (SELECT max(id) FROM raw_block)", (before,)
        )
        found = sorted({row[0] for row in rows} - needed)
    for start in range(0, len(found), AT_ONCE):
        with engine.connect() as connection:
            there = connection.exec_driver_sql(
                "SELECT id, data FROM raw_block WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(found[start : start + AT_ONCE]),),
            ).all()
        yield [(row[0], [stored.raw for stored in unpack(row[1])]) for row in there]


def remove(connection: Connection, going: Sequence[Block]) -> int:
    """Count the lines of no message by day; delete the blocks. How many records those have."""
    ids = json.dumps([block for block, _ in going])
    counting.blocks(connection, ids)
    for block, raws in going:
        forget_words(connection, block, raws)
        connection.exec_driver_sql(
            "DELETE FROM log_entry WHERE message_id = 0 AND id >= ? AND id < ?",
            (block * RECORDS_PER_BLOCK, (block + 1) * RECORDS_PER_BLOCK),
        )
    among = "IN (SELECT value FROM json_each(?))"
    connection.exec_driver_sql(
        f"UPDATE source_file SET open_entry = NULL WHERE open_entry / {RECORDS_PER_BLOCK} {among}", (ids,)
    )
    connection.exec_driver_sql(f"DELETE FROM raw_block WHERE id {among}", (ids,))
    return sum(len(raws) for _, raws in going)


def refusals(engine: Engine, before: int) -> Iterator[list[int]]:
    """The rejections that are older, but the newest one."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id FROM rejection WHERE time < ? AND id < (SELECT max(id) FROM rejection)", (before,)
        )
        found = [row[0] for row in rows]
    for start in range(0, len(found), REFUSALS):
        yield found[start : start + REFUSALS]


def remove_refusals(connection: Connection, going: Sequence[int]) -> None:
    """Count rejections by day, delete them, and the addresses that only they had."""
    ids = json.dumps(list(going))
    counting.refusals(connection, ids)
    left = names.of_refusals(connection, ids)
    connection.exec_driver_sql("DELETE FROM rejection WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    names.remove_unused(connection, left)
