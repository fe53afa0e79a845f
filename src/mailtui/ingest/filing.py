"""LINE -> kept line: leave out what is kept already, file the rest in blocks with an entry id each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mailtui.model.enums import EventKind, LogType
from mailtui.model.event import Event
from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored
from mailtui.store.entries import Entry
from mailtui.store.filing import FiledBlock, Run, last_block
from mailtui.store.lines import known_records, newest
from mailtui.store.lookup import Lookup

REFUSED = frozenset({EventKind.REJECTION, EventKind.TEMPORARY_REJECTION})
"""Only of these it matters which of several equal lines one is."""
Identity = tuple[int, bytes]
MOST_LAST = 64
"""Files whose newest block is held in memory."""


class Read(NamedTuple):
    """A record of a file with what it says and when (its own stamp, or that of the one before)."""

    stored: Stored
    event: Event
    time: int


class Kept(NamedTuple):
    """A record that is new, with its entry id; `nth` counts its equals before it (from 0)."""

    entry: int
    event: Event
    time: int
    raw: bytes
    nth: int


class Tally:
    """Counts equal records over one pass of a file, forgetting what is two chunks old.

    Equal records share their second, so their copies are never far apart.
    """

    def __init__(self) -> None:
        self._young: dict[Identity, int] = {}
        self._old: dict[Identity, int] = {}

    def next(self, identity: Identity) -> int:
        """How many equal ones came before this one."""
        before = self._young.get(identity)
        if before is None:
            before = self._old.get(identity, 0)
        self._young[identity] = before + 1
        return before

    def age(self) -> None:
        """To be called between chunks."""
        self._old, self._young = self._young, {}


class Known:
    """Which records of a file the database has already, whatever file they came from.

    With `dropping` they are left out. Without, all are new (only this file has lines of that time),
    and what the database has only counts as their equals.
    """

    def __init__(
        self, server_id: int, log_type: LogType, below: int, last: tuple[int, int], *, dropping: bool
    ) -> None:
        self.dropping = dropping
        self._server_id = server_id
        self._log_type = log_type
        self._below = below
        """First block id of this pass: what the pass itself files is not 'already known'."""
        self._last = last
        """Id of the block that the pass goes on with, and how many records it had before."""
        self._tally = Tally()
        self._newest: int | None = None

    def new_ones(self, connection: Lookup, records: list[Read]) -> Iterator[tuple[Read, int]]:
        """The records that are not known, each with how many equal ones there are before it."""
        if not records:
            return
        times = [record.time for record in records]
        span = (min(times), max(times))
        known: Mapping[Identity, int] = {}
        if not self.is_later(connection, span[0]):
            known = known_records(connection, self._server_id, self._log_type, span, self._below, self._last)
        self._tally.age()
        if not known:  # equal lines in the database would be of that time
            for record in records:
                yield record, self._tally.next(record.stored.identity) if record.event.kind in REFUSED else 0
            return
        for record in records:
            identity = record.stored.identity
            seen, there = self._tally.next(identity), known.get(identity, 0)
            if not self.dropping:
                yield record, seen + there
            elif seen >= there:
                yield record, seen

    def is_later(self, connection: Lookup, time: int) -> bool:
        """Whether the database has no line of `time` or later: then all are new."""
        if self._newest is None:
            self._newest = newest(connection, self._server_id, self._log_type)
        return time > self._newest

    def go_on(self) -> None:
        """The next lines are all new; `equals` counts those for which it matters."""
        self._tally.age()

    def equals(self, record: Stored) -> int:
        """How many equal records there were before a new one."""
        return self._tally.next(record.identity)


class Blocks:
    """Gives records their entry ids and gathers them into blocks; the last block of a file goes on."""

    def __init__(self, first_block: int) -> None:
        self.next_block = first_block
        self._done: list[FiledBlock] = []
        self._last: dict[int, FiledBlock | None] = {}
        """File id -> its newest block, for the files that were written lately."""

    def file(
        self,
        connection: Lookup,
        records: Iterable[tuple[Read, int]],
        file_id: int,
        log_type: LogType,
    ) -> list[Kept]:
        """File the new records of one chunk."""
        kept: list[Kept] = []
        block: FiledBlock | None = None
        for record, nth in records:
            if block is None or block.count == RECORDS_PER_BLOCK:
                block = self._next(connection, file_id, log_type)
            entry = block.add(record.stored, record.time)
            kept.append(Kept(entry, record.event, record.time, record.stored.raw, nth))
        return kept

    def file_run(
        self, connection: Lookup, run: Run, times: Sequence[int], file_id: int, log_type: LogType
    ) -> list[int]:
        """File records that are all new; gives their entry ids."""
        entries: list[int] = []
        offset = run.offset
        while len(entries) < len(run.raws):
            block = self._next(connection, file_id, log_type)
            filed, offset = block.extend(run, len(entries), times, offset)
            entries.extend(filed)
        return entries

    def file_all(
        self,
        connection: Lookup,
        records: Sequence[Stored],
        times: Sequence[int],
        file_id: int,
        log_type: LogType,
    ) -> list[int]:
        """The same for records of any kind."""
        entries: list[int] = []
        for stored, time in zip(records, times, strict=True):
            entries.append(self._next(connection, file_id, log_type).add(stored, time))
        return entries

    def mark(self, others: Iterable[Entry]) -> None:
        """These lines, which were just filed, tell of no message."""
        there = {block.id: block for block in self._done}
        for entry in others:
            there[entry.id // RECORDS_PER_BLOCK].others.append(entry)

    def last(self, connection: Lookup, file_id: int) -> FiledBlock | None:
        """The newest block of a file."""
        if file_id not in self._last:
            self._last[file_id] = last_block(connection, file_id)
            if len(self._last) > MOST_LAST:
                del self._last[next(iter(self._last))]
        return self._last[file_id]

    def forget(self, block_id: int) -> None:
        """A block was changed in the database."""
        self._last = {
            file: block for file, block in self._last.items() if block is None or block.id != block_id
        }

    def forget_file(self, file_id: int) -> None:
        """Another process has filed lines of a file."""
        self._last.pop(file_id, None)

    def take(self, *, more: bool = False) -> list[FiledBlock]:
        """The blocks gathered since the last call; with `more` to come not the one that is still filling."""
        held = self._done[-1:] if more and self._done and self._done[-1].has_room else []
        taken, self._done = self._done[: len(self._done) - len(held)], held
        return taken

    def _next(self, connection: Lookup, file_id: int, log_type: LogType) -> FiledBlock:
        block = self.last(connection, file_id)
        if block is None or not block.has_room:
            block = FiledBlock(self.next_block, file_id, log_type)
            self.next_block += 1
            self._last[file_id] = block
        if not self._done or self._done[-1] is not block:
            self._done.append(block)
        return block
