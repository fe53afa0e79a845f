"""The progress bar of an import, on stderr; the same for every command that imports."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os.path import basename
from typing import TYPE_CHECKING

from mailtui.model.moment import SECOND
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
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    from mailtui.ui.progress_words import time_left

    columns = (
        TextColumn("{task.fields[file]}", markup=False),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TextColumn("{task.fields[left]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, expand=True) as live:
        task = live.add_task("", total=None, file="looking for logs", speed="", left="")

        def show(now: ImportProgress) -> None:
            total = max(now.bytes_total, now.bytes_done) if now.bytes_total else None
            live.update(
                task,
                completed=now.bytes_done,
                total=total,
                file=_file(now),
                speed=_speed(now),
                left=time_left(now),
            )

        yield show


def as_progress(job: JobView) -> ImportProgress:
    """How far a job of the worker is, as the bar shows it."""
    from mailtui.model.view import ImportProgress

    what = job.what or ("waiting for the worker" if job.started is None else "looking for logs")
    seconds = 0.0 if job.started is None else max(0.0, time.time() - job.started / SECOND)
    return ImportProgress(what, 0, 1, job.done, job.total, 0, 0.0, 0, seconds)


def _file(now: ImportProgress) -> str:
    number = min(now.files_done + 1, now.files_total)
    place = f" {number}/{now.files_total}" if now.files_total > 1 else ""
    return visible(basename(now.file)) + place


def _speed(now: ImportProgress) -> str:
    if not now.lines:
        return ""
    from mailtui.ui.progress_words import bytes_speed, lines_speed
    from mailtui.ui.words import count

    lines = lines_speed(now).replace(" lines", "")
    return ", ".join(filter(None, (count(now.lines, "line"), lines, bytes_speed(now))))
