"""One reading of one file: where it is, what its lines say, how its cursor moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from mailtui.ingest.appending import Appended
from mailtui.ingest.cutting import Cut
from mailtui.ingest.filing import Kept, Known, Read
from mailtui.ingest.fingerprint import digest
from mailtui.parsing.exim.parser import Parser
from mailtui.store import lines
from mailtui.store.blocks import Stored
from mailtui.store.cursor import Cursor
from mailtui.store.lookup import Lookup


@dataclass(slots=True)
class Pass:
    """One reading of one file."""

    server_id: int
    cursor: Cursor
    parser: Parser
    known: Known | Appended
    time: int
    """Of the last line read."""
    start: int = 0
    line: int = 1

    @property
    def zone(self) -> tzinfo:
        """The zone of stamps that carry none."""
        return self.parser.clock.zone


def understood(reading: Pass, part: Cut) -> list[Read]:
    """Parse the records of a chunk; those without a stamp get the time of the one before."""
    read = []
    for record in part.records:
        event = reading.parser.parse(record.raw)
        unstamped = 0
        if event.time is None:
            unstamped = reading.time
        else:
            reading.time = event.time
        read.append(Read(Stored(record.offset, record.line, record.raw, unstamped), event, reading.time))
    return read


def overlaps(connection: Lookup, reading: Pass, times: Sequence[int]) -> bool:
    """Whether another file has lines of that time, against which these have to be compared."""
    if not times:
        return False
    cursor = reading.cursor
    span = (min(times), max(times))
    return lines.meets_other_file(connection, reading.server_id, cursor.log_type, span, cursor.id)


def advance(cursor: Cursor, part: Cut, times: Sequence[int], last: Last | None) -> None:
    """Move the cursor behind a chunk with lines of these times; `last` is the last one that was new."""
    if times and cursor.first_time is None:
        cursor.first_time = times[0]
    if part.offset < cursor.offset:
        return
    cursor.last_time = times[-1] if times else cursor.last_time
    cursor.offset, cursor.lines = part.offset, part.lines
    cursor.tail_length, cursor.tail_digest = len(part.before), digest(part.before)
    if part.last_line_open and last is not None and last.raw == part.records[-1].raw:
        cursor.open_entry = last.entry


class Last(NamedTuple):
    """A line that was kept."""

    entry: int
    raw: bytes

    @classmethod
    def of(cls, kept: Sequence[Kept]) -> Last | None:
        """The last of some."""
        return cls(kept[-1].entry, kept[-1].raw) if kept else None
