"""What the list of campaigns and the page of one show. Plain values."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import CampaignState, EventProvider, FailureClass, Side
from mailtui.model.metrics import Metrics, Tally, Told
from mailtui.model.thresholds import Breach, Threshold
from mailtui.model.work import NO_REMARKS, Remarks


class Plan(NamedTuple):
    """What the system that sends a campaign says of it; None or '' where it says nothing.

    Times are UTC microseconds; texts are hostile until they are displayed.
    """

    title: str = ""
    """What it calls it, where that is not its id."""
    state: CampaignState | None = None
    scheduled: int | None = None
    started: int | None = None
    finished: int | None = None
    from_name: str = ""
    sender: str = ""
    reply_to: str = ""
    subject: str = ""
    preview_text: str = ""
    list_name: str = ""
    segment_name: str = ""
    template_name: str = ""
    recipients: int | None = None
    """How many it is to have."""
    speed: int | None = None
    """Mails a minute."""
    updated: int | None = None
    archived: int | None = None


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
    """As who sends it says; where nobody does, `done` when no recipient waits.

    While some do `sending`, and `sent` days after the last mail was sent.
    """
    tally: Tally
    told: Told
    metrics: Metrics
    breaches: tuple[Breach, ...] = ()
    """Limits that are passed by all of it, or by its mail to one mailbox provider; worst first."""
    plan: Plan = Plan()
    query: str = ""
    """Finds its recipients and no others."""
    remarks: Remarks = NO_REMARKS

    @property
    def title(self) -> str:
        """What to call it: its name, else its id at the service. Hostile until it is displayed."""
        return self.plan.title or self.name

    @property
    def delivered_text(self) -> str:
        """How many were delivered; n/a where nobody tells."""
        known = self.told.deliveries or self.tally.delivered
        return str(self.tally.delivered) if known else "n/a"

    @property
    def progress(self) -> float | None:
        """The part of the recipients it is to have that was tried.

        Where nobody said how many those are, the part of those tried whose outcome is known; None: neither.
        """
        attempted = self.tally.attempted
        if self.plan.recipients:
            return min(1.0, attempted / self.plan.recipients)
        return (attempted - self.tally.pending) / attempted if attempted else None


class PartView(NamedTuple):
    """A part of a campaign: a mailbox provider, a day, a domain."""

    key: str
    tally: Tally
    told: Told
    metrics: Metrics
    breaches: tuple[Breach, ...] = ()
    query: str = ""
    """Finds its recipients and no others."""


class LinkView(NamedTuple):
    """A link of a campaign, by who clicked it."""

    url: str
    clicks: int
    """By people, repeated ones too."""
    clickers: int
    """Distinct recipients."""
    machine_clicks: int
    machine_clickers: int = 0
    """Distinct recipients for whom a machine clicked it, whether or not the person did too."""


class Preview(NamedTuple):
    """What a campaign is written with, as plain text; hostile until it is displayed."""

    name: str
    version: int
    subject: str
    text: str
    declared: tuple[str, ...]
    """Variables that the template says it has."""
    used: tuple[str, ...]
    """Variables in its texts."""
    undeclared: tuple[str, ...]
    """Used, and nobody fills them."""
    unused: tuple[str, ...]
    """Declared for nothing."""
    broken: tuple[str, ...] = ()
    """Looks like a placeholder that is not one."""


class FailureView(NamedTuple):
    """The recipients of a campaign that failed, or wait, for one cause."""

    failure_class: FailureClass
    side: Side
    recipients: int
    waiting: int
    """How many of them are still tried."""


class CampaignDetail(NamedTuple):
    """What the page of one campaign shows at once."""

    view: CampaignView
    """With the notes in full."""
    providers: tuple[PartView, ...]
    """The largest first."""
    days: tuple[PartView, ...]
    """Days (UTC) of sending, the first first."""
    limits: tuple[Threshold, ...]
    """Every limit that may be passed by it."""
    kept_since: str = ""
    """The first day of which mail is kept, where older mail of it went by retention; '': all is there."""


class CampaignWalk(NamedTuple):
    """What takes a while: a walk over the recipients, the template as text."""

    links: tuple[LinkView, ...]
    failures: tuple[FailureView, ...]
    template: Preview | None = None


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
    EventProvider.OPENMAILER: "campaign_id of campaign_recipients and email_logs",
    EventProvider.RELAY: "nothing, for it has no campaigns",
    EventProvider.MAILMAN: "nothing, for it has no campaigns",
    EventProvider.CSV: "the column campaign",
}
"""Which fields of a service name the campaign of a mail (docs/campaigns.md has them in full)."""


class Unnamed(NamedTuple):
    """Mails of a service that are of no campaign."""

    service: EventProvider
    mails: int
