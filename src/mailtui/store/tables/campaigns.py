"""Campaigns, what was ever told of them, and their recipients counted."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from mailtui.model.enums import CampaignPart, CampaignState, ProviderEventKind
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Campaign(SQLModel, table=True):
    """Mail that belongs together, as the sender says: the service's campaign, or a tag that stands for it."""

    __tablename__ = "campaign"
    __table_args__ = (one_of("state", CampaignState),)
    id: int = key()
    digest: int = big(unique=True)
    """Of account and external id."""
    server_id: int = big(foreign_key="server.id")
    """The server that stands for the account at the service."""
    external_id: str
    """What the service or the sender calls it."""
    name: str | None = None
    state: int | None = word(optional=True)
    """NULL: nobody said; only its mails are known."""
    scheduled: int | None = big(optional=True)
    started: int | None = big(optional=True)
    finished: int | None = big(optional=True)
    from_name: str | None = None
    sender: str | None = None
    """The header From."""
    reply_to: str | None = None
    subject: str | None = None
    preview_text: str | None = None
    list_id: int | None = big(optional=True)
    segment_id: int | None = big(optional=True)
    template_id: int | None = big(optional=True)
    provider_id: int | None = big(optional=True)
    speed: int | None = None
    """Mails a minute, as planned."""
    retries: int | None = None
    """How often a failed mail is tried again at most; 0: never."""
    recipients: int | None = big(optional=True)
    """How many it is to have, as told: what progress is measured by."""
    created: int | None = big(optional=True)
    updated: int | None = big(optional=True)
    archived: int | None = big(optional=True)


class CampaignLink(SQLModel, table=True):
    """A link in the mails of a campaign, clicked or not."""

    __tablename__ = "campaign_link"
    __table_args__ = (Index("ix_campaign_link", "campaign_id", "link_id", unique=True),)
    id: int = key()
    campaign_id: int = big(foreign_key="campaign.id")
    link_id: int = big(foreign_key="link.id")
    short_code: str = ""
    created: int | None = big(optional=True)


class CampaignTally(SQLModel, table=True):
    """The recipients of a part of a campaign, counted: one column for each field of `model.metrics.Tally`.

    Kept with every event that comes; always what counting the recipients anew gives. Nobody counted: no row.
    """

    __tablename__ = "campaign_tally"
    __table_args__ = (one_of("part", CampaignPart), WITHOUT_ROWID)
    campaign_id: int = key()
    part: int = word(primary_key=True)
    key: str = Field(primary_key=True)
    attempted: int = 0
    delivered: int = 0
    hard: int = 0
    blocked: int = 0
    soft_final: int = 0
    pending: int = 0
    skipped: int = 0
    opened: int = 0
    opened_human: int = 0
    opened_machine: int = 0
    clicked: int = 0
    clicked_machine: int = 0
    engaged: int = 0
    complained: int = 0
    unsubscribed: int = 0


class ToldKind(SQLModel, table=True):
    """That an account ever told an event of this kind of a campaign (0: of mail in none).

    What is not told at all cannot be counted, and is no zero.
    """

    __tablename__ = "told_kind"
    __table_args__ = (one_of("kind", ProviderEventKind), WITHOUT_ROWID)
    server_id: int = key()
    campaign_id: int = key()
    kind: int = word(primary_key=True)
