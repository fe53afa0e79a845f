"""What a job is given while it runs: its arguments, the database, and how to tell, ask and give way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from mailtui.ingest.importing import FileImporter
from mailtui.services.run import now
from mailtui.store import jobs
from mailtui.store.engine import Engine
from mailtui.worker.work import Work

ASK_EVERY = 0.2
"""Seconds between two looks at the database for a request to cancel, and between two tellings."""


class CancelledError(Exception):
    """Somebody asked that the job be ended."""


class StoppingError(Exception):
    """The worker ends; the job is begun again by the next one."""


@dataclass(slots=True)
class Task:
    """One job that runs. Used in one thread."""

    id: int
    arguments: dict[str, Any]
    work: Work
    engine: Engine
    """For facts the worker's own, else one for this job. Keep transactions short."""
    importer: FileImporter | None
    """The one that follows, for jobs that read files; None for jobs that write no facts."""
    stop: threading.Event
    follow: Callable[[], None]
    """Imports what was appended to followed files."""
    renew: Callable[[], FileImporter]
    """A new importer, after somebody else wrote facts."""
    _told: float = 0.0
    _asked: float = 0.0

    def tell(self, done: int, total: int = 0, unit: str = "", what: str = "") -> None:
        """Say how far it is; what comes too quickly is left out. Not inside a transaction."""
        if monotonic() - self._told >= ASK_EVERY:
            self._told = monotonic()
            with self.engine.begin() as connection:
                jobs.tell(connection, self.id, done, total, unit, what)

    def check(self) -> None:
        """Between transactions: CancelledError or StoppingError when it is to end."""
        if self.stop.is_set():
            raise StoppingError
        if monotonic() - self._asked >= ASK_EVERY:
            self._asked = monotonic()
            with self.engine.connect() as connection:
                if jobs.is_cancelled(connection, self.id):
                    raise CancelledError

    def cancelled(self) -> bool:
        """As `check`, for work that would rather ask."""
        try:
            self.check()
        except (CancelledError, StoppingError):
            return True
        return False

    def give_way(self) -> None:
        """Let followed files catch up. For jobs that write facts, between transactions.

        The job must not remember ids it would give next: following gives some away.
        """
        self.renew()
        self.follow()

    @staticmethod
    def now() -> int:
        """UTC microseconds."""
        return now()
