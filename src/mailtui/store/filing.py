"""Raw lines put away: blocks of records, the index of their words, and an entry for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from mailtui.model.enums import LogType
from mailtui.store.blocks import Stored, pack
from mailtui.store.rows import Row, insert
from mailtui.store.tables import LogEntry, RawBlock


class Filed(Protocol):
    """A record with the time it is filed under, ready to be written."""

    @property
    def stored(self) -> Stored:
        """Its place and its bytes."""
        ...

    @property
    def time(self) -> int:
        """UTC microseconds: of its own stamp, or else of the one before."""
        ...


class FiledBlock(NamedTuple):
    """Up to 256 records of one file."""

    id: int
    file_id: int
    log_type: LogType
    records: list[Filed]


def write_blocks(connection: Connection, blocks: Sequence[FiledBlock]) -> None:
    """Write blocks and the index of their words."""
    rows: list[Row] = []
    words: list[Row] = []
    for block in blocks:
        times = [record.time for record in block.records]
        raws = [record.stored for record in block.records]
        rows.append((block.id, block.file_id, block.log_type.code, min(times), max(times), pack(raws)))
        words.append((block.id, b"\n".join(stored.raw for stored in raws).decode("utf-8", "replace")))
    insert(connection, RawBlock, rows)
    if words:
        connection.exec_driver_sql("INSERT INTO block_words (rowid, words) VALUES (?, ?)", words)


def write_entries(connection: Connection, entries: Sequence[Row]) -> None:
    """Write entries: (message id, entry id, event code, time)."""
    insert(connection, LogEntry, entries)
