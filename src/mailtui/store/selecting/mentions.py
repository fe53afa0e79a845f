"""What the lines with a word, phrase or pattern speak of, found out from the newest line back."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.queue_ids import QUEUE_ID
from mailtui.model.stopping import stop_if_asked
from mailtui.query.tree import Pattern
from mailtui.store.blocks import RECORDS_PER_BLOCK, opened
from mailtui.store.selecting.line_search import LineSearch
from mailtui.store.selecting.owners import Owners

FIRST_BLOCKS = 2
"""Blocks looked through before it is known how many rows are wanted."""
AT_ONCE = 8
"""Blocks read in one statement, between two looks at whether to stop."""
MOST_BLOCKS = 5_000
"""Blocks (of 1024 lines) looked through for one word; whoever wants more names a time."""
PATTERN_SECONDS = 4.0
"""A pattern, which no index helps, is looked for so long."""
REMEMBERED = 8


class Wanted(NamedTuple):
    """Which lines are of interest, when the other conditions of a query leave a few thousand rows."""

    queue_ids: frozenset[str]
    """They name one of these messages,"""
    refusals: frozenset[int]
    """or are one of these entries, which tell of refusals."""
    blocks: frozenset[int]
    """They are all in these blocks."""

    def has(self, entry: int, line: bytes) -> bool:
        """Whether it may be one."""
        named = QUEUE_ID.findall(line.decode("utf-8", "replace"))
        return entry in self.refusals or not self.queue_ids.isdisjoint(named)


class Mention:
    """One search through the raw lines, as far as it has come.

    Take `lock` around reading the sets: a search is shared by the threads that ask for it.
    """

    def __init__(self, connection: Connection, search: LineSearch, only: Wanted | None = None) -> None:
        """`only`: no other lines need be found."""
        self.search = search
        self._only = only
        self.owners = Owners()
        self.cut_short = False
        """Set when it ended before the end of the log."""
        self.lock = Lock()
        self._blocks = _blocks(connection, search.match)
        if only is not None:
            self._blocks = [block for block in self._blocks if block[1] in only.blocks]
        self._seconds = PATTERN_SECONDS if isinstance(search.key[1], Pattern) else float("inf")
        self._done = 0

    @property
    def started(self) -> bool:
        """Whether any line was looked at."""
        return self._done > 0

    @property
    def covered(self) -> int | None:
        """Every line later than this moment was looked at; None when all were."""
        return self._blocks[self._done][0] if self._done < len(self._blocks) else None

    def widen(self, connection: Connection, factor: float) -> None:
        """Look through so many times as many blocks as until now."""
        with self.lock:
            self._look_to(connection, max(round(self._done * factor), self._done + FIRST_BLOCKS))

    def reach(self, connection: Connection, moment: int | None) -> None:
        """Look through every block with a line later than a moment; through all for None."""
        with self.lock:
            end = len(self._blocks)
            if moment is not None:
                end = next((place for place, block in enumerate(self._blocks) if block[0] <= moment), end)
            self._look_to(connection, end)

    def _look_to(self, connection: Connection, end: int) -> None:
        end = min(end, len(self._blocks), MOST_BLOCKS)
        while self._done < end and self._seconds > 0:
            stop_if_asked()
            begin = time.perf_counter()
            part = [number for _, number in self._blocks[self._done : min(self._done + AT_ONCE, end)]]
            self._look_through(connection, part)
            self._done += len(part)
            self._seconds -= time.perf_counter() - begin
        at_limit = self._done >= MOST_BLOCKS or self._seconds <= 0
        self.cut_short = at_limit and self.covered is not None

    def _look_through(self, connection: Connection, numbers: Sequence[int]) -> None:
        lines = {
            block * RECORDS_PER_BLOCK + place: line
            for block, data in read_blocks(connection, numbers)
            for place, line in self._lines(data)
            if self._only is None or self._only.has(block * RECORDS_PER_BLOCK + place, line)
        }
        self.owners.add(connection, lines)

    def _lines(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        head, body = opened(data)
        return self.search.lines(head[-1], body)


class Mentions:
    """The latest searches through raw lines, kept while the log stays as it is."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Any, Mention] = OrderedDict()

    def of(self, connection: Connection, search: LineSearch, only: Wanted | None = None) -> Mention:
        """The search as far as it has come, or a new one; `only` as of `Mention`."""
        key = (version(connection), search.key, only)
        with self._lock:
            found = self._kept.get(key)
        made = found or Mention(connection, search, only)
        with self._lock:
            found = self._kept.setdefault(key, made)
            self._kept.move_to_end(key)
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return found


def version(connection: Connection) -> tuple[Any, ...]:
    """Changes whenever lines are added or a last line grows, and so whenever a fact changes."""
    sizes = 'SELECT (SELECT max(id) FROM raw_block), sum("offset"), sum(lines), count(*) FROM source_file'
    return tuple(connection.exec_driver_sql(sizes).one())


def _blocks(connection: Connection, match: str) -> list[tuple[int, int]]:
    """(time of the last line, id) of the blocks that may have such a line, newest first."""
    query = "SELECT time_max, id FROM raw_block ORDER BY time_max DESC, time_min DESC"
    every = [(row[0], row[1]) for row in connection.exec_driver_sql(query)]
    if not match:
        return every
    found = "SELECT rowid FROM block_words WHERE block_words MATCH ?"
    wanted = set(connection.exec_driver_sql(found, (match,)).scalars())
    return [block for block in every if block[1] in wanted]


def read_blocks(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Some blocks, as they are stored."""
    marks = ",".join("?" * len(numbers))
    query = f"SELECT id, data FROM raw_block WHERE id IN ({marks})"
    yield from ((row[0], row[1]) for row in connection.exec_driver_sql(query, tuple(numbers)))
