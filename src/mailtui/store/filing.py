"""Raw lines on their way: blocks of records that fill, and what is to be written of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import LogType
from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored, pack, unpack
from mailtui.store.rows import Row

MOST_REOPENED = 256 * 1024
"""Bytes of a block that is still written to: it is compressed anew with every commit."""


@dataclass(slots=True)
class FiledBlock:
    """Up to 256 records of one file. The last one of a file stays open until it is full."""

    id: int
    file_id: int
    log_type: LogType
    records: list[Stored] = field(default_factory=list)
    time_min: int = 1 << 62
    time_max: int = -(1 << 62)
    written: int = 0
    """How many of the records the database has already."""
    size: int = 0
    """Bytes of the records."""

    @property
    def has_room(self) -> bool:
        """Whether further records go into it."""
        return len(self.records) < RECORDS_PER_BLOCK and self.size < MOST_REOPENED

    def add(self, stored: Stored, time: int) -> int:
        """Append a record that is filed under `time` (UTC microseconds); returns its entry id."""
        entry = self.id * RECORDS_PER_BLOCK + len(self.records)
        self.records.append(stored)
        self.time_min, self.time_max = min(self.time_min, time), max(self.time_max, time)
        self.size += len(stored.raw)
        return entry

    def extend(self, records: Sequence[Stored], times: Sequence[int]) -> range:
        """Append records, not more than there is room for; gives their entry ids."""
        first = self.id * RECORDS_PER_BLOCK + len(self.records)
        self.records.extend(records)
        self.time_min = min(self.time_min, *times)
        self.time_max = max(self.time_max, *times)
        self.size += sum(len(stored.raw) for stored in records)
        return range(first, first + len(records))


def last_block(connection: Connection, file_id: int) -> FiledBlock | None:
    """The newest block of a file; None when it has none."""
    row = connection.exec_driver_sql(
        "SELECT id, log_type, time_min, time_max, data FROM raw_block WHERE file_id = ? "
        "ORDER BY id DESC LIMIT 1",
        (file_id,),
    ).first()
    if row is None:
        return None
    records = unpack(row[4])
    size = sum(len(record.raw) for record in records)
    return FiledBlock(row[0], file_id, LogType.of_code(row[1]), records, row[2], row[3], len(records), size)


class Packed(NamedTuple):
    """What is to be written of a block."""

    row: Row
    words: str
    """The records that the index of words does not have."""


def packed(block: FiledBlock) -> Packed:
    """Compress a block as it is; all its records count as written from then on."""
    data = pack(block.records)
    raws = (stored.raw for stored in block.records[block.written :])
    words = b"\n".join(raws).decode("utf-8", "replace")
    block.written = len(block.records)
    row = (block.id, block.file_id, block.log_type.code, block.time_min, block.time_max, data)
    return Packed(row, words)
