"""`mailtui --plain`: mailtui by question and answer, line by line, for screen readers and Braille lines.

What is said is said once and stays: nothing is painted over, nothing is drawn, nothing blinks. Every row is a
sentence with a number; typing the number opens it. Every command of the command line can be typed too.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, queries, talk_lines
from mailtui.cli.lazy import TABLE
from mailtui.errors import MailtuiError
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from mailtui.model.incident import Incident
    from mailtui.model.view import SearchRow
    from mailtui.query.tree import Query
    from mailtui.services.desk import Desk

AT_ONCE = 10
PAGE = 100
PROMPT = "mailtui: "
HELP = """\
A number opens that row. Nothing but enter says the next rows.
t: triage, what is failing. /QUERY: search, for example /to:bob since:2d. /@NAME: a saved search.
r: say these rows again, as they are now. b: back to the rows of before.
Any command of mailtui can be typed, for example: incident 3, domains, searches, status, trace ID.
h: this help. q: quit."""

Item = tuple[str, list[str]]
"""What is said of a row, and the command that opens it."""
Source = Callable[[], tuple[str, Iterator[Item]]]
"""Makes a heading and the rows under it."""


def talk(database: Path) -> None:
    """Answer until the input ends or `q`."""
    Talk(database).run()


class Talk:
    """One conversation."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._desk: Desk | None = None
        self._said: list[Item] = []
        self._rest: Iterator[Item] = iter(())
        self._now: Source = self._triage
        self._before: list[Source] = []

    def run(self) -> None:
        """Triage first, then what is asked."""
        click.echo("mailtui, line by line. h: help, q: quit.")
        self._safely(lambda: self._say(self._triage))
        while True:
            try:
                line = input(PROMPT).strip()
            except EOFError:
                click.echo()
                return
            if line in ("q", "quit", "exit"):
                return
            self._safely(lambda line=line: self._answer(line))  # type: ignore[misc]

    def _safely(self, say: Callable[[], None]) -> None:
        """An error is said, and the conversation goes on."""
        try:
            say()
        except MailtuiError as error:
            opening.report(error)

    def _answer(self, line: str) -> None:
        word = line.split(" ", 1)[0]
        simple: dict[str, Callable[[], None]] = {
            "": self._more,
            "h": lambda: click.echo(HELP),
            "?": lambda: click.echo(HELP),
            "t": lambda: self._go(self._triage),
            "r": lambda: self._say(self._now),
            "b": self._back,
        }
        if line in simple:
            simple[line]()
        elif line.startswith("/"):
            self._go(lambda: self._search(line[1:].strip()))
        elif line.isdecimal():
            self._open(int(line))
        elif word in TABLE:
            self._command(line)
        else:
            click.echo(f"There is no answer to {visible(word)}. h: help; /{visible(line)}: search for it.")

    # -- rows ------------------------------------------------------------------------------------

    def _go(self, source: Source) -> None:
        before = self._now
        self._say(source)
        self._before.append(before)

    def _back(self) -> None:
        if self._before:
            self._say(self._before.pop())
        else:
            click.echo("There is nothing before this.")

    def _say(self, source: Source) -> None:
        heading, rows = source()
        click.echo(visible(heading))
        self._now, self._rest, self._said = source, rows, []
        self._more()

    def _more(self) -> None:
        """The next rows, with their numbers."""
        new = list(islice(self._rest, AT_ONCE))
        for number, (text, _) in enumerate(new, len(self._said) + 1):
            click.echo(f"{number}. {visible(text)}")
        self._said += new
        if not new:
            click.echo("There are no more rows." if self._said else "There are no rows.")
        elif len(new) == AT_ONCE:
            click.echo("Enter: more.")

    def _open(self, number: int) -> None:
        if 0 < number <= len(self._said):
            self._run(self._said[number - 1][1])
        else:
            click.echo(f"There is no row {number}; rows 1 to {len(self._said)} were said.")

    def _triage(self) -> tuple[str, Iterator[Item]]:
        from mailtui.query import parse

        triage = self._services.incidents.triage()
        singles = self._rows(parse("is:unfiled"))
        return talk_lines.triage_line(triage), _chained(triage.incidents, singles)

    def _search(self, text: str) -> tuple[str, Iterator[Item]]:
        query = queries.parsed(text)
        total = self._services.search.total(query)
        return talk_lines.search_line(queries.english(text, query), total), self._rows(query)

    def _rows(self, query: Query) -> Iterator[Item]:
        """All of them, read page by page."""
        zone, after = app.operator_zone(), None
        while True:
            page = self._services.search.page(query, after, PAGE)
            for row in page.rows:
                yield talk_lines.row_line(row, zone), _trace_of(row)
            after = page.after
            if after is None:
                return

    @property
    def _services(self) -> Desk:
        if self._desk is None:
            from mailtui.services.desk import open_desk

            retry = opening.retry_of(app.settings())
            self._desk = open_desk(self._database, app.operator_zone(), retry=retry)
        return self._desk

    # -- commands --------------------------------------------------------------------------------

    def _command(self, line: str) -> None:
        try:
            self._run(shlex.split(line))
        except ValueError as error:
            click.echo(f"That cannot be read: {error}.")

    def _run(self, arguments: Sequence[str]) -> None:
        """As on the command line, on the same database."""
        from mailtui.cli import main

        main.run(["--db", str(self._database), "--plain", *arguments])


def _chained(incidents: Sequence[Incident], singles: Iterator[Item]) -> Iterator[Item]:
    for one in incidents:
        yield talk_lines.incident_line(one), ["incident", str(one.id)]
    yield from singles


def _trace_of(row: SearchRow) -> list[str]:
    """A refused mail that got no queue id has no trace; its line says all."""
    if row.queue_id is None:
        return ["search", f"ip:{row.ip} kind:rejection"] if row.ip else ["search", "kind:rejection"]
    return ["trace", "--server", row.server, row.queue_id]
