"""`mailtui redo`: do again what was taken back."""

from __future__ import annotations

import click

from mailtui.cli import app, output
from mailtui.cli.undo import report


@click.command()
@output.json_option
def command(as_json: bool) -> None:
    """Do again what you took back last, unless you did more since."""
    report(app.acting().redo(), as_json=as_json)
