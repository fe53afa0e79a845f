"""What lists of contacts, lists, segments and templates show, and the page of one. Plain values.

Times are UTC microseconds; texts are as told: hostile until they are displayed. `origin` is the name of the
database that it was read from; '' for files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mailtui.model.enums import ContactStatus, MembershipState


class ContactView(NamedTuple):
    """A contact."""

    id: int
    recipient: str
    """The address."""
    status: ContactStatus
    first_name: str
    last_name: str
    tags: tuple[str, ...]
    custom: Mapping[str, Any]
    """JSON values by the name of the sender's own field."""
    origin: str
    external_id: str
    verified: bool | None
    consent: bool | None
    """None: nothing is said."""
    consent_at: int | None
    confirmation_sent: int | None
    confirmed: int | None
    subscribed: int | None
    unsubscribed: int | None
    unsubscribe_reason: str
    bounces: int
    last_bounce: int | None
    bounce_type: str
    complaints: int
    last_complaint: int | None
    source: str
    notes: str
    created: int | None
    updated: int | None
    imported: int

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class MembershipView(NamedTuple):
    """A list that a contact is on, or was."""

    list_id: int
    list: str
    state: MembershipState
    subscribed: int | None
    unsubscribed: int | None


class ListView(NamedTuple):
    """A list of contacts, counted."""

    id: int
    name: str
    origin: str
    external_id: str
    description: str
    double_opt_in: bool | None
    created: int | None
    updated: int | None
    active: int = 0
    """Contacts on it."""
    removed: int = 0
    """Contacts that were."""
    subscribed: int = 0
    """Of those on it, the ones whose status is subscribed."""


class SegmentView(NamedTuple):
    """A segment. Its contacts are counted by who evaluates it."""

    id: int
    name: str
    origin: str
    external_id: str
    list_id: int | None
    list: str
    """The list whose contacts it is made of; '' for all contacts."""
    description: str
    conditions: str
    """JSON, as given."""
    error: str
    """Why it cannot be evaluated; '' when it can."""
    dynamic: bool
    created: int | None
    updated: int | None


class TemplateView(NamedTuple):
    """A template, in one version."""

    id: int
    name: str
    version: int
    origin: str
    external_id: str
    description: str
    subject: str
    html: str | None
    text: str | None
    preview_text: str
    variables: tuple[str, ...]
    """As declared."""
    kind: str
    system: bool
    active: bool
    created: int | None
    updated: int | None


class CampaignLinkView(NamedTuple):
    """A link that a campaign has, clicked or not."""

    url: str
    short_code: str
    created: int | None


class Filter(NamedTuple):
    """Which contacts: all that fulfil every part that is not empty."""

    words: tuple[str, ...] = ()
    """Each in the address or the name, whatever the case."""
    statuses: tuple[ContactStatus, ...] = ()
    lists: tuple[int, ...] = ()
    """On one of these."""
    domains: tuple[str, ...] = ()
    """The domain of the address is one of these, or below it."""
    tags: tuple[str, ...] = ()
    """Has each."""
