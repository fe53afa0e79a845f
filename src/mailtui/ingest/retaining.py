"""Retention: what is old enough goes in short transactions, so that nobody waits for one of them.

First it is written down up to when rows go, so that no import brings them back, and courses are sealed
there. Then messages, rejections, blocks of lines, and what only they named. It may be stopped at any time:
the next run does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from mailtui.ingest.incidents.sealing import seals
from mailtui.model.enums import Retained
from mailtui.store import courses, room
from mailtui.store.engine import Connection, Engine
from mailtui.store.retention import limits, lines, messages, peers
from mailtui.store.retention.limits import Limits
from mailtui.store.wal import Steps

AIM = 0.015
"""Seconds that a transaction is to take."""

Row = TypeVar("Row")


@dataclass(slots=True)
class Gone:
    """How much went, or would go."""

    lines: int = 0
    messages: int = 0
    attempts: int = 0
    rejections: int = 0
    audit: int = 0
    """Entries of the audit; a checkpoint in the chain stands for them."""
    contacts: int = 0
    """Contacts who never confirmed."""
    archived: int = 0
    """Campaigns that were marked as archived."""
    payloads: int = 0
    """Of sending services."""
    freed: int = 0
    """Bytes that the file is smaller."""
    longest: float = 0.0
    """Seconds of the longest transaction."""

    def as_dict(self) -> dict[str, Any]:
        """For a job's result."""
        return asdict(self)


class Retaining:
    """One run over one database, whose writing lock the caller holds.

    `reads` must not take the lock of writers. `between` is called where others may write facts.
    """

    def __init__(
        self, engine: Engine, reads: Engine, bounds: Limits, between: Callable[[Gone], None]
    ) -> None:
        self._engine = engine
        self._reads = reads
        self._bounds = bounds
        self._between = between
        self._steps = Steps(engine)
        self.gone = Gone()

    def run(self, now: int) -> Gone:
        """Do it all; `now` in UTC microseconds."""
        with self._engine.begin() as connection:
            for kind in Retained:
                limits.note(connection, kind, self._bounds.of(kind), now)
        self._between(self.gone)  # an import from here on knows the limits
        if self._bounds.attempts > limits.NEVER:
            self._apply(list(seals(self._reads, self._bounds.attempts)), courses.seal, first=1)
        needed: messages.Needed = {}
        pace = _Pace(20)
        for going in messages.look(self._reads, self._bounds, needed):
            self._messages(going, pace)
            self._between(self.gone)
        self._refusals()
        self._blocks(needed)
        self._peers()
        self.gone.freed += room.give_back(self._engine, spare=room.SPARE, told=self._took)
        return self.gone

    def _messages(self, going: Sequence[messages.Going], pace: _Pace) -> None:
        whole = [one.id for one in going if one.whole]
        with self._reads.connect() as connection:
            self.gone.attempts += messages.attempts_of(connection, whole)
        self._apply(going, messages.remove, pace=pace)
        self.gone.messages += len(whole)

    def _refusals(self) -> None:
        pace = _Pace(20)
        for refused in lines.refusals(self._reads, self._bounds.rejections):
            self._apply(refused, lines.remove_refusals, pace=pace)
            self.gone.rejections += len(refused)
            self._between(self.gone)

    def _blocks(self, needed: messages.Needed) -> None:
        pace = _Pace(1, most=8)  # the index of words merges now and then what was written
        for blocks in lines.blocks(self._reads, self._bounds.lines, needed):
            self._apply(blocks, lines.remove, pace=pace)
            self.gone.lines += sum(block.gone for block in blocks)
            self._between(self.gone)

    def _peers(self) -> None:
        if self.gone.messages:
            pace = _Pace(100)
            for links in peers.lost_links(self._reads):
                self._apply(links, peers.remove_links, pace=pace)
        if self.gone.messages or self.gone.rejections:
            self._between(self.gone)
            for table, ids in peers.unused(self._reads):

                def remove(connection: Connection, part: Sequence[int], table: str = table) -> None:
                    peers.remove(connection, table, list(part))

                self._apply(ids, remove, 100)

    def _apply(
        self,
        rows: Sequence[Row],
        act: Callable[[Connection, Sequence[Row]], object],
        first: int = 1,
        pace: _Pace | None = None,
    ) -> None:
        """Act on some rows, as many in a transaction as take the time aimed at."""
        pace, done = pace or _Pace(first), 0
        while done < len(rows):
            part = rows[done : done + pace.size]

            def step(connection: Connection, part: Sequence[Row] = part) -> None:
                act(connection, part)

            took = self._steps.run(step)
            pace.took(took)
            self._took(took)
            done += len(part)

    def _took(self, seconds: float) -> None:
        self.gone.longest = max(self.gone.longest, seconds)


class _Pace:
    """How many rows go into one transaction."""

    def __init__(self, size: int, most: int = 5_000) -> None:
        self.size = size
        self._most = most

    def took(self, seconds: float) -> None:
        """The last one took so long."""
        factor = min(1.5, max(0.25, AIM / max(seconds, 0.0001)))
        self.size = max(1, min(self._most, round(self.size * factor)))


def would_go(reads: Engine, bounds: Limits) -> Gone:
    """What a run would remove; it writes nothing."""
    gone, needed = Gone(), messages.Needed()
    for going in messages.look(reads, bounds, needed):
        whole = [one.id for one in going if one.whole]
        with reads.connect() as connection:
            gone.attempts += messages.attempts_of(connection, whole)
        gone.messages += len(whole)
    gone.rejections = _count(lines.refusals(reads, bounds.rejections))
    for blocks in lines.blocks(reads, bounds.lines, needed):
        gone.lines += sum(block.gone for block in blocks)
    return gone


def _count(pieces: Iterable[Sequence[Any]]) -> int:
    return sum(map(len, pieces))
