"""Recipients of a campaign in a file: a row says what a row of OpenMailer's `campaign_recipients` says.

A payload is a JSON object with the fields of `campaign-recipients` (docs/contacts.md); moments are ISO 8601.
A row is known by its campaign and address, so that a later file tells of the same mail.
"""

from __future__ import annotations

from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events import rows, rows_openmailer
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.times import iso_time

items = rows.items
_CSV = EventProvider.CSV
_WORDS = {
    "open": "opened",
    "click": "clicked",
    "bounce": "bounced",
    "hardbounce": "bounced",
    "softbounce": "bounced",
    "spam": "complained",
    "complaint": "complained",
    "unsubscribed": "delivered",
    "success": "delivered",
    "error": "failed",
    "dropped": "failed",
    "deferred": "pending",
    "canceled": "cancelled",
}
_KNOWN = frozenset(
    {
        *("pending", "queued", "sending", "sent", "delivered", "opened", "clicked", "bounced"),
        *("complained", "failed", "cancelled"),
    }
)
_BY_MOMENT = (
    ("complained_at", "complained"),
    ("bounced_at", "bounced"),
    ("clicked_at", "clicked"),
    ("opened_at", "opened"),
    ("unsubscribed_at", "delivered"),
    ("delivered_at", "delivered"),
    ("sent_at", "sent"),
)
_SAME = ("sent_at", "delivered_at", "opened_at", "clicked_at", "bounced_at", "complained_at", "updated_at")
_ARRIVED = frozenset({"delivered", "opened", "clicked", "complained"})
_ENDS = (ProviderEventKind.DELIVERED, ProviderEventKind.BOUNCED)
_ALSO = ("error_message", "retry_count", "tracking_id", "created_at", "subject")


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:
    """What a row tells."""
    campaign, address = fields.id("campaign"), fields.text("email")
    if not campaign or not address:
        raise Wrong("a recipient has a campaign and an email address")
    about = f"{campaign} {address.lower()}"
    found = rows_openmailer.read(Fields(_row(fields, campaign, address, about)), told)
    events = [_own(event, about, fields) for event in found]
    if _status(fields) in _ARRIVED and not any(one.kind in _ENDS for one in events):
        events.append(_bare(events[0], about, ProviderEventKind.DELIVERED, None))
    left = iso_time(fields, "unsubscribed_at")
    if left is not None:
        events.append(_bare(events[0], about, ProviderEventKind.UNSUBSCRIBED, left))
    return _dated(events)


def _dated(events: list[ProviderEvent]) -> list[ProviderEvent]:
    """Of what has no moment, as good as the others tell: it was put into the queue before all of them."""
    times = [one.time for one in events if one.time is not None]
    if not times:
        return events
    first, last = min(times), max(times)
    return [
        one
        if one.time is not None
        else one._replace(time=first if one.kind is ProviderEventKind.QUEUED else last)
        for one in events
    ]


def _bare(one: ProviderEvent, about: str, kind: ProviderEventKind, time: int | None) -> ProviderEvent:
    """An event of the same mail of which nothing else is told."""
    return one._replace(
        kind=kind, key=event_key(_CSV, about, kind), time=time, reply="", sub_type="", permanent=None
    )


def _row(fields: Fields, campaign: str, address: str, about: str) -> dict[str, Any]:
    """The same as a row of OpenMailer."""
    status = _status(fields)
    bounced = fields.text("bounced_at") or None
    type_ = "soft" if "soft" in _plain(fields) or "soft" in fields.text("bounce_type").lower() else ""
    return {
        **{name: fields.value[name] for name in (*_SAME, *_ALSO) if name in fields},
        "table": "campaign_recipients",
        "id": about,
        "campaign_id": campaign,
        "status": status,
        "contact.email": address,
        "contact.bounce_type": type_ or ("hard" if "hard" in _plain(fields) else fields.text("bounce_type")),
        "contact.last_bounce_at": bounced,
        "campaign.from_email": fields.text("sender"),
        "provider_message_id": fields.text("message_id"),
    }


def _plain(fields: Fields) -> str:
    return "".join(char for char in fields.text("status").lower() if char.isalnum())


def _status(fields: Fields) -> str:
    """The word of the row in OpenMailer's words; without one, what its moments say."""
    said = _plain(fields)
    if said:
        word = _WORDS.get(said, said)
        if word not in _KNOWN:
            raise Wrong(f"{fields.text('status')!r} is no status; known: {', '.join(sorted(_KNOWN))}")
        return word
    return next((word for name, word in _BY_MOMENT if name in fields), "pending")


def _own(event: ProviderEvent, about: str, fields: Fields) -> ProviderEvent:
    """The event as one of a file."""
    tracking = fields.text("tracking_id") or about
    return event._replace(provider=_CSV, key=event_key(_CSV, about, event.key), tracking_id=tracking)
