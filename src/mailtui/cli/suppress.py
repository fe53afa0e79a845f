"""`mailtui suppress`: put addresses or domains on the list of who is not to be mailed."""

from __future__ import annotations

import sys

import click

from mailtui.cli import app, output
from mailtui.errors import UsageError

REASONS = ("bounce", "complaint", "manual", "unsubscribe")
_EXAMPLE = "such as 30d or 2026-12-24"


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="ADDRESS|DOMAIN...")
@click.option("--reason", type=click.Choice(REASONS), default="manual", show_default=True)
@click.option("--until", metavar="TIME", help=f"Until then, {_EXAMPLE} [default: until lifted].")
@click.option("--why", default="", metavar="TEXT", help="For the audit.")
@output.json_option
def command(targets: tuple[str, ...], reason: str, until: str | None, why: str, as_json: bool) -> None:
    """Put addresses or domains on that list, or accept proposals.

    `-` reads them from standard input, one a line. `mailtui undo` takes it back.
    """
    from mailtui.cli.undo import report
    from mailtui.model.enums import SuppressionReason

    wanted = named(targets)
    moment = None if until is None else until_of(until)
    report(app.acting().suppress(wanted, SuppressionReason(reason), moment, why), as_json=as_json)


def named(targets: tuple[str, ...]) -> list[str]:
    """The words of the command line, with the lines of standard input for `-`."""
    found: list[str] = []
    for word in targets:
        if word == "-":
            found.extend(line.strip() for line in sys.stdin if line.strip())
        else:
            found.append(word)
    return found


def until_of(text: str) -> int:
    """A moment to come, UTC microseconds; UsageError when it names none or one that is over."""
    from mailtui.cli.since import since
    from mailtui.diagnosis.outlook.durations import duration
    from mailtui.services.run import now

    try:
        return now() + duration(text)
    except ValueError:
        moment = since(text, now(), app.operator_zone())
    if moment <= now():
        raise UsageError(f"{text} is over", f"name a time to come, {_EXAMPLE}")
    return moment
