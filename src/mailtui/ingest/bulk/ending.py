"""When a transaction ends: the reading process says so, since it knows which messages go on."""

from __future__ import annotations

import time

from mailtui.ingest.bulk.step import Order
from mailtui.store.turns import is_wanted

LARGE = 256 * 1024 * 1024
"""Bytes of a database from which on its indexes do not fit into the page cache ..."""
TIMES = 3
"""... and a transaction is so many times as large: each writes most pages of what is not in order of time."""
ON_THE_WAY = 16 * 1024 * 1024
"""Bytes of a log: more than what steps in the outbox, in the pipe, and with the other process are made of."""


class Transaction:
    """What of a log is written together."""

    def __init__(self, order: Order, start: int) -> None:
        self._order = order
        self._times = 1
        self.begin(start)

    def begin(self, start: int) -> None:
        """One begins with what is at offset `start` of the log."""
        self._start, self._began = start, time.monotonic()
        if self._order.database.stat().st_size >= LARGE:
            self._times = TIMES

    def is_over(self, offset: int) -> bool:
        """Whether it is to end there: it is large, it took long, or somebody waits who wants to write."""
        if offset - self._start >= self._order.at_once * self._times:
            return True
        if time.monotonic() - self._began > self._order.longest * self._times:
            return True
        return is_wanted(self._order.database)

    @property
    def is_committed_after(self) -> int:
        """Bytes of a log: what was read so long ago is committed."""
        return self._order.at_once * self._times + ON_THE_WAY
