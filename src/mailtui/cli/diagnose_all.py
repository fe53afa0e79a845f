"""`mailtui diagnose --all`: every failure in the database by the rules of now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mailtui.cli import app, output


def diagnose_all(with_text: bool, as_json: bool) -> None:
    """Run it, with progress on stderr; UsageError when a reply was given as well."""
    from mailtui.config.paths import rules_file
    from mailtui.errors import UsageError
    from mailtui.services.rediagnosing import rediagnose, rediagnose_there

    if with_text:
        raise UsageError("--all diagnoses the database, not a reply", "give one of the two")
    with _steps() as told:
        try:
            if app.has_worker():
                found = rediagnose_there(app.database(), told)
            else:
                found = rediagnose(app.database(), rules_file(), told)
        except KeyboardInterrupt:
            output.say("Stopped. What is done stays; the same command does the rest")
            raise
    if as_json:
        output.print_json(found._asdict())
    else:
        output.say(f"{found.failures} failures diagnosed, {found.changed} have another cause now")


@contextmanager
def _steps() -> Iterator[Callable[[int, int], None]]:
    """A bar when stderr is a terminal, else silence."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as live:
        task = live.add_task("diagnosing", total=None)
        yield lambda done, total: live.update(task, completed=done, total=total)
