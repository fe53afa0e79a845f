"""Raw lines found again: by entry, by message, by time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mailtui.model.enums import LogType
from mailtui.model.view import RawLine
from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored, picked, unpack
from mailtui.store.entries import Flat, in_order, of_messages
from mailtui.store.lookup import Lookup
from mailtui.store.payload_list import raws


class KeptEntry(NamedTuple):
    """An entry of a message with its raw record, sortable into the order things happened."""

    time: int
    file_first_time: int
    file_head: bytes
    offset: int
    entry: int
    log_type: LogType
    raw: bytes


def newest(connection: Lookup, server_id: int, log_type: LogType) -> int:
    """Time of the newest line of one kind of log of one server; 0 when there is none."""
    found = connection.exec_driver_sql(
        "SELECT max(b.time_max) FROM raw_block b JOIN source_file f ON f.id = b.file_id "
        "JOIN source s ON s.id = f.source_id WHERE s.server_id = ? AND b.log_type = ?",
        (server_id, log_type.code),
    ).scalar()
    return int(found or 0)


def known_records(
    connection: Lookup,
    server_id: int,
    log_type: LogType,
    span: tuple[int, int],
    below: int = 1 << 62,
    last: tuple[int, int] = (0, 0),
) -> Counter[tuple[int, bytes]]:
    """How often each raw record is kept, over the blocks that meet `span` and have an id under `below`.

    Of the block `last[0]` only the first `last[1]` records count.

    Records carry their stamp, so equal ones are lines of the same second.
    """
    counted: Counter[tuple[int, bytes]] = Counter()
    for block, data in connection.exec_driver_sql(
        _MEETING, (span[0], span[1], below, server_id, log_type.code)
    ):
        records = unpack(data) if block != last[0] else unpack(data)[: last[1]]
        counted.update(stored.identity for stored in records)
    return counted


def meets_other_file(
    connection: Lookup, server_id: int, log_type: LogType, span: tuple[int, int], file_id: int
) -> bool:
    """Whether lines of that time came from another file of the same log."""
    found = connection.exec_driver_sql(
        _MEETING.replace("b.id, b.data", "1") + " AND b.file_id <> ? LIMIT 1",
        (span[0], span[1], 1 << 62, server_id, log_type.code, file_id),
    ).scalar()
    return found is not None


_MEETING = (
    "SELECT b.id, b.data FROM raw_block b "
    "JOIN source_file f ON f.id = b.file_id JOIN source s ON s.id = f.source_id "
    "WHERE b.time_max >= ? AND b.time_min <= ? AND b.id < ? AND s.server_id = ? AND b.log_type = ?"
)


def of_message(connection: Lookup, message_id: int, more: Flat = ()) -> list[KeptEntry]:
    """Every entry of a message (`more`: also those) with its raw record, in the order things happened.

    Ties within one stamp keep the order of the file; between files the one that begins earlier
    goes first, so the order does not depend on which was imported first.
    """
    found = of_messages(connection, [message_id]).get(message_id, [])
    times = {entry.id: entry.time for entry in sorted({*found, *in_order(more)})}
    kept = [
        KeptEntry(times[entry], first or 0, head, stored.offset, entry, log_type, stored.raw)
        for entry, stored, log_type, first, head, _path in _fetch(connection, times)
    ]
    return sorted(kept)


def raw_lines(connection: Lookup, entries: Iterable[int]) -> dict[int, RawLine]:
    """The raw records of some entries, with file and position; without those that went by retention.

    A negative entry is a payload of a sending service, as attempts have it that a service told of.
    """
    entries = list(entries)
    found = {
        entry: RawLine(path, log_type, stored.line, stored.offset, stored.raw)
        for entry, stored, log_type, _first, _head, path in _fetch(connection, entries)
    }
    told = raws(connection, (-entry for entry in entries if entry < 0))
    return found | {-id_: RawLine(f"payload {id_}", LogType.MAIN, 1, 0, raw) for id_, raw in told.items()}


def _fetch(
    connection: Lookup, entries: Iterable[int]
) -> Iterator[tuple[int, Stored, LogType, int | None, bytes, str]]:
    wanted: dict[int, list[int]] = {}
    for entry in entries:
        if entry < 0:
            continue
        wanted.setdefault(entry // RECORDS_PER_BLOCK, []).append(entry)
    numbers = list(wanted)
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        marks = ",".join("?" * len(part))
        found = connection.exec_driver_sql(
            "SELECT b.id, b.data, b.log_type, f.first_time, f.head_digest, f.path FROM raw_block b "
            f"JOIN source_file f ON f.id = b.file_id WHERE b.id IN ({marks})",
            tuple(part),
        )
        for block, data, log_type, first, head, path in found:
            records = picked(data, (entry % RECORDS_PER_BLOCK for entry in wanted[block]))
            for entry in wanted[block]:
                record = records[entry % RECORDS_PER_BLOCK]
                if not record.raw:
                    continue  # it went by retention
                yield entry, record, LogType.of_code(log_type), first, head, path
