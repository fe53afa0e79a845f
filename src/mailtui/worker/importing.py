"""The job `import`: read the files that somebody handed over to the worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from mailtui.errors import MailtuiError
from mailtui.ingest.either import Either
from mailtui.ingest.events.importing import EventImporter
from mailtui.ingest.files import find
from mailtui.ingest.letters.importing import LetterImporter
from mailtui.model.enums import EventProvider
from mailtui.model.summary import ImportSummary
from mailtui.model.view import ImportProgress
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.handing import as_result
from mailtui.services.imports import check_zone
from mailtui.services.run import Run, count_added, now
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task
from mailtui.worker.work import origin_of


@kind("import", facts=True)
def import_files(task: Task) -> dict[str, Any]:
    """Read `paths` as logs of `server` with stamps in `zone`, or as events of an `account` at a `service`.

    The result is the summary, as `mailtui import` prints it.
    """
    server, zone = task.arguments.get("server"), task.arguments.get("zone")
    check_zone(zone)
    service = _service(task.arguments.get("service"))
    found = find(task.arguments["paths"], events=True, service=service)
    summary = ImportSummary(problems=list(found.problems), left_out=found.left_out)
    if found.files:
        task.tell(0, sum(file.size or 0 for file in found.files), "bytes", found.files[0].path)
    began = time.monotonic()
    assert task.importer is not None
    logs = task.importer.beside(origin_of(server, zone))
    diagnoser = tolerant_diagnoser(task.work.rules, summary.problems)
    account = task.arguments.get("account")
    events = EventImporter(task.engine, diagnoser, now, account, service)
    events.alone = False
    either = Either(logs, events, LetterImporter(task.engine, now, account), service)
    latest: list[ImportProgress] = []

    def between() -> None:
        if latest:
            task.tell(latest[-1].bytes_done, latest[-1].bytes_total, "bytes", latest[-1].file)
        task.check()
        if either.wrote_events:
            task.give_way()
        else:
            task.follow()

    either.set_between(between)
    try:
        run = Run(either, found.files, summary, _last_of(latest), task.work.role)
        count_added(task.engine, summary, run.run)
    except MailtuiError as error:
        summary.problems.append(error)
    summary.seconds = time.monotonic() - began
    return as_result(summary)


def _service(name: str | None) -> EventProvider | None:
    return None if name is None else EventProvider(name)


def _last_of(latest: list[ImportProgress]) -> Callable[[ImportProgress], None]:
    def keep(progress: ImportProgress) -> None:
        latest[:] = [progress]

    return keep
