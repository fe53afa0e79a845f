"""`mailtui list`: one list and who is on it."""

from __future__ import annotations

from itertools import islice

import click

from mailtui.cli import app, output


@click.command()
@click.argument("name", metavar="LIST")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="Contacts at most.")
@output.format_options
def command(name: str, limit: int, form: str) -> None:
    """Show the contacts on one list, by its name or id.

    How many of them can be mailed: mailtui preflight list:LIST.
    """
    from mailtui.cli import people_output
    from mailtui.query.contacts import ContactQuery
    from mailtui.services.desk import open_desk

    people = open_desk(app.database()).people
    found = people.list_of(people.find("list", name))
    assert found is not None
    contacts = list(islice(people.walk(ContactQuery(lists=(str(found.id),))), limit))
    if form == "json":
        rows = [people_output.contact(one) for one in contacts]
        output.print_json({**people_output.list_(found), "contacts": rows})
        return
    if form != "csv":
        output.say(f"{found.name}: {found.active} contacts, {found.subscribed} of them subscribed")
    output.print_rows(people_output.CONTACTS, map(people_output.contact_cells, contacts), form)
