"""`mailtui segments`: contacts by conditions, counted."""

from __future__ import annotations

import click

from mailtui.cli import app, output


@click.command()
@output.format_options
def command(form: str) -> None:
    """List segments with how many contacts each has now.

    One that asks for a field or an operator that is none has an error, and no contacts.
    """
    from mailtui.cli import people_output
    from mailtui.query.segments.explaining import explained
    from mailtui.services.desk import open_desk

    people = open_desk(app.database()).people
    found = people.segments()
    counts = people.segment_counts(found)
    if form == "json":
        said = {one.id: explained(one.conditions, one.error) for one in found}
        output.print_json([people_output.segment(one, counts.get(one.id), said[one.id]) for one in found])
    elif found or form == "csv":
        rows_ = [people_output.segment_cells(one, counts.get(one.id)) for one in found]
        output.print_rows(people_output.SEGMENTS, rows_, form)
    else:
        output.say("there are no segments yet: mailtui contacts import FILE --kind segments")
