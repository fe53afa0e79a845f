"""The recurring duties of every worker, in one place."""

from __future__ import annotations

from collections.abc import Callable

from mailtui.model.foreign import Refreshed
from mailtui.store.wal import empty_when_idle
from mailtui.worker.erasing import finish_begun
from mailtui.worker.retention import ask_daily
from mailtui.worker.schedule import Duty, Schedule
from mailtui.worker.work import Work


def set_up(schedule: Schedule, work: Work) -> None:
    """Put every duty on the schedule: `schedule.every(interval, jitter, duty)`."""
    schedule.every(60, 20, lambda stopping: _domains(work, stopping))
    schedule.every(30, 10, lambda _: empty_when_idle(work.database))
    schedule.every(3600, 600, lambda _: ask_daily(work))
    schedule.every(600, 60, lambda _: finish_begun(work))
    schedule.every(300, 30, lambda stopping: _who_is_not_mailed(work, stopping))
    for one in work.databases:
        minutes = 60 * one.every
        schedule.every(minutes, min(10, minutes / 30), _reading(work, one))
    if work.queue_minutes:
        minute = 60 * work.queue_minutes
        schedule.every(minute, min(30, minute / 10), lambda stopping: _what_waits(work, stopping))


def _reading(work: Work, one: Refreshed) -> Duty:
    """Read another system's database."""

    def duty(_: Callable[[], bool]) -> None:
        from mailtui.worker.foreign import ask_for

        ask_for(work, one)

    return duty


def _domains(work: Work, stopping: Callable[[], bool]) -> None:
    """Look at the domains that are due."""
    from mailtui.services.domains.rechecking import recheck

    recheck(work.database, work.looking, stopping)


def _what_waits(work: Work, stopping: Callable[[], bool]) -> None:
    """Look at the queue, and at what waits by its log."""
    from mailtui.services.reconciling import Reconciling
    from mailtui.services.run import now

    Reconciling(work.database, work.exim, now).run(stopping)


def _who_is_not_mailed(work: Work, stopping: Callable[[], bool]) -> None:
    """Propose whom the diagnosis would suppress, or do it where the settings say so."""
    from mailtui.services.run import now
    from mailtui.services.suppressing import accept, propose

    if propose(work.database, now, stopping) and work.suppresses:
        accept(work.database, now)
