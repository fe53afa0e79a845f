"""`mailtui person`: everything that is known of one address; export it, erase it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output, person_erase
from mailtui.cli.telling import telling

if TYPE_CHECKING:
    from mailtui.model.person import PersonView


class AddressFirst(click.Group):
    """Options of the page may stand behind the address too, where commands are."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if len(args) > 1 and args[1].startswith("-") and not args[0].startswith("-"):
            args = [*args[1:], args[0]]
        return super().parse_args(ctx, args)


@click.group(cls=AddressFirst, invoke_without_command=True)
@click.argument("address")
@output.json_option
@click.pass_context
def command(ctx: click.Context, address: str, as_json: bool) -> None:
    """Show what is known of an address; export or erase it.

    After the address: `export` writes everything as JSON, `erase` takes the person out of the database.
    The mails themselves: mailtui search address:ADDRESS.
    """
    from mailtui.model.suppression import target_of

    ctx.obj = target_of(address)
    if ctx.invoked_subcommand is not None:
        return
    from mailtui.cli import person_output
    from mailtui.model.person_masking import shown_person

    found = shown_person(page(ctx.obj))
    if as_json:
        output.print_json(person_output.as_object(found))
        return
    for line in person_output.story(found, app.operator_zone()):
        click.echo(line)


def page(address: str) -> PersonView:
    """The page; NotFoundError when nothing is known."""
    from mailtui.errors import NotFoundError
    from mailtui.services.desk import open_desk

    found = open_desk(app.database()).persons.page(address)
    if not found.is_known:
        raise NotFoundError(
            f"nothing is known of {address}", f"`mailtui search {address}` finds texts that mention it"
        )
    return found


@command.command()
@click.option(
    "--out", "path", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Not stdout."
)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.pass_obj
def export(address: str, path: Path | None, force: bool) -> None:
    """Write everything about the address as JSON.

    Mails with their attempts, events and replies, refusals, contact, lists, campaigns, suppressions, notes,
    tags, acts, payloads, and the log lines that name it. A FILE (mode 0600) is there when it is whole, or
    not at all. What docs/person.md calls version 1.
    """
    from mailtui.model.visible import is_shared
    from mailtui.services.exporting import whole_file
    from mailtui.services.operators import reading
    from mailtui.services.persons.exporting import pieces

    page(address)
    with telling("things") as told:
        text = pieces(app.database(), address, reading(), told)
        if path is None:
            for piece in text:
                sys.stdout.write(piece)
            return

        def fill(write: object) -> None:
            assert callable(write)
            for piece in text:
                write(piece)

        whole_file(path, force, fill)
    people = "masked" if is_shared() else "with names"
    told_ = {"what": f"all about {address}", "file": str(path), "format": "person", "people": people}
    app.acting().record("export", after=told_)
    output.say(f"everything about {address} is in {path}")


command.add_command(person_erase.erase)
