"""`mailtui contacts`: people and how they stand; files of them and of campaigns are read in."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.services.contacts.importing import Request

KINDS = (
    *("contacts", "lists", "memberships", "segments", "templates", "campaigns"),
    *("campaign-recipients", "links"),
)
STATUSES = ("pending", "subscribed", "unsubscribed", "bounced", "complained")
_MOST = 200


class _Group(click.Group):
    """The words of a query may follow, so only the name of a subcommand is one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`contacts import ...` is the subcommand; `contacts bob` is `contacts list bob`."""
        if not any(word in self.commands for word in args[:1]) and not {"--help", "-h"} & set(args):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def command() -> None:
    """List contacts; read files of them, of campaigns, recipients.

    Without a command it lists: mailtui contacts [QUERY]. A QUERY has words of addresses and names, and
    status:subscribed, list:NAME, segment:NAME, domain:example.org, tag:vip.
    """


@command.command("list")
@click.argument("query", nargs=-1, metavar="[QUERY]")
@click.option("--limit", type=click.IntRange(1), default=_MOST, show_default=True, help="Contacts at most.")
@click.option("--count", "counted", is_flag=True, help="Print only how many there are.")
@output.format_options
def list_(query: tuple[str, ...], limit: int, counted: bool, form: str) -> None:
    """List contacts, in the order in which they came."""
    from mailtui.cli import people_output
    from mailtui.query.contacts import parse
    from mailtui.services.desk import open_desk

    people, asked = open_desk(app.database(), app.operator_zone()).people, parse(" ".join(query))
    if counted:
        click.echo(people.count_of(asked))
        return
    found = list(islice(people.walk(asked), limit))
    if form == "json":
        output.print_json([people_output.contact(one) for one in found])
    elif found or form == "csv":
        output.print_rows(people_output.CONTACTS, map(people_output.contact_cells, found), form)
        if len(found) == limit:
            output.say(f"the first {limit}; all of them: --limit N, how many: --count")
    else:
        output.say(people_output.no_contacts(people.there(), bool(query)))


@command.command("import")
@click.argument("path", metavar="FILE")
@click.option(
    "--kind", type=click.Choice(KINDS), default="contacts", show_default=True, help="What the rows are."
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column a field is: email=E-Mail; none: =state.",
)
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="FIELD:WORD=VALUE",
    help="What a word in a field means: status:aktiv=subscribed.",
)
@click.option("--list", "list_name", default="", metavar="NAME", help="Put the contacts on this list.")
@click.option("--update/--skip", default=True, help="Of rows that are there already. [default: update]")
@click.option("--dry-run", is_flag=True, help="Write nothing; say which rows are bad, and why.")
@click.option("--status", type=click.Choice(STATUSES), help="Of contacts of whom the file says none.")
@click.option("--campaign", default="", metavar="NAME", help="The campaign of recipients, links.")
@click.option(
    "--account", default="csv", show_default=True, metavar="NAME", help="The account that campaigns are of."
)
@click.option(
    "--time-zone", "zone", default="", metavar="ZONE", help="Of times without one [default: this machine's]."
)
@click.option("--dates", type=click.Choice(("dmy", "mdy")), help="How 03/04/2026 is meant.")
@click.option("--delimiter", default="", metavar="CHAR", help="Between cells [default: told by the file].")
@click.option("--source", default="", metavar="WORD", help="How the contacts came to be.")
@output.json_option
def import_(
    path: str,
    kind: str,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    list_name: str,
    update: bool,
    dry_run: bool,
    status: str | None,
    campaign: str,
    account: str,
    zone: str,
    dates: str | None,
    delimiter: str,
    source: str,
    as_json: bool,
) -> None:
    """Read a table in CSV or JSON; nothing is there twice.

    FILE is CSV with the names of the columns in its first line, a JSON array or JSON Lines, compressed or
    not; - is standard input. Bad rows are told with their lines, and the others are taken.
    """
    from mailtui.cli import contacts_import
    from mailtui.services.contacts.importing import Request

    request = Request(
        *(path, kind, columns, "update" if update else "skip", list_name, status or "", campaign, account),
        *(zone, dates or "", delimiter, source, values),
    )
    _check(request)
    contacts_import.run(request, dry=dry_run, as_json=as_json)


def _check(request: Request) -> None:
    """That what is asked for can be, before a file is opened."""
    from mailtui.errors import UsageError

    delimiter = request.delimiter.replace("\\t", "\t")
    if len(delimiter) > 1 or delimiter in ('"', "\n", "\r"):
        raise UsageError(f"{request.delimiter!r} cannot stand between cells", "one character, such as ';'")
    request.wanted()
