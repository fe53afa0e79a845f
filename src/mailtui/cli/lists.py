"""`mailtui lists`: the lists that contacts are on."""

from __future__ import annotations

import click

from mailtui.cli import app, output


@click.command()
@output.format_options
def command(form: str) -> None:
    """List the lists of contacts, counted.

    They come from mailtui contacts import FILE --list NAME, or --kind lists.
    """
    from mailtui.cli import people_output
    from mailtui.services.desk import open_desk

    found = open_desk(app.database()).people.lists()
    if form == "json":
        output.print_json([people_output.list_(one) for one in found])
    elif found or form == "csv":
        output.print_rows(people_output.LISTS, map(people_output.list_cells, found), form)
    else:
        output.say("there are no lists yet: mailtui contacts import FILE --list NAME")
