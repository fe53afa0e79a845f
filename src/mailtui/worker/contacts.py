"""The job `contacts`: a file of contacts, lists, campaigns ... that somebody handed over to the worker."""

from __future__ import annotations

from typing import Any

from mailtui.ingest.tables.importing import Imported
from mailtui.services.contacts.importing import Request, as_result, opened, run
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task


@kind("contacts", facts=True)
def import_contacts(task: Task) -> dict[str, Any]:
    """Import what a `Request` asks for; the result is what `mailtui contacts import` prints."""
    several = {name: tuple(task.arguments.get(name, ())) for name in ("columns", "values")}
    request = Request(**{**task.arguments, **several})

    def between(_: Imported, done: int, total: int | None) -> None:
        task.tell(done, total or 0, "bytes", request.path)
        task.check()
        task.give_way()

    stream = opened(request.path)
    try:
        return as_result(run(task.engine, request, request.wanted(), stream, between, task.work.rules))
    finally:
        stream.close()
