"""`mailtui thread`: one conversation, and what is known of the way of each letter."""

from __future__ import annotations

import click

from mailtui.cli import app, output


@click.command()
@click.argument("name", metavar="ID|MESSAGE-ID")
@output.json_option
def command(name: str, as_json: bool) -> None:
    """Show one conversation: who answered whom, how each fared.

    Under each letter stand the mail server or the service that carried it, where their logs or events were
    imported: mailtui trace QUEUE-ID tells the rest.
    """
    from mailtui.cli import thread_output
    from mailtui.cli.remark_output import remark_lines, remark_objects
    from mailtui.model.enums import SubjectKind
    from mailtui.model.visible import visible
    from mailtui.model.work import Subject
    from mailtui.services.desk import open_desk

    desk = open_desk(app.database())
    found = desk.conversations.get(desk.conversations.find(name))
    remarks = desk.notes.of(Subject(SubjectKind.THREAD, found.row.key.id))
    if as_json:
        output.print_json(thread_output.as_object(found.row, found.letters) | remark_objects(remarks))
        return
    zone = app.operator_zone()
    for line in (*thread_output.story(found, zone), *remark_lines(remarks, zone)):
        click.echo(visible(line))
