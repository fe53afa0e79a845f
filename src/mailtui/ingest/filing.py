"""LINE -> kept line: leave out what is kept already, file the rest in blocks with an entry id each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from mailtui.model.enums import LogType
from mailtui.model.event import Event
from mailtui.store.blocks import RECORDS_PER_BLOCK, Stored
from mailtui.store.engine import Connection
from mailtui.store.filing import FiledBlock
from mailtui.store.lines import known_records, newest

Identity = tuple[int, bytes]


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

    def __init__(self, server_id: int, log_type: LogType, below: int, *, dropping: bool) -> None:
        self.dropping = dropping
        self._server_id = server_id
        self._log_type = log_type
        self._below = below
        """First block id of this pass: what the pass itself files is not 'already known'."""
        self._tally = Tally()
        self._newest: int | None = None

    def new_ones(self, connection: Connection, records: list[Read]) -> Iterator[tuple[Read, int]]:
        """The records that are not known, each with how many equal ones there are before it."""
        if not records:
            return
        if self._newest is None:
            self._newest = newest(connection, self._server_id, self._log_type)
        times = [record.time for record in records]
        span = (min(times), max(times))
        known: Mapping[Identity, int] = {}
        if span[0] <= self._newest:
            known = known_records(connection, self._server_id, self._log_type, span, self._below)
        self._tally.age()
        for record in records:
            identity = record.stored.identity
            seen, there = self._tally.next(identity), known.get(identity, 0)
            if not self.dropping:
                yield record, seen + there
            elif seen >= there:
                yield record, seen


class Blocks:
    """Gives records their entry ids and gathers them into blocks."""

    def __init__(self, first_block: int) -> None:
        self.next_block = first_block
        self.done: list[FiledBlock] = []

    def file(self, records: Iterable[tuple[Read, int]], file_id: int, log_type: LogType) -> list[Kept]:
        """File the new records of one chunk."""
        kept: list[Kept] = []
        block: FiledBlock | None = None
        for record, nth in records:
            if block is None or len(block.records) == RECORDS_PER_BLOCK:
                block = FiledBlock(self.next_block, file_id, log_type, [])
                self.next_block += 1
                self.done.append(block)
            entry = block.id * RECORDS_PER_BLOCK + len(block.records)
            block.records.append(record)
            kept.append(Kept(entry, record.event, record.time, record.stored.raw, nth))
        return kept

    def take(self) -> list[FiledBlock]:
        """The blocks gathered since the last call."""
        taken, self.done = self.done, []
        return taken
