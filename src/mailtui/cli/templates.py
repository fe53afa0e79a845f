"""`mailtui templates`: what campaigns are written with."""

from __future__ import annotations

import click

from mailtui.cli import app, output


@click.command()
@output.format_options
def command(form: str) -> None:
    """List templates and the variables they want."""
    from mailtui.cli import people_output
    from mailtui.services.desk import open_desk

    found = open_desk(app.database()).people.templates()
    if form == "json":
        output.print_json([people_output.template(one, whole=False) for one in found])
    elif found or form == "csv":
        output.print_rows(people_output.TEMPLATES, map(people_output.template_cells, found), form)
    else:
        output.say("there are no templates yet: mailtui contacts import FILE --kind templates")
