"""`mailtui campaigns`: every campaign with its rates, those past a limit first."""

from __future__ import annotations

import click

from mailtui.cli import app, output


@click.command()
@output.format_options
def command(form: str) -> None:
    """List campaigns with their rates.

    Campaigns past a limit of a mailbox provider or of the service come first, then the latest. They come from
    what sending services tell: mailtui import FILE.
    """
    from mailtui.cli import campaign_output
    from mailtui.config.limits import limits
    from mailtui.services.desk import open_desk

    campaigns = open_desk(app.database(), thresholds=limits(app.settings())).campaigns
    found = campaigns.all()
    if form == "json":
        output.print_json([campaign_output.as_object(one) for one in found])
    elif found or form == "csv":
        output.print_rows(campaign_output.HEADINGS, map(campaign_output.cells, found), form)
    else:
        for line in campaign_output.none_there(campaigns.unnamed()):
            output.say(line)
