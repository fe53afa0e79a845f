"""The job `act`: what somebody asked for on many subjects, in one transaction, as that somebody."""

from __future__ import annotations

from typing import Any

from mailtui.services.acting import Acting
from mailtui.services.acting.ordering import KIND, Order, as_result
from mailtui.store import jobs
from mailtui.store.engine import reader
from mailtui.worker.jobs import kind
from mailtui.worker.task import CancelledError, StoppingError, Task


@kind(KIND, facts=False)
def act(task: Task) -> dict[str, Any]:
    """Do it, or be cancelled: then nothing has changed. Done twice, it finds nothing to change."""
    order = Order.of(task.arguments)
    task.tell(0, len(order.subjects), "rows", f"{order.verb} {order.value or ''}".rstrip())
    reads = reader(task.work.database)

    def progress(_done: int, _of: int) -> None:
        """The job's own connection waits for the transaction to end, so another one asks."""
        if task.stop.is_set():
            raise StoppingError
        with reads.connect() as connection:
            if jobs.is_cancelled(connection, task.id):
                raise CancelledError

    try:
        done = order.carry_out(Acting(task.work.database, order.operator, task.now), progress)
    finally:
        reads.dispose()
    with task.engine.begin() as connection:
        jobs.forget(connection, task.id, "subjects")
    return as_result(done)
