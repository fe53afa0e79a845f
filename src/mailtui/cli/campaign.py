"""`mailtui campaign`: every rate of one campaign, and of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignView
    from mailtui.services.campaigns import Campaigns

BY = ("provider", "day", "domain", "link")


@click.command()
@click.argument("campaign", metavar="ID|NAME")
@click.option("--by", type=click.Choice(BY), help="Its parts too: mailbox providers, days, domains or links.")
@output.json_option
def command(campaign: str, by: str | None, as_json: bool) -> None:
    """Show every rate of one campaign.

    Its recipients are a query: mailtui search campaign:NAME status:bounced.
    """
    from mailtui.cli import campaign_output
    from mailtui.cli.remark_output import remark_lines, remark_objects
    from mailtui.config.limits import limits
    from mailtui.model.enums import SubjectKind
    from mailtui.model.work import Subject
    from mailtui.services.desk import open_desk

    desk = open_desk(app.database(), thresholds=limits(app.settings()))
    campaigns = desk.campaigns
    found = campaigns.find(campaign)
    remarks = desk.notes.of(Subject(SubjectKind.CAMPAIGN, found.id))
    if as_json:
        whole = campaign_output.as_object(found, campaigns.thresholds) | remark_objects(remarks)
        output.print_json(whole | _parts(campaigns, found, by))
        return
    for line in (
        *campaign_output.story(found, campaigns.limits_of(found)),
        *remark_lines(remarks, app.operator_zone()),
    ):
        click.echo(campaign_output.visible(line))
    if by is not None:
        click.echo()
        headings, rows = campaign_output.table(campaigns, found, by)
        output.print_rows(headings, rows, "plain")
        if not rows:
            output.say(campaign_output.NOTHING[by])


def _parts(campaigns: Campaigns, found: CampaignView, by: str | None) -> dict[str, Any]:
    from mailtui.cli import campaign_output

    if by is None:
        return {}
    if by == "link":
        return {"by": by, "parts": [one._asdict() for one in campaigns.links(found)]}
    return {"by": by, "parts": [campaign_output.part_object(one) for one in campaigns.parts(found, by)]}
