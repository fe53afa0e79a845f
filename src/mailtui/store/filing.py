"""Raw lines on their way: blocks of records that fill, and what is to be written of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mailtui.model.enums import LogType
from mailtui.store.blocks import RECORDS_PER_BLOCK, Layout, Stored, unpack
from mailtui.store.entries import Entry, others_packed, others_unpacked
from mailtui.store.lookup import Lookup
from mailtui.store.rows import Row

MOST_REOPENED = 512 * 1024
"""Bytes of a block that is still written to: it is compressed anew with every commit."""


@dataclass(slots=True)
class FiledBlock:
    """Up to 1024 records of one file. The last one of a file stays open until it is full."""

    id: int
    file_id: int
    log_type: LogType
    layout: Layout = field(default_factory=Layout)
    time_min: int = 1 << 62
    time_max: int = -(1 << 62)
    written: int = 0
    """How many of the records the database has already."""
    size: int = 0
    """Bytes of the records."""
    others: list[Entry] = field(default_factory=list)
    """Those that tell of no message."""

    @property
    def count(self) -> int:
        """How many records it has."""
        return len(self.layout.raws)

    @property
    def has_room(self) -> bool:
        """Whether further records go into it."""
        return self.count < RECORDS_PER_BLOCK and self.size < MOST_REOPENED

    def add(self, stored: Stored, time: int) -> int:
        """Append a record that is filed under `time` (UTC microseconds); returns its entry id."""
        entry = self.id * RECORDS_PER_BLOCK + self.count
        self.layout.add(stored)
        self.time_min, self.time_max = min(self.time_min, time), max(self.time_max, time)
        self.size += len(stored.raw)
        return entry

    def extend(self, run: Run, start: int, times: Sequence[int], offset: int) -> tuple[range, int]:
        """Append the records of `run` from number `start` on, which begins at `offset`, while there is room.

        Gives their entry ids, and the offset behind them.
        """
        place, first = self.count, self.id * RECORDS_PER_BLOCK + self.count
        raws = run.raws[start : start + RECORDS_PER_BLOCK - place]
        end = self.layout.extend(raws, offset, run.line + start)
        some = times[start : start + len(raws)]
        self.time_min, self.time_max = min(self.time_min, *some), max(self.time_max, *some)
        self.size += end - offset - len(raws)
        for number, time in run.unstamped.items():
            if start <= number < start + len(raws):
                self.layout.unstamped[place + number - start] = time
        return range(first, first + len(raws)), end


class Run(NamedTuple):
    """Records of one line each that follow each other in a file."""

    raws: Sequence[bytes]
    offset: int
    line: int
    unstamped: dict[int, int]
    """By their number: as in `Stored`."""


def last_block(connection: Lookup, file_id: int) -> FiledBlock | None:
    """The newest block of a file; None when it has none."""
    row = connection.exec_driver_sql(
        "SELECT id, log_type, time_min, time_max, data, others FROM raw_block WHERE file_id = ? "
        "ORDER BY id DESC LIMIT 1",
        (file_id,),
    ).first()
    if row is None:
        return None
    records = unpack(row[4])
    size = sum(len(record.raw) for record in records)
    others = others_unpacked(row[0], row[5], row[2])
    log_type = LogType.of_code(row[1])
    layout = Layout()
    for record in records:
        layout.add(record)
    return FiledBlock(row[0], file_id, log_type, layout, row[2], row[3], len(records), size, others)


class Packed(NamedTuple):
    """What is to be written of a block."""

    row: Row
    words: str | bytes
    """The records that the index of words does not have. ASCII is the same as a text, and sooner sent."""


def packed(block: FiledBlock) -> Packed:
    """Compress a block as it is; all its records count as written from then on."""
    data = block.layout.packed()
    raw = b"\n".join(block.layout.raws[block.written :])
    words = raw if raw.isascii() else raw.decode("utf-8", "replace")
    block.written = block.count
    others = others_packed(block.others, block.time_min)
    row = (block.id, block.file_id, block.log_type.code, block.time_min, block.time_max, others, data)
    return Packed(row, words)
