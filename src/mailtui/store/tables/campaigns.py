"""Campaigns, what was ever told of them, and their recipients counted."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from mailtui.model.enums import CampaignPart, ProviderEventKind
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Campaign(SQLModel, table=True):
    """Mail that belongs together, as the sender says: the service's campaign, or a tag that stands for it."""

    __tablename__ = "campaign"
    id: int = key()
    digest: int = big(unique=True)
    """Of account and external id."""
    server_id: int = big(foreign_key="server.id")
    """The server that stands for the account at the service."""
    external_id: str
    """What the service or the sender calls it."""


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
