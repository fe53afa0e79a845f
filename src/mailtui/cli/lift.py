"""`mailtui lift`: take addresses or domains off the list of who is not to be mailed."""

from __future__ import annotations

import click

from mailtui.cli import app, output
from mailtui.cli.suppress import named


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="ADDRESS|DOMAIN...")
@click.option("--why", default="", metavar="TEXT", help="Why they may be mailed again; kept with them.")
@output.json_option
def command(targets: tuple[str, ...], why: str, as_json: bool) -> None:
    """Take addresses or domains off that list, or decline proposals.

    Whoever fails again afterwards may be proposed again. `mailtui undo` takes it back.
    """
    from mailtui.cli.undo import report

    report(app.acting().lift(named(targets), why), as_json=as_json)
