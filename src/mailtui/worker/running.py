"""Jobs taken from the queue and run: those of facts one at a time and here, others in threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

from mailtui.errors import MailtuiError, StoreError
from mailtui.ingest.importing import FileImporter
from mailtui.model.job import JobView
from mailtui.services.run import now
from mailtui.store import jobs
from mailtui.store.engine import Engine, told, writer
from mailtui.worker.jobs import Kind, load
from mailtui.worker.task import CancelledError, StoppingError, Task
from mailtui.worker.work import Work


class Jobs:
    """The queue, as the one worker sees it. Used in one thread."""

    def __init__(
        self,
        work: Work,
        engine: Engine,
        stop: threading.Event,
        follow: Callable[[], None],
        renew: Callable[[], FileImporter],
    ) -> None:
        self._work = work
        self._engine = engine
        self._stop = stop
        self._follow = follow
        self._renew = renew
        self._threads: list[threading.Thread] = []
        self._seen: tuple[int, int] | None = None
        self._kinds = load()
        with engine.begin() as connection:
            jobs.begin_again(connection)

    def run_next(self, importer: FileImporter, say: Callable[[str], None]) -> bool:
        """Start what waits; whether a job of facts was run, after which nothing remembered is sure."""
        if not self._news():
            return False
        with self._engine.connect() as connection:
            waiting = [each for each in jobs.unfinished(connection) if each.started is None]
        for job in waiting:
            kind = self._kinds.get(job.kind)
            if not self._begin(job, kind):
                continue
            assert kind is not None
            if kind.facts:
                say(f"job {job.id}: {job.kind}")
                self._seen = None  # there may be more
                self._run(job, kind, self._engine, importer)
                return True
            thread = threading.Thread(target=self._run_aside, args=(job, kind))
            thread.start()
            self._threads = [*(each for each in self._threads if each.is_alive()), thread]
        return False

    def close(self) -> None:
        """Wait for the threads; `stop` has been set, or the database made trouble."""
        for thread in self._threads:
            thread.join()

    def _news(self) -> bool:
        """Whether the database was written to since the last look: one `stat`."""
        path = f"{self._work.database}-wal"
        try:
            status = os.stat(path)
        except OSError:
            return True
        seen = (status.st_mtime_ns, status.st_size)
        if seen == self._seen:
            return False
        self._seen = seen
        return True

    def _begin(self, job: JobView, kind: Kind | None) -> bool:
        with self._engine.begin() as connection:
            if not jobs.begin(connection, job.id, now()):
                return False
            if kind is None:
                error = f"this mailtui knows no job {job.kind!r}"
                jobs.end(connection, job.id, now(), None, error)
        return kind is not None

    def _run_aside(self, job: JobView, kind: Kind) -> None:
        with told(self._work.database):
            engine = writer(self._work.database)
            try:
                self._run(job, kind, engine, None)
            finally:
                engine.dispose()

    def _run(self, job: JobView, kind: Kind, engine: Engine, importer: FileImporter | None) -> None:
        task = Task(
            job.id, job.arguments, self._work, engine, importer, self._stop, self._follow, self._renew
        )
        result: dict[str, Any] | None = None
        error: str | None = None
        try:
            result = kind.run(task)
        except StoppingError:
            with engine.begin() as connection:
                jobs.put_back(connection, job.id)
            return
        except CancelledError:
            pass
        except StoreError:
            raise
        except MailtuiError as failed:
            error = str(failed)
        with engine.begin() as connection:
            jobs.end(connection, job.id, now(), result, error)
