"""`mailtui template`: one template as plain text, and its variables."""

from __future__ import annotations

import click

from mailtui.cli import app, output
from mailtui.model.visible import visible


@click.command()
@click.argument("name", metavar="TEMPLATE")
@output.json_option
def command(name: str, as_json: bool) -> None:
    """Show one template as plain text, and its variables.

    By its name (the newest version) or id. Nothing of it is fetched or run.
    """
    from mailtui.cli import people_output
    from mailtui.services.desk import open_desk

    people = open_desk(app.database()).people
    found = people.template(people.find("template", name))
    assert found is not None
    if as_json:
        output.print_json(people_output.template(found, whole=True))
        return
    for line in people_output.template_story(found):
        click.echo(visible(line))
