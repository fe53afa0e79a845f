"""Handing work over to the worker that holds the database, and following it there."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mailtui.errors import InputError, MailtuiError, StoreError, UsageError
from mailtui.model.job import JobView
from mailtui.model.summary import FileSummary, ImportSummary
from mailtui.model.view import ImportProgress
from mailtui.store import jobs
from mailtui.store.engine import Connection, changer, reader, told
from mailtui.store.lock import holder
from mailtui.store.turns import short_turn
from mailtui.store.watching import progress

LOOK_EVERY = 0.1
"""Seconds between two looks at how far a job is."""
_FACTS = ("messages", "recipients", "attempts", "rejections", "seconds", "left_out")

Look = Callable[[JobView], None]
LookAtImport = Callable[[JobView, ImportProgress | None], None]
"""Told the job, and how fast it reads the file that it is at, as soon as that is known."""


class NotBegunError(StoreError):
    """The worker ended before it took the job, which is nobody's any more."""


def ask(database: Path, kind: str, arguments: dict[str, Any]) -> int:
    """Give the worker a job; its id. It waits when no worker runs."""
    with told(database):
        engine = changer(database)
        try:
            with short_turn(database), engine.begin() as connection:
                return jobs.ask(connection, time.time_ns() // 1000, kind, arguments, who())
        finally:
            engine.dispose()


def follow(database: Path, job_id: int, look: Look) -> JobView:
    """Wait until a job is over, telling `look` how far it is; ctrl-c asks that it be cancelled.

    StoreError when the worker ends first: the job then waits for the next one, unless it was not begun
    (NotBegunError).
    """
    return _follow(database, job_id, lambda _, found: look(found))


def _follow(database: Path, job_id: int, look: Callable[[Connection, JobView], None]) -> JobView:
    with told(database):
        engine = reader(database)  # whoever would change something waits for the importer
        try:
            while True:
                with engine.connect() as connection:
                    found = jobs.job(connection, job_id)
                    if found is not None:
                        look(connection, found)
                if found is None:
                    raise StoreError(f"job {job_id} is gone", "Run the same command again")
                if found.finished is not None:
                    return found
                if holder(database) is None:
                    raise _left_alone(database, found)
                time.sleep(LOOK_EVERY)
        except KeyboardInterrupt:
            cancel(database, job_id)
            raise
        finally:
            engine.dispose()


def import_there(
    database: Path,
    paths: Sequence[str],
    server: str | None,
    zone: str | None,
    look: LookAtImport,
    service: str | None = None,
    account: str | None = None,
) -> ImportSummary:
    """Have the worker import files; the summary, as an import of our own would give it.

    UsageError for a pipe, which cannot be handed over.
    """
    arguments = {"paths": [_whole(path) for path in paths], "server": server, "zone": zone}
    arguments |= {"service": service, "account": account}

    def see(connection: Connection, job: JobView) -> None:
        at = progress(connection, time.time_ns() // 1000)
        look(job, at if at is not None and at.file == job.what else None)

    found = _follow(database, ask(database, "import", arguments), see)
    if found.error is not None:
        raise StoreError(found.error, "`mailtui status` says how the worker is")
    if found.cancel_asked:
        raise StoreError("the import was cancelled", "The same command goes on from there")
    return from_result(found.result or {})


def as_result(summary: ImportSummary) -> dict[str, Any]:
    """A summary as the result of a job."""
    problems = [[each.title, each.hint, each.exit_code] for each in summary.problems]
    files = [asdict(file) for file in summary.files]
    return {name: getattr(summary, name) for name in _FACTS} | {"files": files, "problems": problems}


def from_result(result: dict[str, Any]) -> ImportSummary:
    """The summary again."""
    files = [FileSummary(**file) for file in result.get("files", ())]
    summary = ImportSummary(files=files, problems=[_problem(*each) for each in result.get("problems", ())])
    for name in _FACTS:
        setattr(summary, name, result.get(name, getattr(summary, name)))
    summary.lines = sum(file.lines for file in files)
    summary.new_lines = sum(file.new for file in files)
    summary.unrecognised = sum(file.unrecognised for file in files)
    summary.events = sum(file.events or 0 for file in files)
    return summary


def who() -> str:
    """Who asks, such as `root, pid 812`."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = f"user {os.geteuid()}"
    return f"{name}, pid {os.getpid()}"


def _problem(title: str, hint: str, exit_code: int) -> MailtuiError:
    error = InputError(title, hint)
    error.exit_code = exit_code
    return error


def _whole(path: str) -> str:
    """The worker has another folder than we; patterns stay patterns."""
    if path == "-" or Path(path).is_fifo():
        name = "standard input" if path == "-" else path
        raise UsageError(
            f"a worker has this database, and {name} cannot be handed over to it",
            "save it to a file and import that",
        )
    return os.path.abspath(os.path.expanduser(path))


def cancel(database: Path, job_id: int) -> None:
    """Ask that a job be ended; one that has not begun is over at once."""
    with told(database):
        engine = changer(database)
        try:
            with short_turn(database), engine.begin() as connection:
                jobs.cancel(connection, job_id, time.time_ns() // 1000)
        finally:
            engine.dispose()


def _left_alone(database: Path, job: JobView) -> StoreError:
    """Nobody works any more. A job that was not begun is taken back, so that who asked can do it."""
    if job.started is None:
        cancel(database, job.id)
        return NotBegunError("the worker ended before it began with this", "Run the same command again")
    return StoreError(
        "the worker ended before this was done",
        f"It goes on by itself when a worker runs again (job {job.id}): mailtui worker, or open mailtui",
    )
