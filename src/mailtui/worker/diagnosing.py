"""The job `diagnose`: every failure by the rules of now, the operator's own read afresh."""

from __future__ import annotations

from typing import Any

from mailtui.ingest.rediagnosing import Rediagnosing
from mailtui.services.diagnosing import open_diagnoser
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task


@kind("diagnose", facts=True)
def diagnose(task: Task) -> dict[str, Any]:
    """Diagnose all failures anew and make the incidents anew; what `mailtui diagnose --all` prints.

    ConfigError for an error in the operator's rules. Followed files wait until it is done.
    """

    def told(done: int, total: int) -> None:
        task.tell(done, total, "steps", "diagnosing all failures")
        task.check()

    return Rediagnosing(task.engine, open_diagnoser(task.work.rules)).run(told)._asdict()
