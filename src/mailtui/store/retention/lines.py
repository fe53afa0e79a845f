"""Raw lines that no message needs, with their words; and rejections."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored, unpack
from mailtui.store.retention import attached, counting, names
from mailtui.store.retention.messages import Needed
from mailtui.store.retracting import forget_words, put_back

AT_ONCE = 64
"""Blocks read at once."""
REFUSALS = 2_000
"""Rejections read at once."""


class Block(NamedTuple):
    """A block of which records go."""

    id: int
    records: list[Stored]
    needed: int
    """One bit for each record that stays."""

    @property
    def gone(self) -> int:
        """How many records go."""
        return len(self.raws) - self.needed.bit_count()

    @property
    def raws(self) -> list[bytes]:
        """The records that are there: those that went before are empty."""
        return [record.raw for record in self.records if record.raw]

    def left(self) -> list[Stored]:
        """The records, empty where they are not needed: each keeps its place, by which it is found."""
        return [
            record if self.needed >> place & 1 else record._replace(raw=b"", unstamped=0)
            for place, record in enumerate(self.records)
        ]


def blocks(engine: Engine, before: int, needed: Needed) -> Iterator[list[Block]]:
    """The blocks that are older with records that go; not the newest one: its id must not be given again."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id FROM raw_block WHERE time_max < ? AND id < (SELECT max(id) FROM raw_block)", (before,)
        )
        found = [row[0] for row in rows]
    for start in range(0, len(found), AT_ONCE):
        with engine.connect() as connection:
            there = connection.exec_driver_sql(
                "SELECT id, data FROM raw_block WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(found[start : start + AT_ONCE]),),
            ).all()
        read = [Block(row[0], unpack(row[1]), needed.get(row[0], 0)) for row in there]
        yield [block for block in read if block.gone or not block.needed]


def remove(connection: Connection, going: Sequence[Block]) -> None:
    """Count the lines of no message by day; delete the records, and blocks of which nothing is left."""
    ids = json.dumps([block.id for block in going])
    counting.blocks(connection, ids)
    for block in going:
        forget_words(connection, block.id, block.raws)
        connection.exec_driver_sql(
            "DELETE FROM unclear_line WHERE message_id = 0 AND id >= ? AND id < ?",
            (block.id * RECORDS_PER_BLOCK, (block.id + 1) * RECORDS_PER_BLOCK),
        )
        if block.needed:
            put_back(connection, block.id, block.left(), None)
    among = "IN (SELECT value FROM json_each(?))"
    connection.exec_driver_sql(
        f"UPDATE source_file SET open_entry = NULL WHERE open_entry / {RECORDS_PER_BLOCK} {among}", (ids,)
    )
    empty = json.dumps([block.id for block in going if not block.needed])
    connection.exec_driver_sql(f"DELETE FROM raw_block WHERE id {among}", (empty,))


def refusals(engine: Engine, before: int) -> Iterator[list[int]]:
    """The rejections that are older, but the newest one and those with a note."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id FROM rejection WHERE time < ? AND id < (SELECT max(id) FROM rejection) "
            f"AND {attached.NO_NOTE}",
            (before,),
        )
        found = [row[0] for row in rows]
    for start in range(0, len(found), REFUSALS):
        yield found[start : start + REFUSALS]


def remove_refusals(connection: Connection, going: Sequence[int]) -> None:
    """Count rejections by day, delete them, and the addresses that only they had."""
    ids = json.dumps(list(going))
    counting.refusals(connection, ids)
    left = names.of_refusals(connection, ids)
    attached.remove_of_refusals(connection, ids)
    connection.exec_driver_sql("DELETE FROM rejection WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    names.remove_unused(connection, left)
