"""`mailtui incident`: one incident with its card, its recipients and its evidence; and what people decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output
from mailtui.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from mailtui.services.desk import Desk

STATES = ("new", "open", "waiting", "resolved", "ignored")
NOBODY = "nobody"
ME = "me"


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--state", type=click.Choice(STATES), help="Note what you decided about it.")
@click.option("--assign", "who", metavar="me|NAME|nobody", help="Note who takes it.")
@click.option("--why", default="", metavar="TEXT", help="Why, for the audit.")
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, help="Recipients and lines at most."
)
@output.json_option
def command(identifier: str, state: str | None, who: str | None, why: str, limit: int, as_json: bool) -> None:
    """Show one incident: cause, recipients, proof; or decide.

    ID is a number that `mailtui incidents` shows. With --state or --assign it only notes that; `mailtui undo`
    takes it back.
    """
    from mailtui.config.paths import rules_file
    from mailtui.services.desk import open_desk

    number = _number(identifier)
    retry = opening.retry_of(app.settings())
    desk = open_desk(app.database(), app.operator_zone(), rules_file(), retry)
    if desk.incidents.get(number) is None:
        raise NotFoundError(f"there is no incident {number}", "see which there are: mailtui incidents --all")
    if state is None and who is None:
        _show(desk, number, limit, as_json)
        return
    _decide(number, state, who, why)
    if as_json:
        _print_json(desk, number)


def _number(identifier: str) -> int:
    digits = identifier.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise UsageError(
            f"{identifier!r} is no number of an incident", "see which there are: mailtui incidents"
        )
    return int(digits)


def _decide(number: int, state: str | None, who: str | None, why: str) -> None:
    from mailtui.model.enums import IncidentState, SubjectKind
    from mailtui.model.work import Subject

    acting, subjects = app.acting(), [Subject(SubjectKind.INCIDENT, number)]
    if state is not None:
        acting.state(subjects, IncidentState(state), why)
        output.say(f"incident {number} is {state} now")
    if who is not None:
        taker = acting.operator.known_as if who == ME else None if who == NOBODY else who
        acting.assign(subjects, taker, why)
        output.say(f"incident {number} is {f'with {taker}' if taker else 'with nobody'} now")


def _print_json(desk: Desk, number: int) -> None:
    from mailtui.cli import incidents_output

    found = desk.incidents.get(number)
    output.print_json(None if found is None else incidents_output.as_object(found))


def _show(desk: Desk, number: int, limit: int, as_json: bool) -> None:
    from mailtui.cli import incident_output
    from mailtui.model.visible import shown, visible

    whole = shown(incident_output.gathered(desk, number, limit))
    if as_json:
        output.print_json(incident_output.as_object(whole))
        return
    for line in incident_output.story(whole, app.operator_zone()):
        click.echo(visible(line))
