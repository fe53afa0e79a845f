"""`mailtui undo`: take back what was done last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailtui.model.act import Done, UndoView


@click.command()
@click.option("--list", "listed", is_flag=True, help="Show what could be undone and redone.")
@output.json_option
def command(listed: bool, as_json: bool) -> None:
    """Take back what you did last, here or on the screens.

    Again for the act before. What somebody else changed meanwhile stays as they left it, and is told.
    1 when there is nothing to undo.
    """
    if listed:
        _list(app.acting().journal(), as_json=as_json)
    else:
        report(app.acting().undo(), as_json=as_json)


def report(done: Done, *, as_json: bool) -> None:
    """What came of an act; leaves with 1 when all of it was refused."""
    if as_json:
        refused = [
            {"subject": f"{each.subject.kind}:{each.subject.id}", "why": each.why} for each in done.refused
        ]
        output.print_json(
            {"title": done.title, "count": done.count, "changed": done.changed, "refused": refused}
        )
    else:
        output.say(done.title)
        for each in done.refused[:10]:
            output.say(f"  {each.subject.kind} {each.subject.id} stays as it is: {each.why}")
        if len(done.refused) > 10:
            output.say(f"  and {len(done.refused) - 10} more stay as they are")
    if done.refused and not done.changed:
        app.fail(1)


def _list(known: Sequence[UndoView], *, as_json: bool) -> None:
    from mailtui.cli.times import for_people, iso_or_none

    if as_json:
        output.print_json(
            [
                {"id": one.id, "time": iso_or_none(one.time), "title": one.title, "undone": one.undone}
                for one in known
            ]
        )
    elif known:
        zone = app.operator_zone()
        cells = [
            (for_people(one.time, zone), one.title, "undone: redo does it again" if one.undone else "")
            for one in known
        ]
        output.print_table(("time", "act", "now"), cells)
    else:
        output.say("You have done nothing here that could be undone.")
