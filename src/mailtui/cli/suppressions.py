"""`mailtui suppressions`: who is not to be mailed any more, and who is proposed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailtui.model.suppression import SuppressionView
    from mailtui.services.suppressing import Suppressions

HEADINGS = ("address", "state", "reason", "since", "until", "by", "cause")
STATES = ("proposed", "active", "lifted", "declined")


@click.command()
@click.argument("text", default="", metavar="[TEXT]")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these.")
@click.option("--all", "everything", is_flag=True, help="Also those that were lifted or declined.")
@click.option("--list", "bare", is_flag=True, help="Only addresses and domains that hold now, one a line.")
@click.option("--propose", is_flag=True, help="First look for failures that propose somebody.")
@click.option("--limit", type=click.IntRange(1), default=1_000, show_default=True, help="Rows at most.")
@output.format_options
def command(
    text: str, states: tuple[str, ...], everything: bool, bare: bool, propose: bool, limit: int, form: str
) -> None:
    """List who is not to be mailed, and who is proposed for it.

    TEXT is a part of an address, a domain or a cause. The worker proposes by the diagnosis of failures:
    `mailtui suppress` accepts, `mailtui lift` declines or lifts. --list is what a mail server can look
    addresses up in.
    """
    from mailtui.model.enums import SuppressionState
    from mailtui.model.suppression import ERASED
    from mailtui.services.run import now
    from mailtui.services.suppressing import OPEN

    if propose:
        _propose()
    asked = tuple(map(SuppressionState, states)) or (tuple(SuppressionState) if everything else OPEN)
    if bare:
        held = _service().list(text, (SuppressionState.ACTIVE,), 10_000_000)
        targets = sorted(one.target for one in held if one.holds(now()))
        for target in targets:
            if not target.startswith(ERASED):
                click.echo(visible(target))
        return
    service = _service()
    found = service.list(text, asked, limit)
    if form == "json":
        output.print_json([as_object(one) for one in found])
    elif found:
        output.print_rows(HEADINGS, [_cells(one) for one in found], form)
    if form in ("table", "plain"):
        output.say(_summary(found, service.count(text, asked), asked=bool(text or states)))


def as_object(one: SuppressionView) -> dict[str, Any]:
    """For JSON; times are ISO 8601 in UTC."""
    from mailtui.cli.times import iso_or_none

    return {
        "id": one.id,
        "address": one.target,
        "state": str(one.state),
        "reason": str(one.reason),
        "cause": one.cause,
        "failed": iso_or_none(one.failed),
        "proposed": iso_or_none(one.proposed),
        "proposed_by": one.proposed_by,
        "decided": iso_or_none(one.decided),
        "decided_by": one.decided_by,
        "until": iso_or_none(one.until),
        "lifted": iso_or_none(one.lifted),
        "lifted_by": one.lifted_by,
        "lift_reason": one.lift_reason,
    }


def _cells(one: SuppressionView) -> tuple[str, ...]:
    from mailtui.cli.times import for_people

    zone = app.operator_zone()
    until = "" if one.until is None else for_people(one.until, zone)
    who = one.lifted_by or one.decided_by or one.proposed_by
    said = one.lift_reason or one.cause
    first = said.splitlines()[0] if said else ""
    return one.target, str(one.state), str(one.reason), for_people(one.since, zone), until, who, first


def _summary(found: Sequence[SuppressionView], count: int, *, asked: bool) -> str:
    if not count:
        if asked:
            return "Nobody on the list matches. --all shows those that were lifted or declined too."
        return "Nobody is suppressed or proposed. mailtui suppress ADDRESS puts somebody on the list."
    more = "" if len(found) == count else f", {len(found)} shown; --limit N shows more"
    return f"{count} suppression{'' if count == 1 else 's'}{more}"


def _propose() -> None:
    from mailtui.services.run import now
    from mailtui.services.suppressing import propose

    new = propose(app.database(), now)
    output.say(f"{new} new proposal{'' if new == 1 else 's'}")


def _service() -> Suppressions:
    from mailtui.services.suppressing import Suppressions
    from mailtui.store.engine import reader

    return Suppressions(reader(app.database()))
