"""`mailtui threads`: the conversations that were imported, the newest first."""

from __future__ import annotations

import click

from mailtui.cli import app, output


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="How many at most.")
@click.option("--all", "hidden", is_flag=True, help="Also those deleted where they came from.")
@output.format_options
def command(words: tuple[str, ...], limit: int, hidden: bool, form: str) -> None:
    """List conversations, the newest first.

    WORDS stand in the subject, or in the address of somebody who wrote or was written to. Letters come from
    mail that was imported: mailtui import ARCHIVE.
    """
    from mailtui.cli import thread_output
    from mailtui.services.desk import open_desk

    page = open_desk(app.database()).conversations.page(" ".join(words), limit=limit, hidden=hidden)
    if form == "json":
        output.print_json([thread_output.as_object(row) for row in page.rows])
    elif page.rows or form == "csv":
        zone = app.operator_zone()
        output.print_rows(thread_output.HEADINGS, [thread_output.cells(row, zone) for row in page.rows], form)
    if not page.rows:
        output.say(_none(page.total))
    elif page.after is not None:
        output.say(f"there may be more; --limit {limit * 2} shows them")


def _none(total: int) -> str:
    if total:
        return f"none of {total} conversations has that in its subject or addresses"
    return "no mail was imported: mailtui import ARCHIVE, such as an mbox or a maildir"
