"""The job `events`: payloads of sending services read again with today's parsers."""

from __future__ import annotations

from typing import Any

from mailtui.ingest.events.again import read_again
from mailtui.model.webhook import Retried
from mailtui.services.diagnosing import open_diagnoser
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task


@kind("events", facts=True)
def read_events_again(task: Task) -> dict[str, Any]:
    """Read the payloads `ids` again, or all that were not understood in full, or (`everything`) all.

    ConfigError for an error in the operator's rules.
    """

    def between(done: Retried) -> None:
        task.tell(done.tried, len(ids), "payloads", "reading payloads again")
        task.check()
        task.give_way()

    ids = task.arguments.get("ids") or []
    everything = bool(task.arguments.get("everything"))
    diagnoser = open_diagnoser(task.work.rules)
    return read_again(task.engine, diagnoser, task.now, ids, between, everything=everything)._asdict()
