"""`mailtui yank`: what the yank menu copies, on stdout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output, queries
from mailtui.errors import AmbiguousError, NotFoundError

if TYPE_CHECKING:
    from mailtui.model.view import RowKey
    from mailtui.services.desk import Desk
    from mailtui.services.yanking import Item, Offer

_INCIDENT = re.compile(r"(?:#|inc:)(\d{1,18})", re.ASCII)
WHAT = (
    *("address", "sender", "message-id", "queue-id", "lines", "reply", "command", "fix", "query"),
    *("ticket", "customer"),
)
"""The entries of `mailtui.services.yanking`, here by name: the help imports no service."""


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--what", type=click.Choice(WHAT), help="What to print; without it, what there is.")
@click.option("--query", "is_query", is_flag=True, help="ID is a query: of every row that it finds.")
@click.option("--server", metavar="NAME", help="Only messages of this server.")
@click.option("--copy", is_flag=True, help="Put it on the clipboard too.")
def command(identifier: str, what: str | None, is_query: bool, server: str | None, copy: bool) -> None:
    """Print what the yank menu copies: ids, lines, texts to send.

    ID is a queue id, a Message-ID, an incident (#12) or a domain of the list. `--what ticket` is the text
    for the other side's postmaster, `--what customer` the one for the sender, without jargon.
    """
    offers = _offers(identifier, is_query, server)
    if what is None:
        rows = [(one.entry.id, f"({one.why_not})" if one.why_not else one.summary) for one in offers]
        output.print_table(("what", "text"), rows)
        return
    offer = next(offer for offer in offers if offer.entry.id == what)
    if offer.why_not:
        raise NotFoundError(f"there is no {what} of {identifier}: {offer.why_not}", "leave out --what")
    click.echo(offer.text)
    if copy:
        _copy(offer)


def _offers(identifier: str, is_query: bool, server: str | None) -> Sequence[Offer]:
    from mailtui.config.paths import rules_file
    from mailtui.services.desk import open_desk
    from mailtui.services.yanking import Yanking, offers, seen

    zone = app.operator_zone()
    desk = open_desk(app.database(), zone, rules_file(), opening.retry_of(app.settings()))
    yanking = Yanking(desk, zone)
    if is_query:
        return offers(seen(yanking.of_rows(_found(desk, identifier), identifier)))
    return offers(seen(yanking.of(_items(desk, identifier, server))))


def _found(desk: Desk, query: str) -> Sequence[RowKey]:
    from mailtui.services.yanking.gathering import MOST

    return desk.search.keys(queries.parsed(query), MOST + 1)


def _items(desk: Desk, identifier: str, server: str | None) -> list[Item]:
    """What the id names; NotFoundError and AmbiguousError say how to go on."""
    incident = _INCIDENT.fullmatch(identifier)
    if incident:
        if desk.incidents.get(int(incident[1])) is None:
            raise NotFoundError(
                f"there is no incident {incident[1]}", "see which there are: mailtui incidents"
            )
        return [int(incident[1])]
    found = [message for message in desk.tracing.find(identifier) if server in (None, message.server)]
    if len({(message.server, message.queue_id) for message in found}) > 1:
        raise AmbiguousError(
            f"{len(found)} messages have the id {identifier}", "name its server: --server NAME, or a queue id"
        )
    if found:
        return [row.key for row in desk.tracing.trace(found[0].id).recipients]
    if "." in identifier and "@" not in identifier:
        return [identifier]
    raise NotFoundError(
        f"no message has the id {identifier}", "a query needs --query; see mailtui yank --help"
    )


def _copy(offer: Offer) -> None:
    """By the route of this terminal; what is written to the terminal goes past a pipe."""
    from mailtui.config.paths import yank_folder
    from mailtui.ui.clipboard import carry

    done = carry(offer.text, offer.entry.id, yank_folder())
    if done.escape:
        try:
            with open("/dev/tty", "w", encoding="ascii") as terminal:
                terminal.write(done.escape)
        except OSError:
            output.say("there is no terminal to copy to")
            return
    output.say(done.said(offer.entry.title))
