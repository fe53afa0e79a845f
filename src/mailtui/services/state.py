"""State: what the status line says about the database and its worker."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from mailtui.model.view import StoreState
from mailtui.store.engine import Engine
from mailtui.store.watching import Watching

AT_MOST_EVERY = 0.2
"""Seconds between two reads, however much is written."""
AT_LEAST_EVERY = 3.0
"""Seconds after which there is news even if nobody wrote: time passes, and a worker may have ended."""


class State:
    """Keeps one connection, because only that sees whether others changed the database."""

    def __init__(self, engine: Engine, path: Path, now: Callable[[], int], quiet_minutes: int = 10) -> None:
        self._connection = engine.connect()
        self._watching = Watching(path, quiet_minutes)
        self._now = now
        self._one_at_a_time = threading.Lock()
        self._log = f"{path}-wal"
        self._seen: tuple[int, int] | None = None
        self._read_at = 0.0

    def is_news(self) -> bool:
        """Whether a read may tell something new: somebody wrote, or a while has passed. Costs one `stat`."""
        since = monotonic() - self._read_at
        return since >= AT_LEAST_EVERY or (since >= AT_MOST_EVERY and self._written() != self._seen)

    def read(self) -> StoreState:
        """How the database is now."""
        with self._one_at_a_time:
            self._seen, self._read_at = self._written(), monotonic()
            try:
                return self._watching.read(self._connection, self._now())
            finally:
                self._connection.rollback()

    def _written(self) -> tuple[int, int]:
        """Changes with every commit: SQLite appends it to the write-ahead log first."""
        try:
            status = os.stat(self._log)
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size
