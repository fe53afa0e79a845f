"""`mailtui notes`: the notes that were written last, or those on what a query finds."""

from __future__ import annotations

import click

from mailtui.cli import app, output, queries


@click.command()
@click.argument("query", nargs=-1, metavar="[QUERY]")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="Notes at most.")
@output.json_option
def command(query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List notes, the newest first, or those on what a query finds.

    Private notes of others are not among them. For example: mailtui notes is:failed since:1d.
    """
    from mailtui.cli import notes_output
    from mailtui.services.desk import open_desk

    desk = open_desk(app.database(), app.operator_zone())
    text = " ".join(query)
    found = desk.notes.on_query(queries.parsed(text), limit) if text else desk.notes.latest(limit)
    notes_output.show(desk, found, as_json)
    if not found and not as_json:
        output.say("no note is there; mailtui note SUBJECT TEXT writes one")
