"""The worker itself: follow, run jobs, start duties, say what is done; until it is asked to stop."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from time import monotonic

from mailtui.diagnosis import Diagnoser
from mailtui.errors import MailtuiError, StoreError, StoreFullError, StoreLockedError, StoreVersionError
from mailtui.ingest.importing import FileImporter
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.run import now
from mailtui.store import progress as board
from mailtui.store.engine import Engine, told, writer
from mailtui.store.lock import COMPANION, holder, writing
from mailtui.worker import duties
from mailtui.worker.following import Follower
from mailtui.worker.receiving import Receiving
from mailtui.worker.running import Jobs
from mailtui.worker.schedule import Schedule
from mailtui.worker.task import StoppingError
from mailtui.worker.waking import Events, Polling, waker
from mailtui.worker.work import Work

WAIT_FOR_IMPORT = 0.5
"""Seconds between two tries while a single import holds the lock."""
AFTER_TROUBLE = 5.0
"""Seconds until the database is tried again after it could not be written."""
FOLDERS_EVERY = 5.0
"""Seconds between two looks for new folders to watch."""
LAST_WORDS = 10.0
"""Seconds that duties get to end."""


def run(work: Work, stop: threading.Event) -> None:
    """Work until `stop` is set: the transaction under way is committed, the next one not begun.

    StoreLockedError when another worker has the database, StoreError when it cannot be used at all,
    ConfigError when its address for webhooks cannot be had.
    A companion ends without a word when there is a worker already.
    """
    while not stop.is_set():
        try:
            with told(work.database), writing(work.database, work.role, work.logs, work.since):
                _Worker(work, stop).run()
            break
        except StoreLockedError:
            other = holder(work.database)
            if other is not None and other.is_worker:
                if work.role == COMPANION:
                    return
                raise
            stop.wait(WAIT_FOR_IMPORT)  # a single import, which ends
        except StoreFullError as error:  # there is no room for the lock
            _wait_after(error, stop)
    say("stopped")


class _Worker:
    """One life of the lock."""

    def __init__(self, work: Work, stop: threading.Event) -> None:
        self._work = work
        self._stop = stop
        self._started = now()
        self._schedule = Schedule(stop)
        duties.set_up(self._schedule, work)
        problems: list[MailtuiError] = []
        self._diagnoser: Diagnoser = tolerant_diagnoser(work.rules, problems)
        for problem in problems:
            say(str(problem))
        self._receiving = Receiving(work, say)

    def run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._live()
                except StoreVersionError:
                    raise
                except StoreError as error:
                    _wait_after(error, self._stop)
        finally:
            self._stop.set()
            self._receiving.close()
            self._schedule.close(LAST_WORDS)

    def _live(self) -> None:
        """Work with one engine, until it is to stop or the database makes trouble."""
        with told(self._work.database):
            engine = writer(self._work.database)
            try:
                self._live_on(engine)
            finally:
                engine.dispose()

    def _live_on(self, engine: Engine) -> None:
        life = _Life(self._work, engine, self._diagnoser, self._started, self._stop, self._receiving)
        try:
            life.run(self._schedule)
        except StoppingError:
            pass
        finally:
            life.close()


class _Life:
    """What is bound to one engine."""

    def __init__(
        self,
        work: Work,
        engine: Engine,
        diagnoser: Diagnoser,
        started: int,
        stop: threading.Event,
        receiving: Receiving,
    ) -> None:
        self._work = work
        self._engine = engine
        self._diagnoser = diagnoser
        self._started = started
        self._stop = stop
        self._receiving = receiving
        self._follower = Follower(engine, self._importer(), work, started, say)
        self._jobs = Jobs(work, engine, stop, self._follower.advance, self._renew)
        self._receiving.begin(engine)
        self._waker: Polling | Events = waker(work.watch, self._follower.folders())
        self._next_folders = 0.0
        self._said = ""

    def run(self, schedule: Schedule) -> None:
        """The loop."""
        changed = True
        self._say("looking for logs")
        while not self._stop.is_set():
            self._watch_folders()
            self._follower.round(changed=changed, between=self._between)
            if self._jobs.run_next(self._follower.importer, self._say):
                self._diagnoser = tolerant_diagnoser(self._work.rules, [])
                self._renew()
                self._said = ""
            if self._receiving.read(self._engine, self._diagnoser, self._between):
                self._renew()
            schedule.start_due()
            self._say(self._doing())
            changed = self._waker.wait(self._stop)

    def close(self) -> None:
        """Say that nobody works; let go of the files."""
        self._follower.close()
        self._jobs.close()
        with self._engine.begin() as connection:
            board.finish(connection, now())

    def _importer(self) -> FileImporter:
        return FileImporter(self._engine, self._work.origin, self._diagnoser)

    def _renew(self) -> FileImporter:
        """Forget what was remembered of the database: somebody else wrote facts.

        A job that gives way comes here, and may take a while: what came live has its turn.
        """
        self._receiving.read(self._engine, self._diagnoser, self._between)
        importer = self._importer()
        self._follower.importer = importer
        return importer

    def _between(self) -> None:
        if self._stop.is_set():
            raise StoppingError

    def _watch_folders(self) -> None:
        if monotonic() >= self._next_folders:
            self._next_folders = monotonic() + FOLDERS_EVERY
            self._waker.watch(self._follower.folders())

    def _doing(self) -> str:
        taking = self._receiving.doing
        following = self._following() if self._work.logs or not taking else ""
        return ", ".join(filter(None, (following, taking)))

    def _following(self) -> str:
        if not self._work.logs:
            return "waiting for jobs"
        files = self._follower.files
        if not files:
            return f"waiting for logs in {self._work.logs[0]}"
        return "following 1 log" if files == 1 else f"following {files} logs"

    def _say(self, doing: str) -> None:
        """Tell everyone who has the database open, if it is news."""
        if doing != self._said or self._follower.progressed:
            self._said, self._follower.progressed = doing, False
            with self._engine.begin() as connection:
                board.work(connection, now(), self._work.role, self._started, doing)


def _wait_after(error: StoreError, stop: threading.Event) -> None:
    """Say what is wrong, and wait until it is tried again: nobody need run anything for that."""
    hint = "Make room (df -h)" if isinstance(error, StoreFullError) else error.hint
    say(f"{error.title}\n{hint}. It is tried again every {AFTER_TROUBLE:.0f} seconds; nothing is lost")
    stop.wait(AFTER_TROUBLE)


def say(text: str) -> None:
    """One line for the journal; a companion's goes to a file, never to a terminal.

    It never raises: the journal may be on the full disk that is complained about.
    """
    with suppress(OSError, ValueError):
        sys.stderr.write(f"mailtui worker: {text}\n")
        sys.stderr.flush()
