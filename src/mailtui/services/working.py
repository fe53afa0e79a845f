"""Working: what the Worker screen and the list of lines that were not understood ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mailtui.model.unclear import UnclearKey, UnclearPage
from mailtui.services.handing import cancel
from mailtui.services.standing import Standings, standing
from mailtui.store import unclear
from mailtui.store.engine import Engine, told


class Working:
    """How reading logs stands. Every call may block; make it in a thread."""

    def __init__(
        self, engine: Engine, database: Path, now: Callable[[], int], absent: Callable[[], str] = str
    ) -> None:
        """`now`: UTC microseconds. `absent`: why nobody works, '' when it does not know."""
        self._engine = engine
        self._database = database
        self._now = now
        self._absent = absent

    def read(self) -> Standings:
        """Who works, how far each source is, which jobs there are, how the queue was."""
        found = standing(self._engine, self._database, self._now())
        return found if found.worker is not None else replace(found, absent=self._absent())

    def unclear(
        self, source: int | None = None, after: UnclearKey | None = None, limit: int = 200
    ) -> UnclearPage:
        """Lines that were not understood, newest first: of one source, or of all."""
        with told(self._database), self._engine.connect() as connection:
            return unclear.page(connection, source, after, limit)

    def cancel(self, job: int) -> None:
        """Ask that a job be ended. StoreError when the database cannot be written."""
        cancel(self._database, job)
