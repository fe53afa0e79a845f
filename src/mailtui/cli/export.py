"""`mailtui export`: the rows of a query into a file or a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output, queries
from mailtui.model.visible import is_shared

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow
    from mailtui.query.tree import Query
    from mailtui.services.exporting import Plan

FORMATS = ("csv", "jsonl", "markdown")
PATIENCE = 1.0
"""Seconds after which it is told how far it is."""
TELL_EVERY = 0.2
SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".md": "markdown", ".markdown": "markdown"}


@click.command()
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option("--format", "form", type=click.Choice(FORMATS), help="By default what FILE ends in, else csv.")
@click.option(
    "--output", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Not stdout."
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.option("--anonymise", is_flag=True, help="Put tokens in the place of local parts; domains stay.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Rows at most; all by default.")
def command(
    query: tuple[str, ...],
    form: str | None,
    path: Path | None,
    force: bool,
    anonymise: bool,
    limit: int | None,
) -> None:
    """Write the rows of a query: CSV, JSON Lines, Markdown.

    Without a file they go to stdout. QUERY is that of `mailtui search`; '' is everything. The rows come
    page by page, so their number does not matter. A FILE (mode 0600) is there when it is whole, or not at
    all.
    """
    from mailtui.services.acting.recording import of_export
    from mailtui.services.exporting import Plan, export

    tree = queries.parsed(" ".join(query))
    form = form or SUFFIXES.get(path.suffix.lower() if path else "", "csv")
    plan = Plan(form, anonymise, masked=is_shared() and not anonymise)
    rows = _rows(tree, limit)
    if path is None:
        _to_stdout(rows, plan)
        return
    acting = app.acting()
    with _telling() as told:
        written = export(rows, plan, path, force=force, told=told)
    acting.record("export", after=of_export(" ".join(query), plan, path, written))
    output.say(f"{written} {'row' if written == 1 else 'rows'} in {path}")


def _rows(query: Query, limit: int | None) -> Iterator[SearchRow]:
    from mailtui.services.desk import open_desk
    from mailtui.services.exporting import rows_of_query

    return rows_of_query(open_desk(app.database(), app.operator_zone()).search, query, limit)


def _to_stdout(rows: Iterator[SearchRow], plan: Plan) -> None:
    from mailtui.services.exporting import lines_of

    for line in lines_of(rows, plan):
        sys.stdout.write(line)


@contextmanager
def _telling() -> Iterator[Callable[[int], None]]:
    """How far it is, on stderr where that is a terminal, when it takes over a second; then away again."""
    began = last = time.monotonic()
    shown = False

    def told(rows: int) -> None:
        nonlocal last, shown
        now = time.monotonic()
        if sys.stderr.isatty() and now - began > PATIENCE and now - last > TELL_EVERY:
            last, shown = now, True
            sys.stderr.write(f"\r{rows} rows, {rows / (now - began):.0f}/s; ctrl+c leaves no file ")
            sys.stderr.flush()

    try:
        yield told
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
