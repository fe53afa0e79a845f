"""What was appended to a file that is followed: which lines are new, and the pass that goes on in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from mailtui.ingest.filing import Read, Tally
from mailtui.model.clock import Clock
from mailtui.model.enums import LogType
from mailtui.model.moment import SECOND
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler
from mailtui.store import lines
from mailtui.store.blocks import Stored
from mailtui.store.lookup import Lookup

PRIMED = 64 * 1024
"""Bytes before the cursor that are looked at for lines equal to the next ones: far more than a second's."""


class Appended:
    """Tells new lines from known ones at the end of one file, which is read once and in order.

    Stands where `filing.Known` does. Mostly all are new. Only where another file has lines of the
    same time (a log that gets late lines after it was rotated) equal ones are counted: a line is new
    when this file has had as many of it as the database has.
    """

    dropping = True
    """There is no need to read from the beginning when another file has lines of that time."""

    def __init__(self, server_id: int, log_type: LogType, file_id: int, before: Iterable[Stored]) -> None:
        self._server_id = server_id
        self._log_type = log_type
        self._file_id = file_id
        self._tally = Tally()
        self._since = 0
        for stored in before:
            self._tally.next(stored.identity)

    def new_ones(self, connection: Lookup, records: list[Read]) -> Iterator[tuple[Read, int]]:
        """The records that are not known, each with how many equal ones there are before it."""
        if not records:
            return
        times = [record.time for record in records]
        span = (min(times), max(times))
        place = (connection, self._server_id, self._log_type, span)
        known = lines.known_records(*place)
        shared = lines.meets_other_file(*place, self._file_id)
        here: Counter[tuple[int, bytes]] = Counter()
        self._age(span[1])
        for record in records:
            identity = record.stored.identity
            seen, there = self._tally.next(identity), known[identity]
            if not shared:
                yield record, there + here[identity]
            elif seen >= there:
                yield record, seen
            here[identity] += 1

    def _age(self, now: int) -> None:
        """Equal records share their second, so what is older than that may be forgotten."""
        if now - self._since > 2 * SECOND:
            self._tally.age()
            self._since = now


def records_before(data: bytes, log_type: LogType, clock: Clock) -> Iterator[Stored]:
    """The records of whole lines that were imported before; places do not matter."""
    assembler, parser, time = Assembler(log_type), Parser(clock, log_type), clock.last or 0
    for record in [*assembler.feed(data), *assembler.close()]:
        said = parser.parse(record.raw).time
        yield Stored(0, 0, record.raw, time if said is None else 0)
        time = time if said is None else said
