"""`mailtui tags`: which tags there are; rename, merge, paint and delete them."""

from __future__ import annotations

import sys

import click

from mailtui.cli import app, output
from mailtui.errors import UsageError

HEADINGS = ("tag", "on", "colour")
why_option = click.option("--why", default="", metavar="TEXT", help="The reason, for the audit.")


@click.group(invoke_without_command=True)
@output.format_options
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """List tags; rename, merge, paint or delete them.

    `mailtui undo` takes each of these back.
    """
    if ctx.invoked_subcommand is not None:
        return
    from mailtui.services.desk import open_desk

    known = open_desk(app.database()).notes.tags()
    if form == "json":
        output.print_json([{"name": one.name, "count": one.count, "colour": one.colour} for one in known])
    elif known or form == "csv":
        output.print_rows(HEADINGS, [(one.name, one.count, one.colour) for one in known], form)
    else:
        output.say("there is no tag yet; mailtui tag QUERY +NAME makes one")


@command.command()
@click.argument("old")
@click.argument("new")
@why_option
def rename(old: str, new: str, why: str) -> None:
    """Give a tag another name, on all that carries it."""
    _report(app.acting().rename_tag(old, new, why))


@command.command()
@click.argument("old")
@click.argument("into")
@why_option
def merge(old: str, into: str, why: str) -> None:
    """Make one tag of two: what carries OLD carries INTO instead."""
    _report(app.acting().merge_tag(old, into, why))


@command.command()
@click.argument("name")
@click.argument("colour")
@why_option
def colour(name: str, colour: str, why: str) -> None:
    """Paint a tag: red, yellow, green, cyan, blue, magenta or none. Its name is always shown too."""
    _report(app.acting().colour_tag(name, colour, why))


@command.command()
@click.argument("name")
@why_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(name: str, why: str, yes: bool) -> None:
    """Take a tag off all that carries it, and away."""
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"delete tag {name}: are you sure?", "say --yes where nobody can be asked")
        click.confirm(f"take {name} off all that carries it, and away?", abort=True, err=True)
    _report(app.acting().delete_tag(name, why))


def _report(done: object) -> None:
    from mailtui.cli.undo import report
    from mailtui.model.act import Done

    assert isinstance(done, Done)
    if not done.changed and not done.refused:
        output.say("it is so already")
    else:
        report(done, as_json=False)
