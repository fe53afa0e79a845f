"""`mailtui import URL`: what is new in another system's database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output
from mailtui.cli.progress import as_progress, progress
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from mailtui.model.foreign import Asked, ForeignRead
    from mailtui.model.job import JobView


def read(asked: Asked) -> ForeignRead:
    """Read it, or have the worker read it where there is one. Raises as `services.foreign`."""
    handed = _handed_over(asked) if app.has_worker() else None
    if handed is not None:
        return handed
    from mailtui.config.paths import rules_file
    from mailtui.services.foreign import import_database

    with progress() as report:
        return import_database(app.database(), asked, progress=report, rules=rules_file())


def _handed_over(asked: Asked) -> ForeignRead | None:
    """What the worker made of it; None when it ended before it began."""
    from mailtui.services.foreign import read_there
    from mailtui.services.handing import NotBegunError

    with progress() as report:

        def look(job: JobView) -> None:
            if report is not None:
                report(as_progress(job))

        try:
            return read_there(app.database(), asked, look)
        except NotBegunError:
            return None


def show(found: ForeignRead) -> None:
    """For people."""
    parts = [part for part in found.parts if part.rows or part.problems]
    rows = [(part.table, part.rows, part.new, part.problems) for part in parts]
    if rows:
        output.print_rows(("table", "rows", "new", "not understood"), rows, "plain")
    else:
        output.say("nothing is new there")
    for problem in found.problems:
        output.say(visible(problem))
    click.echo(visible(f"read {found.location} as {found.server} in {found.seconds:.1f} s"))


def as_json(found: ForeignRead) -> dict[str, object]:
    """For programs."""
    parts = [part._asdict() for part in found.parts]
    return {**found._asdict(), "parts": parts, "problems": list(found.problems), "unread": list(found.unread)}
