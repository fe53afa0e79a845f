"""What is written of accounts at sending services, and of their limits, as another system keeps them."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import ProviderKind, QuotaPeriod, QuotaResource


class ProviderRow(NamedTuple):
    """An account, by what it is called at `origin` (the name of the server row of that database)."""

    origin: str
    external_id: str
    server_id: int
    kind: ProviderKind
    name: str
    sender: str = ""
    domain: str = ""
    priority: int | None = None
    """Lower is asked first."""
    is_default: bool = False
    active: bool = True
    state: str = ""
    last_error: str | None = None
    last_error_at: int | None = None
    updated: int | None = None


class QuotaRow(NamedTuple):
    """A limit of an account for a time. Moments are UTC microseconds."""

    origin: str
    provider: str
    """The account's external id."""
    resource: QuotaResource
    period: QuotaPeriod
    begin: int
    """0 where only the end is known."""
    end: int | None
    limit: int | None
    used: int
    exceeded: int | None = None
