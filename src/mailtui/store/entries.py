"""Which lines of the log a message has, in a few bytes each; and what the lines of no message say.

What is known of a line without reading it is its entry (block id x RECORDS_PER_BLOCK + place in the block),
its event and its moment. Of a message they are two columns: `events` has a byte for each line, and `lines`
how far each is from the line before it, in its entry and in time. A block has those of its lines that tell
of no message as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from mailtui.model.moment import SECOND
from mailtui.store.blocks import RECORDS_PER_BLOCK
from mailtui.store.lookup import Lookup

Flat: TypeAlias = Sequence[int]
"""Of each line entry, event code and moment, one after the other."""


class Entry(NamedTuple):
    """A line of the log, unread."""

    id: int
    event: int
    time: int
    """UTC microseconds."""


def in_order(flat: Flat) -> list[Entry]:
    """The lines in the order of their entries, each once."""
    values = iter(flat)
    return sorted(set(map(Entry, values, values, values)))


def packed(entries: Sequence[Entry], first: int) -> tuple[bytes, bytes] | tuple[None, None]:
    """The columns `events` and `lines` of entries in order; `first`: when the message was first seen."""
    if not entries:
        return None, None
    ids, events, times = zip(*entries, strict=True)
    return bytes(events), steps(ids, times, first)


def steps(ids: Sequence[int], times: Sequence[int], now: int, before: int = 0) -> bytes:
    """How far each line is from the one before: 7 bits a byte, the last byte of a number below 128."""
    made = bytearray()
    add = made.append
    for entry, time in zip(ids, times, strict=True):
        apart = entry - before
        before = entry
        while apart > 127:
            add(apart & 127 | 128)
            apart >>= 7
        add(apart)
        if time == now:
            add(0)
            continue
        apart = folded(time - now)
        now = time
        while apart > 127:
            add(apart & 127 | 128)
            apart >>= 7
        add(apart)
    return bytes(made)


def folded(apart: int) -> int:
    """Whole seconds are even, microseconds odd; of either those that go back in time are every other."""
    seconds, fraction = divmod(apart, SECOND)
    if fraction:
        return ((apart << 1) ^ (apart >> 63)) << 1 | 1
    return ((seconds << 1) ^ (seconds >> 63)) << 1


def _unfolded(number: int) -> int:
    apart = number >> 2
    if number & 2:
        apart = ~apart
    return apart if number & 1 else apart * SECOND


def unpacked(events: bytes | None, lines: bytes | None, first: int) -> list[Entry]:
    """The lines of a message, from its columns `events`, `lines` and `first_seen`."""
    if not events or not lines:
        return []
    found = []
    entry, now, number, shift = 0, first, 0, 0
    place, is_time = 0, False
    for byte in lines:
        number |= (byte & 127) << shift
        if byte > 127:
            shift += 7
            continue
        if is_time:
            now += _unfolded(number)
            found.append(Entry(entry, events[place], now))
            place += 1
        else:
            entry += number
        number = shift = 0
        is_time = not is_time
    return found


def others_packed(entries: Sequence[Entry], first: int) -> bytes | None:
    """The column `others` of a block, of which the first line was written at `first`."""
    if not entries:
        return None
    ids, events, times = zip(*entries, strict=True)
    places = [entry % RECORDS_PER_BLOCK for entry in ids]
    return len(entries).to_bytes(2, "big") + bytes(events) + steps(places, times, first)


def others_unpacked(block: int, data: bytes | None, first: int) -> list[Entry]:
    """The lines of a block that tell of no message; `first` is its `time_min`."""
    if not data:
        return []
    end = 2 + int.from_bytes(data[:2], "big")
    base = block * RECORDS_PER_BLOCK
    return [Entry(base + id_, event, time) for id_, event, time in unpacked(data[2:end], data[end:], first)]


def of_messages(connection: Lookup, messages: Iterable[int]) -> dict[int, list[Entry]]:
    """The lines of some messages, in the order of their entries."""
    rows = connection.exec_driver_sql(
        "SELECT id, events, lines, first_seen FROM message "
        "WHERE id IN (SELECT value FROM json_each(?)) AND events IS NOT NULL",
        (json.dumps(list(messages)),),
    )
    return {row[0]: unpacked(*row[1:]) for row in rows.all()}


def of_queue_ids(connection: Lookup, queue_ids: Iterable[str]) -> dict[int, list[Entry]]:
    """The lines of the messages with these queue ids, on any server."""
    rows = connection.exec_driver_sql(
        "SELECT id, events, lines, first_seen FROM message "
        "WHERE queue_id IN (SELECT value FROM json_each(?)) AND events IS NOT NULL",
        (json.dumps(list(queue_ids)),),
    )
    return {row[0]: unpacked(*row[1:]) for row in rows.all()}


def of_blocks(connection: Lookup, blocks: Iterable[int]) -> list[Entry]:
    """The lines of some blocks that tell of no message."""
    rows = connection.exec_driver_sql(
        "SELECT id, others, time_min FROM raw_block "
        "WHERE id IN (SELECT value FROM json_each(?)) AND others IS NOT NULL",
        (json.dumps(list(blocks)),),
    )
    return [entry for row in rows.all() for entry in others_unpacked(*row)]
