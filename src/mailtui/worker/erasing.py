"""The job `erase`: a person taken out of the database, as who asked for it."""

from __future__ import annotations

from typing import Any

from mailtui.services.persons.erasing import JOB, as_result, ask_for_the_rest, operator_of, run
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task
from mailtui.worker.work import Work


@kind(JOB, facts=True)
def erase(task: Task) -> dict[str, Any]:
    """Do it, or the rest of it; followed files wait, so that nothing new names the person meanwhile."""

    def look(what: str, done: int, total: int) -> None:
        task.tell(done, total, "", f"erasing: {what}")
        task.check()

    return as_result(
        run(task.engine, task.work.database, task.arguments["erasure"], operator_of(task.arguments), look)
    )


def finish_begun(work: Work) -> None:
    """What somebody began who was killed is nobody's, while this worker has the database: it is a job."""
    ask_for_the_rest(work.database)
