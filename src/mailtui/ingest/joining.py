"""EVENT -> FACT across chunks and files: every message is folded in the order things happened.

A message whose next event is newer than all before goes on in memory. Any other (older log imported
later, a clock that jumped, a process that started anew) is folded afresh from all its kept lines.
So its facts depend on which lines are there, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from mailtui.ingest.correlate import Folding
from mailtui.ingest.filing import Kept
from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.parsing.exim.parser import Parser
from mailtui.store import lines
from mailtui.store.entries import Entry, Flat
from mailtui.store.lookup import Lookup
from mailtui.store.owned import Owned, message_ids, newest_id
from mailtui.store.rows import Row

MOST_OPEN = 100_000
"""Unfinished messages held in memory; older ones are folded from their lines when they go on."""

CODES = {kind: kind.code for kind in EventKind}
UNCLEAR = EventKind.UNRECOGNISED
Key = tuple[int, str]
"""Server id and queue id."""


@dataclass(slots=True)
class Joined:
    """One message while its lines come in."""

    id: int
    folding: Folding
    stored: bool
    """Rows of it may be in the database."""
    first: int
    last: int
    applied: int = 0
    """Time of the newest event that the folding has."""
    file_id: int = 0
    """Where that came from (-1: several files): a tie between two files needs a fresh folding."""
    stale: bool = False
    saved: int | None = 0
    """How many of its attempts are in the database as the folding has them; None when nobody knows."""
    lines: list[int] = field(default_factory=list)
    """Those of its lines that were not saved yet, as `entries.Flat`."""


class JoinedLines(NamedTuple):
    """What lines were joined to."""

    others: list[Entry]
    """Lines of no message."""
    unclear: list[Row]
    """Lines that were not understood: entry id, message id, moment."""
    foreign: list[tuple[Kept, Key]]
    """Lines that have none, because only the database knows their message."""


class Joiner:
    """All messages that an import is in the middle of."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        """That of the next message."""
        self._open: dict[Key, Joined] = {}
        self._changed: dict[Key, Joined] = {}
        """Those of them that have changed since they were saved."""
        self._newest: dict[int, str] = {}
        """The greatest queue id by server: they begin with their time, so most new ones are greater."""

    def join(
        self,
        connection: Lookup,
        kept: Sequence[Kept],
        keys: Sequence[Key | None],
        file_id: int,
        log_type: LogType,
    ) -> JoinedLines:
        """Apply new lines to their messages."""
        foreign = self._find(connection, {key for key in keys if key and key not in self._open})
        joined = JoinedLines([], [], [])
        for line, key in zip(kept, keys, strict=True):
            owner = 0
            if key is None:
                joined.others.append(Entry(line.entry, CODES[line.event.kind], line.time))
            elif key in foreign and key not in self._open:
                joined.foreign.append((line, key))
                continue
            else:
                owner = self._take(line, key, file_id, log_type)
            if line.event.kind is UNCLEAR:
                joined.unclear.append((line.entry, owner, line.time))
        return joined

    def _take(self, line: Kept, key: Key, file_id: int, log_type: LogType) -> int:
        """Apply a line to its message, a new one if need be; gives the id of that."""
        joined = self._open.get(key)
        if joined is None:
            joined = self._start(key, line.time)
        self._changed[key] = joined
        _apply(joined, line, file_id, log_type)
        return joined.id

    def changed(self, connection: Lookup, *, more: bool = False) -> list[Owned]:
        """The facts of messages that have changed and were not told yet; their lines must be written.

        With `more` lines to come in the transaction only those that are complete.
        """
        owned, left = [], {}
        for key, joined in self._changed.items():
            if more and (joined.stale or not joined.folding.done):
                left[key] = joined
                continue
            if joined.stale:
                joined.saved = None
                _refold(connection, key, joined)
            facts = joined.folding.facts()
            facts.first_seen, facts.last_seen = joined.first, joined.last
            owned.append(Owned(joined.id, key[0], facts, joined.stored, joined.saved, joined.lines))
            joined.stored, joined.saved, joined.lines = True, len(facts.attempts), []
            if joined.folding.done:
                self._close(key)
        self._changed = left
        if not more:
            self._prune()
        return owned

    def fold_anew(self, connection: Lookup, key: Key) -> None:
        """A line of this message was taken back: fold it from those that are left, if any."""
        self._open.pop(key, None)
        self._changed.pop(key, None)
        self._find(connection, {key})
        if key in self._open:
            self._changed[key] = self._open[key]

    def _older(self, connection: Lookup, keys: set[Key]) -> set[Key]:
        """The keys that a message in the database may have."""
        older = set()
        for key in keys:
            server_id, queue_id = key
            newest = self._newest.get(server_id)
            if newest is None:
                newest = self._newest[server_id] = newest_id(connection, server_id)
            if queue_id <= newest:
                older.add(key)
        for server_id, queue_id in keys:
            self._newest[server_id] = max(self._newest[server_id], queue_id)
        return older

    def note(self, keys: Iterable[Key]) -> None:
        """Messages of these keys are in the database from now on."""
        for server_id, queue_id in keys:
            newest = self._newest.get(server_id)
            if newest is not None and queue_id > newest:
                self._newest[server_id] = queue_id

    def adopt(self, key: Key, message_id: int, lines: Flat, *, stored: bool) -> None:
        """Fold a message from its lines; `stored`: rows of it may be in the database, but not `lines`."""
        joined = Joined(message_id, Folding(key[1]), stored, first=0, last=0, stale=True, lines=list(lines))
        self._open[key] = self._changed[key] = joined

    def _find(self, connection: Lookup, keys: set[Key]) -> set[Key]:
        """Take the messages that the database has; the keys of those that are not ours to take."""
        by_server: dict[int, list[str]] = {}
        for server_id, queue_id in self._older(connection, keys):
            by_server.setdefault(server_id, []).append(queue_id)
        for server_id, queue_ids in by_server.items():
            for queue_id, found in message_ids(connection, server_id, queue_ids).items():
                joined = Joined(found, Folding(queue_id), stored=True, first=0, last=0, stale=True)
                self._open[server_id, queue_id] = joined
        return set()

    def _close(self, key: Key) -> None:
        """Nothing more is expected of a message."""
        del self._open[key]

    def _start(self, key: Key, time: int) -> Joined:
        joined = Joined(self.new_id(), Folding(key[1]), stored=False, first=time, last=time)
        self._open[key] = joined
        return joined

    def new_id(self) -> int:
        """An id for a message."""
        self.next_id += 1
        return self.next_id - 1

    def _prune(self) -> None:
        for key in list(islice(self._open, max(0, len(self._open) - MOST_OPEN))):
            self._close(key)


def _apply(joined: Joined, line: Kept, file_id: int, log_type: LogType) -> None:
    if line.time < joined.first:
        joined.first = line.time
    if line.time > joined.last:
        joined.last = line.time
    joined.lines += line.entry, CODES[line.event.kind], line.time
    if joined.stale or log_type is not LogType.MAIN:
        return
    tie = line.time == joined.applied and joined.file_id not in (0, file_id)
    if line.time < joined.applied or tie:
        joined.stale = True
        return
    stamped = line.event if line.event.time == line.time else replace(line.event, time=line.time)
    joined.folding.apply(stamped, line.entry)
    joined.applied, joined.file_id = line.time, file_id


def _refold(connection: Lookup, key: Key, joined: Joined) -> None:
    """Fold a message from all its kept lines; reject and panic logs only repeat what main says."""
    kept = lines.of_message(connection, joined.id, joined.lines)
    joined.folding = Folding(key[1])
    parser = Parser(Clock(), LogType.MAIN)
    for entry in kept:
        if entry.log_type is LogType.MAIN:
            event = replace(parser.parse(entry.raw), time=entry.time)
            joined.folding.apply(event, entry.entry)
            joined.applied, joined.file_id = entry.time, -1
    joined.first, joined.last = kept[0].time, kept[-1].time
    joined.stale = False
