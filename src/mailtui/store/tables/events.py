"""What sending services tell: their payloads, the events in them, and what recipients did.

A mail that a service sends is a `Message` of a `Server` that stands for the account at the service.
"""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, SmallInteger, text
from sqlmodel import Field, SQLModel

from mailtui.model.enums import Actor, EventProvider, ProviderEventKind
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class WebhookBlock(SQLModel, table=True):
    """Payloads as they came, some hundred together, compressed."""

    __tablename__ = "webhook_block"
    id: int = key()
    data: bytes = Field(sa_type=LargeBinary)
    """Zstandard over the payloads, each after its length (4 bytes, big endian)."""


class WebhookEvent(SQLModel, table=True):
    """One payload of a service: a webhook's body, a line of a file. Kept also when it is not understood.

    Its text is at `id % PAYLOADS_PER_BLOCK` in the block `id / PAYLOADS_PER_BLOCK` (`store.payloads`).
    """

    __tablename__ = "webhook_event"
    __table_args__ = (
        one_of("provider", EventProvider),
        Index("ix_webhook_event_received", "received"),
        Index(
            "ix_webhook_event_failed",
            "id",
            sqlite_where=text("error IS NOT NULL"),
            postgresql_where=text("error IS NOT NULL"),
        ),
        Index(
            "ix_webhook_event_waiting",
            "id",
            sqlite_where=text("processed IS NULL"),
            postgresql_where=text("processed IS NULL"),
        ),
    )
    id: int = key()
    digest: int = big(unique=True)
    """Of provider, account and text: a payload that comes twice is kept once."""
    provider: int | None = word(optional=True)
    """NULL when nobody's payload looks like it."""
    server_id: int = big(foreign_key="server.id")
    source_id: int | None = big(optional=True, foreign_key="source.id")
    received: int = big()
    """When mailtui got it, UTC microseconds."""
    processed: int | None = big(optional=True)
    """When it was last read; NULL: not yet."""
    events: int = 0
    """How many events were in it."""
    error: str | None = None
    """What of it was not understood."""


class Link(SQLModel, table=True):
    """A URL in mails that was clicked, or that a campaign has."""

    __tablename__ = "link"
    id: int = key()
    digest: int = big(unique=True)
    url: str


class DeliveryEvent(SQLModel, table=True):
    """One thing told about one recipient of one message. Told twice, it is here once.

    Of who opened or clicked there is no address and no agent: only whose program it is, if any, and a
    number of 12 bits that tells the addresses of one message's visits apart.
    """

    __tablename__ = "delivery_event"
    __table_args__ = (
        one_of("kind", ProviderEventKind),
        one_of("actor", Actor),
        Index(
            "ix_delivery_event_link",
            "link_id",
            sqlite_where=text("link_id IS NOT NULL"),
            postgresql_where=text("link_id IS NOT NULL"),
        ),
        WITHOUT_ROWID,
    )
    message_id: int = key()
    key: bytes = Field(primary_key=True, sa_type=LargeBinary)
    """16 bytes: what makes it one event (`model.provider_event.event_key`)."""
    number: int = Field(sa_type=SmallInteger)
    """Of the recipient; -1 when the service did not say which."""
    kind: int = word()
    time: int | None = big(optional=True)
    payload_id: int = big()
    """The `webhook_event` that told it first."""
    permanent: bool | None = None
    blocked: bool = False
    smtp_code: int | None = Field(default=None, sa_type=SmallInteger)
    enhanced_code: str | None = None
    reply_id: int | None = big(optional=True, foreign_key="reply.id")
    host_id: int | None = big(optional=True, foreign_key="host.id")
    egress_id: int | None = big(optional=True, foreign_key="label.id")
    """Our address at the service, where told."""
    sub_type_id: int | None = big(optional=True, foreign_key="label.id")
    """The service's own word for it."""
    link_id: int | None = big(optional=True, foreign_key="link.id")
    actor: int | None = word(optional=True)
    """Of an open or a click: who it was, by all that is known now."""
    told_machine: bool | None = None
    head: bool = False
    """Only the head of the page was asked for."""
    agent_id: int | None = big(optional=True, foreign_key="label.id")
    """Whose program it was, such as `Gmail image proxy`."""
    visitor: int | None = Field(default=None, sa_type=SmallInteger)


class Engagement(SQLModel, table=True):
    """What a recipient of a service's mail did, and to which campaign the mail belongs.

    Moments are those of the first such event, 0 where it had none.
    """

    __tablename__ = "engagement"
    __table_args__ = (
        Index(
            "ix_engagement_campaign",
            "campaign_id",
            sqlite_where=text("campaign_id IS NOT NULL"),
            postgresql_where=text("campaign_id IS NOT NULL"),
        ),
        WITHOUT_ROWID,
    )
    message_id: int = key()
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    campaign_id: int | None = big(optional=True)
    sent: int | None = big(optional=True)
    opened: int | None = big(optional=True)
    """The first open by a human."""
    clicked: int | None = big(optional=True)
    complained: int | None = big(optional=True)
    unsubscribed: int | None = big(optional=True)
    opens: int = 0
    machine_opens: int = 0
    clicks: int = 0
    machine_clicks: int = 0
