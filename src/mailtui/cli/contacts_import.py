"""What `mailtui contacts import` does and prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.ingest.tables.importing import Imported
    from mailtui.model.job import JobView
    from mailtui.services.contacts.importing import Report, Request

_TOLD = 50
"""Bad rows that are printed one by one."""
_BAD = 4
"""Exit code of files with bad rows, as of files that cannot be read."""
_CLEAR = "\r\x1b[K"


def run(request: Request, *, dry: bool, as_json: bool) -> None:
    """Import, or look through, and say what it came to."""
    from mailtui.model.people_masking import shown_quoted
    from mailtui.services.contacts.importing import as_result

    request = request._replace(delimiter=request.delimiter.replace("\\t", "\t"))
    try:
        out = _imported(request, dry=dry)
    except KeyboardInterrupt:
        output.say("Stopped. What was read stays; the same command goes through the file again")
        raise
    if as_json:
        found = as_result(out)
        for one in found["problems"]:
            one["reason"] = shown_quoted(one["reason"])
        output.print_json(found)
    else:
        _print(out)
    if out.bad or out.partly:
        app.fail(_BAD)


def _imported(request: Request, *, dry: bool) -> Imported:
    from mailtui.services.contacts import importing

    with _progress() as report:
        if dry:
            return importing.look_through(request, report)
        if app.has_worker():
            return _handed_over(request, report)
        from mailtui.config.paths import rules_file

        return importing.import_file(app.database(), request, report, rules_file())


def _handed_over(request: Request, report: Report) -> Imported:
    """What the worker makes of it."""
    from mailtui.errors import StoreError, UsageError
    from mailtui.ingest.tables.importing import Imported
    from mailtui.services.contacts.importing import from_result
    from mailtui.services.handing import ask, follow

    if request.path == "-":
        raise UsageError(
            "a worker has this database, and standard input cannot be handed over to it",
            "save it to a file and import that",
        )
    nothing = Imported(request.path, request.kind)
    whole = request._replace(path=str(Path(request.path).expanduser().absolute()))

    def look(job: JobView) -> None:
        report(nothing, job.done, job.total or None)

    job = follow(app.database(), ask(app.database(), "contacts", whole._asdict()), look)
    if job.error is not None:
        raise StoreError(job.error, "`mailtui status` says how the worker is")
    if job.cancel_asked or job.result is None:
        raise StoreError("the import was cancelled", "The same command reads the file again")
    return from_result(job.result)


@contextmanager
def _progress() -> Iterator[Report]:
    """What to tell how far it is to: a line on stderr when that is a terminal."""
    drawn = sys.stderr.isatty()

    def show(out: Imported, done: int, total: int | None) -> None:
        if not drawn:
            return
        part = f"{done * 100 // total} %" if total else f"{done >> 20} MiB"
        rows = f", {out.rows} rows" if out.rows else ""
        sys.stderr.write(f"{_CLEAR}{part}{rows}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


def _print(out: Imported) -> None:
    from mailtui.model.people_masking import shown_quoted

    for one in out.problems[:_TOLD]:
        output.say(f"{out.path}:{one.line}: {shown_quoted(one.reason)}")
    if out.bad + out.partly > _TOLD:
        output.say(f"... and {out.bad + out.partly - _TOLD} more; --json has the first 1000")
    click.echo(_sum(out))
    for line in _notes(out):
        output.say(line)


def _sum(out: Imported) -> str:
    if out.dry:
        return f"{out.rows} rows of {out.kind}: {out.rows - out.bad} good, {out.bad} bad; nothing was written"
    counts = out.written
    parts = [f"{counts.new} new", f"{counts.changed} changed", f"{counts.same} the same"]
    parts += [f"{counts.skipped} skipped"] * (counts.skipped > 0)
    parts += [f"{counts.older} older than what is known"] * (counts.older > 0)
    parts += [f"{out.bad} bad"] * (out.bad > 0)
    parts += [f"{out.partly} kept in part"] * (out.partly > 0)
    return f"{out.rows} rows of {out.kind}: {', '.join(parts)}"


def _notes(out: Imported) -> Iterator[str]:
    if out.custom:
        yield f"kept as custom fields: {', '.join(out.custom)}"
    if out.unused:
        yield f"columns that are not used: {', '.join(out.unused)}"
    if out.too_old:
        yield f"{out.too_old} events left out: mail that old went by retention (keep_attempts)"
    if out.guessed:
        yield f"{out.guessed} lines are not UTF-8, and were read as Windows-1252"
    if out.no_status and (out.dry or out.written.new):
        yield (
            f"rows that say nothing of whether the contact confirmed: {out.no_status}; new ones are pending. "
            "If they did: --status subscribed"
        )
    if out.bad and not out.dry:
        yield "bad rows were left out: correct them, and import the file again; what is there stays once"
