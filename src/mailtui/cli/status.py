"""`mailtui status`: who works, and how far each log is read."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output
from mailtui.model.moment import HOUR, iso
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from mailtui.model.job import JobView
    from mailtui.model.queue import QueueView
    from mailtui.model.receiver import ReceiverView
    from mailtui.model.view import ImportProgress
    from mailtui.services.standing import Standings
    from mailtui.store.lock import Holder

COLUMNS = ("source", "server", "path", "state", "lines", "lag_seconds", "last_line", "unrecognised", "error")


@click.command()
@output.json_option
def command(as_json: bool) -> None:
    """Say who works, how far each log is read, which jobs there are."""
    from mailtui.services.standing import standings

    found = standings(app.database(), time.time_ns() // 1000)
    if as_json:
        output.print_json(_as_json(found))
        return
    click.echo(_worker(found))
    if found.progress is not None:
        from mailtui.ui.progress_words import progress_line

        click.echo(visible(progress_line(found.progress)))
    if found.sources:
        output.print_table(COLUMNS, [_row(asdict(each)) for each in found.sources])
    for seen in found.queues:
        click.echo(visible(_queue(seen, time.time_ns() // 1000)))
    for taken in found.receivers:
        click.echo(visible(_receiver(taken)))
    for job in found.jobs:
        click.echo(visible(_job(job, found.worker).replace("\n", " ")))


def _as_json(found: Standings) -> dict[str, Any]:
    worker = None
    if found.worker is not None:
        worker = asdict(found.worker) | {"since": iso(found.worker.since), "doing": found.doing}
    return {
        "worker": worker,
        "progress": None if found.progress is None else _progress(found.progress),
        "sources": [
            asdict(each) | {"last_line": None if each.last_line is None else iso(each.last_line)}
            for each in found.sources
        ],
        "queues": [_dated(asdict(each)) for each in found.queues],
        "receivers": [_dated(each._asdict()) for each in found.receivers],
        "jobs": [
            _dated(asdict(each)) | {"state": each.state, "error": each.trouble or None} for each in found.jobs
        ],
    }


def _progress(one: ImportProgress) -> dict[str, Any]:
    return asdict(one) | {"bytes_per_second": one.bytes_per_second, "seconds_left": one.seconds_left}


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    times = ("asked_at", "started", "finished", "time", "oldest", "last_accepted", "last_error_at")
    return {name: iso(value) if name in times and value else value for name, value in told.items()}


def _row(source: dict[str, Any]) -> list[output.Cell]:
    last = source["last_line"]
    return [*(source[name] if name != "last_line" else last and iso(last) for name in COLUMNS)]


def _worker(found: Standings) -> str:
    if found.worker is None:
        return "nobody works on this database: `mailtui worker` follows the logs of the settings"
    return f"{found.worker.words}: {found.doing or 'starting'}"


def _queue(seen: QueueView, now: int) -> str:
    if not seen.messages:
        return f"queue of {seen.server}: empty, seen {iso(seen.time)}"
    size = round(seen.size / 1024)
    age = round((now - (seen.oldest or now)) / HOUR)
    return (
        f"queue of {seen.server}: {seen.messages} messages ({seen.deferred} deferred, {seen.frozen} frozen), "
        f"about {size} kB, the oldest about {age} h old, seen {iso(seen.time)}"
    )


def _receiver(one: ReceiverView) -> str:
    """Such as `webhooks of shop (mailgun): 12 accepted, the last 2026-...; 1 refused, 0 failed`."""
    last = f", the last {iso(one.last_accepted)}" if one.last_accepted else ""
    kept = f" ({one.kept} kept: repeats once)" if one.kept < one.accepted else ""
    said = f"webhooks of {one.name} ({one.service}): {one.accepted} accepted{kept}{last}"
    if one.refused or one.failed:
        said += f"; {one.refused} refused, {one.failed} failed"
    if one.is_broken:
        said += f". It {one.last_error}"
    elif one.last_error and one.last_error_at:
        said += f". Last trouble, nothing was accepted since: {iso(one.last_error_at)} {one.last_error}"
    return said


def _job(job: JobView, worker: Holder | None) -> str:
    state = job.state
    if state == "waiting" and not (worker is not None and worker.is_worker):
        state = "waiting for a worker"
    done = f" {job.done} of {job.total} {job.unit}" if job.total and job.finished is None else ""
    error = f": {job.trouble}" if job.trouble else ""
    return f"job {job.id} {job.kind}, asked for by {job.asked_by}: {state}{done}{error}"
