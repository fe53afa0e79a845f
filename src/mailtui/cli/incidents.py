"""`mailtui incidents`: the triage screen without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output, queries

if TYPE_CHECKING:
    from mailtui.model.incident import Incident
    from mailtui.services.desk import Desk

DEFAULT_LIMIT = 200


@click.command()
@click.argument("query", nargs=-1, metavar="[QUERY]")
@click.option("--all", "ended", is_flag=True, help="Also those that recovered, are resolved or ignored.")
@click.option(
    "--limit", type=click.IntRange(1), default=DEFAULT_LIMIT, show_default=True, help="Incidents at most."
)
@output.format_options
def command(query: tuple[str, ...], ended: bool, limit: int, form: str) -> None:
    """List incidents: failures of one cause, from onset to recovery.

    The most urgent first: people affected, time left before mail bounces, novelty. With a QUERY only those
    with a recipient that it finds, for example: to:bob, provider:google, class:rate-limited since:2h.
    """
    from mailtui.cli import incidents_output
    from mailtui.services.desk import open_desk

    text = " ".join(query)
    explained = _explained(text)
    zone = app.operator_zone()
    desk = open_desk(app.database(), zone, retry=opening.retry_of(app.settings()))
    found = desk.incidents.list(queries.spelled_out(text), limit, ended=ended)
    if form == "json":
        output.print_json([incidents_output.as_object(one) for one in found])
    elif form == "csv":
        output.print_csv(incidents_output.KEYS, map(incidents_output.as_record, found))
    elif found:
        cells = [incidents_output.as_cells(one, zone) for one in found]
        if form == "table":
            cells = incidents_output.fitted(cells, output.terminal_width())
        output.print_rows(incidents_output.HEADINGS, cells, form)
    if form == "table" or (form == "plain" and not found):
        output.say(_summary(desk, explained, found, limit))


def _explained(text: str) -> str:
    """The query in plain English, '' for none; an error shows on stderr where it is."""
    query = queries.parsed(text)
    return queries.english(text, query) if query.where is not None else ""


def _summary(desk: Desk, explained: str, found: Sequence[Incident], limit: int) -> str:
    """How many there are, or that nothing is failing."""
    from mailtui.cli import incidents_output

    if found:
        number = f"{len(found)} incident{'' if len(found) == 1 else 's'}"
        more = "; --limit N shows more" if len(found) == limit else ""
        return f"{explained}: {number}{more}" if explained else f"{number}{more}"
    if explained:
        return f"{explained}: no incident; --all shows those that are over too"
    return incidents_output.nothing(desk.incidents.triage())
