"""What the list of campaigns and the page of one show. Plain values."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import EventProvider
from mailtui.model.metrics import Metrics, Tally, Told
from mailtui.model.thresholds import Breach


class CampaignView(NamedTuple):
    """A campaign with its recipients counted and every rate of it."""

    id: int
    name: str
    """What the service or the sender calls it: hostile until it is displayed."""
    account: str
    service: EventProvider | None
    first_day: str
    """The day (UTC) of the first mail, `2026-11-20`; '' when there is none."""
    last_day: str
    state: str
    """`sending` while recipients wait, else `done`."""
    tally: Tally
    told: Told
    metrics: Metrics
    breaches: tuple[Breach, ...] = ()
    """Limits that are passed by all of it, or by its mail to one mailbox provider; worst first."""

    @property
    def progress(self) -> float | None:
        """The part of the recipients tried whose outcome is known; None when there are none."""
        attempted = self.tally.attempted
        return (attempted - self.tally.pending) / attempted if attempted else None


class PartView(NamedTuple):
    """A part of a campaign: a mailbox provider, a day, a domain."""

    key: str
    tally: Tally
    told: Told
    metrics: Metrics
    breaches: tuple[Breach, ...] = ()


class LinkView(NamedTuple):
    """A link of a campaign, by who clicked it."""

    url: str
    clicks: int
    """By people, repeated ones too."""
    clickers: int
    """Distinct recipients."""
    machine_clicks: int


OWN_NAMES = ("campaign_id", "campaign", "campaignid")
"""What senders call it in their own data: upper and lower case, `-` and `_` are one, `X-` may be before."""
NAMED_BY = {
    EventProvider.SES: "a message tag campaign_id or a header X-Campaign-ID",
    EventProvider.BREVO: "camp_id, or campaign_id in X-Mailin-custom",
    EventProvider.MAILGUN: "the user variable campaign_id",
    EventProvider.MAILJET: "customcampaign or mj_campaign_id",
    EventProvider.POSTMARK: "campaign_id in Metadata",
    EventProvider.SENDGRID: "the unique argument campaign_id, singlesend_id or marketing_campaign_id",
    EventProvider.SPARKPOST: "campaign_id, there or in rcpt_meta",
}
"""Which fields of a service name the campaign of a mail (docs/campaigns.md has them in full)."""


class Unnamed(NamedTuple):
    """Mails of a service that are of no campaign."""

    service: EventProvider
    mails: int
