"""Working: what the Worker screen and the list of lines that were not understood ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mailtui.model.unclear import UnclearKey, UnclearPage
from mailtui.services.handing import cancel
from mailtui.services.standing import Standings, standing
from mailtui.store import unclear
from mailtui.store.engine import Engine, told


class Working:
    """How reading logs stands. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine, database: Path, now: Callable[[], int]) -> None:
        """`now`: UTC microseconds."""
        self._engine = engine
        self._database = database
        self._now = now

    def read(self) -> Standings:
        """Who works, how far each source is, which jobs there are, how the queue was."""
        return standing(self._engine, self._database, self._now())

    def unclear(
        self, source: int | None = None, after: UnclearKey | None = None, limit: int = 200
    ) -> UnclearPage:
        """Lines that were not understood, newest first: of one source, or of all."""
        with told(self._database), self._engine.connect() as connection:
            return unclear.page(connection, source, after, limit)

    def cancel(self, job: int) -> None:
        """Ask that a job be ended. StoreError when the database cannot be written."""
        cancel(self._database, job)
