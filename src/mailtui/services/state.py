"""State: what the status line says about the database and its worker."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from mailtui.model.view import StoreState
from mailtui.store.engine import Engine
from mailtui.store.watching import Watching


class State:
    """Keeps one connection, because only that sees whether others changed the database."""

    def __init__(self, engine: Engine, path: Path, now: Callable[[], int]) -> None:
        self._connection = engine.connect()
        self._watching = Watching(path)
        self._now = now
        self._one_at_a_time = threading.Lock()

    def read(self) -> StoreState:
        """How the database is now."""
        with self._one_at_a_time:
            try:
                return self._watching.read(self._connection, self._now())
            finally:
                self._connection.rollback()
