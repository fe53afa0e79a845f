"""Through what mail is sent, and how much of what it allows is used."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import SQLModel

from mailtui.model.enums import ProviderKind, QuotaPeriod, QuotaResource
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Provider(SQLModel, table=True):
    """An account at a sending service or a relay, as the settings or another system's database have it."""

    __tablename__ = "provider"
    __table_args__ = (
        one_of("kind", ProviderKind),
        Index("ix_provider_external", "origin", "external_id", unique=True),
    )
    id: int = key()
    origin: str = ""
    """The name of the server row of the database it was read from; empty: from the settings."""
    external_id: str
    server_id: int | None = big(optional=True, foreign_key="server.id")
    """The server row that stands for the account in the facts, when its events come."""
    kind: int = word()
    name: str
    sender: str = ""
    domain: str = ""
    priority: int | None = None
    """Lower is asked first."""
    is_default: bool = False
    active: bool = True
    state: str = ""
    """In the other system's word."""
    credentials: str = ""
    """Where they are, never what: `env:NAME` or `file:PATH`; empty when nobody said."""
    last_error: str | None = None
    last_error_at: int | None = big(optional=True)
    accepted: int = big(default=0)
    """Webhooks taken by the receiver."""
    refused: int = big(default=0)
    """Webhooks that were not the service's."""
    failed: int = big(default=0)
    """Webhooks that could not be kept; the service was told to try again."""
    last_accepted: int | None = big(optional=True)
    updated: int | None = big(optional=True)


class QuotaWindow(SQLModel, table=True):
    """A limit of a provider for a time, and what of it is used."""

    __tablename__ = "quota_window"
    __table_args__ = (one_of("resource", QuotaResource), one_of("period", QuotaPeriod), WITHOUT_ROWID)
    provider_id: int = key()
    resource: int = word(primary_key=True)
    period: int = word(primary_key=True)
    begin: int = key()
    """UTC microseconds; 0 where only the end is known."""
    end: int | None = big(optional=True)
    """When it begins anew."""
    limit_value: int | None = big(optional=True)
    used: int = big(default=0)
    exceeded: int | None = big(optional=True)
    """When the limit was last hit."""
    told: int = big()
    """As of when."""
