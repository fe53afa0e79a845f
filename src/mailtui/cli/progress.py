"""The progress bar of an import, on stderr; the same for every command that imports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os.path import basename
from typing import TYPE_CHECKING

from mailtui.model.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

    from mailtui.model.job import JobView
    from mailtui.model.view import ImportProgress


@contextmanager
def progress() -> Iterator[Callable[[ImportProgress], None] | None]:
    """What to tell each progress to: a bar when stderr is a terminal, else None and silence."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with bar(Console(stderr=True)) as show:
        yield show


@contextmanager
def bar(console: Console) -> Iterator[Callable[[ImportProgress], None]]:
    """Shows a bar while the block runs; what it gives is to be called with each progress."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.fields[file]}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as live:
        task = live.add_task("", total=None, file="looking for logs", speed="")

        def show(now: ImportProgress) -> None:
            total = max(now.bytes_total, now.bytes_done) if now.bytes_total else None
            live.update(task, completed=now.bytes_done, total=total, file=_file(now), speed=_speed(now))

        yield show


def as_progress(job: JobView) -> ImportProgress:
    """How far a job of the worker is, as the bar shows it."""
    from mailtui.model.view import ImportProgress

    what = job.what or ("waiting for the worker" if job.started is None else "looking for logs")
    return ImportProgress(what, 0, 1, job.done, job.total, 0, 0.0, 0)


def _file(now: ImportProgress) -> str:
    number = min(now.files_done + 1, now.files_total)
    place = f" {number}/{now.files_total}" if now.files_total > 1 else ""
    return visible(basename(now.file)) + place


def _speed(now: ImportProgress) -> str:
    if not now.lines:
        return ""
    return f"{_grouped(now.lines)} lines, {_grouped(now.lines_per_second)}/s"


def _grouped(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")
