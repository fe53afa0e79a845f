"""What is written of contacts, lists, segments, templates, campaigns and links, wherever it comes from.

Of what a row leaves None nothing is said: what is known stays as it is. Times are UTC microseconds. Texts are
as told: hostile until they are displayed. Rows point at each other by what they are called where they come
from: `origin` is the name of the server row of that database, '' for files and people; a file's list is
called by its name, where it has no id.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from mailtui.model.enums import CampaignState, ContactStatus, MembershipState


class Duplicates(StrEnum):
    """What becomes of a row that is there already."""

    UPDATE = "update"
    """What the new one says replaces what is known."""
    SKIP = "skip"
    """It stays as it is."""


class ContactRow(NamedTuple):
    """A person with their address."""

    address: str
    origin: str = ""
    external_id: str = ""
    first_name: str | None = None
    last_name: str | None = None
    status: ContactStatus | None = None
    """None: pending, for who is new."""
    verified: bool | None = None
    consent: bool | None = None
    consent_at: int | None = None
    confirmation_sent: int | None = None
    confirmed: int | None = None
    subscribed: int | None = None
    unsubscribed: int | None = None
    unsubscribe_reason: str | None = None
    bounces: int | None = None
    last_bounce: int | None = None
    bounce_type: str | None = None
    complaints: int | None = None
    last_complaint: int | None = None
    source: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    custom: Mapping[str, Any] | None = None
    """JSON values by the name of the field."""
    created: int | None = None
    updated: int | None = None


class ListRow(NamedTuple):
    """A list of contacts."""

    external_id: str
    name: str | None = None
    """None: as its id."""
    origin: str = ""
    description: str | None = None
    double_opt_in: bool | None = None
    created: int | None = None
    updated: int | None = None


class MembershipRow(NamedTuple):
    """A contact on a list: the contact by `address`, or by `contact_id` where the address is not told."""

    list_id: str
    address: str = ""
    contact_id: str = ""
    origin: str = ""
    state: MembershipState | None = None
    """None: active, where it is new."""
    subscribed: int | None = None
    unsubscribed: int | None = None


class SegmentRow(NamedTuple):
    """Contacts by conditions (JSON, as given); of a list by its id there, or of all."""

    external_id: str
    name: str | None = None
    origin: str = ""
    conditions: str | None = None
    list_id: str | None = None
    description: str | None = None
    dynamic: bool | None = None
    created: int | None = None
    updated: int | None = None


class TemplateRow(NamedTuple):
    """What campaigns are written with."""

    external_id: str
    version: int = 1
    name: str | None = None
    origin: str = ""
    description: str | None = None
    subject: str | None = None
    html: str | None = None
    text: str | None = None
    preview_text: str | None = None
    variables: tuple[str, ...] | None = None
    kind: str | None = None
    system: bool | None = None
    active: bool | None = None
    created: int | None = None
    updated: int | None = None


class CampaignRow(NamedTuple):
    """A campaign as its sender planned it. `server_id` is the account that its mails are of."""

    server_id: int
    external_id: str
    name: str | None = None
    origin: str = ""
    """Of the list, segment, template and provider that it names by their ids there."""
    state: CampaignState | None = None
    scheduled: int | None = None
    started: int | None = None
    finished: int | None = None
    from_name: str | None = None
    sender: str | None = None
    reply_to: str | None = None
    subject: str | None = None
    preview_text: str | None = None
    list_id: str | None = None
    segment_id: str | None = None
    template_id: str | None = None
    provider_id: str | None = None
    speed: int | None = None
    retries: int | None = None
    recipients: int | None = None
    created: int | None = None
    updated: int | None = None
    archived: int | None = None


class LinkRow(NamedTuple):
    """A link in the mails of a campaign, which is made where it is not there yet."""

    server_id: int
    campaign: str
    """The campaign's external id."""
    url: str
    short_code: str | None = None
    created: int | None = None


class Written(NamedTuple):
    """What became of rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    """There already, and as the row says."""
    skipped: int = 0
    """There already, and to stay as they are."""
    older: int = 0
    """There already, as of a later moment (`updated`) than the row is."""
    problems: tuple[tuple[int, str], ...] = ()
    """The number (from 0) of each row of which not all could be written, and why, in a sentence."""

    def plus(self, other: Written) -> Written:
        """Both together; the numbers of the problems stay as they are."""
        return Written(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.skipped + other.skipped,
            self.older + other.older,
            self.problems + other.problems,
        )
