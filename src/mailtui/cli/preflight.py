"""`mailtui preflight`: who of an audience can be mailed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output
from mailtui.model.preflight import ORDER, Reason
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from mailtui.model.preflight import Preflight

_CLEAR = "\r\x1b[K"


@click.command()
@click.argument("audience", nargs=-1, required=True, metavar="list:NAME|segment:NAME|QUERY")
@click.option(
    "--list", "reason", type=click.Choice([str(one) for one in ORDER]), help="Print all of one reason."
)
@click.option("--no-dns", is_flag=True, help="Ask DNS nothing about their domains.")
@click.option("--resolver", "servers", multiple=True, metavar="IP[:PORT]", help="Ask this server.")
@output.json_option
def command(
    audience: tuple[str, ...], reason: str | None, no_dns: bool, servers: tuple[str, ...], as_json: bool
) -> None:
    """Say who of a list or segment can be mailed, and who not.

    Each contact counts once, for the first reason that holds; DNS is asked about the domains of those who
    could be mailed otherwise. What DNS does not answer is told apart, and taken for nothing.
    """
    from mailtui.config.domains import domain_options
    from mailtui.query.contacts import parse
    from mailtui.services.contacts.preflight import Audience
    from mailtui.services.desk import now, open_desk

    name = " ".join(audience)
    options = None if no_dns else domain_options(app.settings(), servers)
    looked = Audience(open_desk(app.database(), app.operator_zone()).people, parse(name), now(), name)
    with _progress() as told:
        found = looked.look(told, options)
    if reason is not None:
        rows = looked.of(Reason(reason))
        if as_json:
            output.print_json([{"recipient": one.address, "why": one.why or None} for one in rows])
            return
        for one in rows:
            click.echo(visible(f"{one.address}\t{one.why}" if one.why else one.address))
    elif as_json:
        output.print_json(_object(found))
    else:
        for line in story(found):
            click.echo(visible(line))


def _object(found: Preflight) -> dict[str, Any]:
    return {
        "audience": found.audience,
        "total": found.total,
        **{part.reason.replace("-", "_"): part.number for part in found.parts},
        "maybe_the_same_mailbox": found.tagged,
        "domains_asked_about": found.domains,
        "dns": found.asked_dns,
        "first": {part.reason.replace("-", "_"): list(part.first) for part in found.parts if part.number},
    }


def story(found: Preflight) -> Iterator[str]:
    """The counts in lines of text, not yet made visible."""
    yield f"{found.audience}: {found.total} contacts"
    for part in found.parts:
        words = part.reason.replace("-", " ")
        first = ", ".join(part.first) if part.reason is not Reason.REACHABLE else ""
        more = ", ..." if first and part.number > len(part.first) else ""
        yield f"  {words:16} {part.number:>8}  {first}{more}".rstrip()
    if not found.asked_dns:
        yield "DNS was not asked: domains that take no mail count as reachable"
    if found.tagged:
        yield (
            f"{found.tagged} reachable addresses differ from another only behind a + (bob+news@): "
            "maybe the same mailbox; they are counted"
        )


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A line on stderr when that is a terminal."""
    drawn = sys.stderr.isatty()

    def show(what: str, done: int, total: int) -> None:
        if drawn:
            sys.stderr.write(f"{_CLEAR}{done} {'of ' + str(total) + ' ' if total else ''}{what}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
