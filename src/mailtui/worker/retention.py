"""The job `retention`, and the daily duty that asks for it."""

from __future__ import annotations

from time import monotonic
from typing import Any

from mailtui.ingest.retaining import Gone
from mailtui.model.moment import HOUR
from mailtui.services.handing import ask
from mailtui.services.retention import run
from mailtui.services.run import now
from mailtui.store import jobs
from mailtui.store.engine import reader, told
from mailtui.store.retention import limits
from mailtui.store.retention.limits import Days
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task
from mailtui.worker.work import Work

DAILY = 20 * HOUR
"""Not again so soon after the last time."""
GIVE_WAY = 0.1
"""Seconds of work until followed files have their turn."""


@kind("retention", facts=True)
def retention(task: Task) -> dict[str, Any]:
    """Remove what is older than the days given; what `mailtui db retention` prints."""
    given = monotonic()

    def between(gone: Gone) -> None:
        nonlocal given
        task.tell(gone.lines + gone.messages, 0, "rows", "removing what is old enough")
        task.check()
        if monotonic() - given >= GIVE_WAY:
            task.give_way()
            given = monotonic()

    return run(task.engine, task.work.database, Days(**task.arguments), between).as_dict()


def ask_daily(work: Work) -> None:
    """Ask for it, unless it was done today or waits already."""
    engine = reader(work.database)
    with told(work.database), engine.connect() as connection:
        done = limits.last_run(connection) > now() - DAILY
        waits = any(job.kind == "retention" for job in jobs.unfinished(connection))
    engine.dispose()
    if not (done or waits) and any(work.keeping):
        ask(work.database, "retention", work.keeping._asdict())
