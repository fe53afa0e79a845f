"""`mailtui segment`: one segment, its conditions in words, and who is in it."""

from __future__ import annotations

from itertools import islice

import click

from mailtui.cli import app, output


@click.command()
@click.argument("name", metavar="SEGMENT")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="Contacts at most.")
@output.format_options
def command(name: str, limit: int, form: str) -> None:
    """Show one segment, by its name or id: conditions, contacts.

    Conditions that cannot be evaluated are an error, and nobody is in it.
    """
    from mailtui.cli import people_output
    from mailtui.query.contacts import ContactQuery
    from mailtui.query.segments.explaining import explained
    from mailtui.services.desk import open_desk

    people = open_desk(app.database()).people
    found = people.segment_of(people.find("segment", name))
    assert found is not None
    query = ContactQuery(segments=(str(found.id),))
    count = people.count_of(query)
    contacts = list(islice(people.walk(query), limit))
    if form == "json":
        rows = [people_output.contact(one) for one in contacts]
        head = people_output.segment(found, count, explained(found.conditions, found.error))
        output.print_json({**head, "count": count, "contacts": rows})
        return
    if form != "csv":
        output.say(f"{found.name}: {count} contacts of {found.list or 'all'}, who fulfil")
        output.say("\n".join(f"  {line}" for line in explained(found.conditions, found.error)))
    output.print_rows(people_output.CONTACTS, map(people_output.contact_cells, contacts), form)
