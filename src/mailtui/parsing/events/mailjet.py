"""Mailjet: the event API (webhooks), alone or grouped.

Source: Mailjet developer docs, "Event API: real-time notifications" (events, `error_related_to` and
`error`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.own import pairs
from mailtui.parsing.events.replies import enhanced_code, smtp_code
from mailtui.parsing.events.times import epoch_time

_MAILJET = EventProvider.MAILJET
_Kind = ProviderEventKind
_KINDS = {
    "sent": _Kind.DELIVERED,
    "bounce": _Kind.BOUNCED,
    "blocked": _Kind.REJECTED,
    "spam": _Kind.COMPLAINED,
    "open": _Kind.OPENED,
    "click": _Kind.CLICKED,
    "unsub": _Kind.UNSUBSCRIBED,
}
"""`sent` means that the recipient's server took it (`smtp_reply`)."""
_ON_LIST = frozenset({"preblocked", "duplicate in campaign", "mailbox inactive"})
_ABOUT_US = frozenset({"spam", "content", "policy", "policy issue", "sender"})


def items(value: object) -> Iterator[Letter | Wrong]:
    """The events of one call."""
    yield from (Letter(item) for item in (value if isinstance(value, list) else [value]))


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """The one event."""
    name = fields.text("event")
    if name not in _KINDS:
        raise Wrong(f"Mailjet has no mail event {name!r}" if name else "this is no event of Mailjet")
    found = _outcome(fields, name)
    kind, link = found["kind"], fields.text("url")
    provider_id, recipient = fields.id("MessageID"), fields.text("email")
    moment, custom = epoch_time(fields, "time"), fields.id("CustomID")
    payload = fields.text("Payload")
    return [
        ProviderEvent(
            provider=_MAILJET,
            key=event_key(_MAILJET, provider_id, kind, recipient.lower(), moment, link),
            time=moment,
            recipient=recipient,
            provider_id=provider_id,
            campaign=_campaign(fields),
            tracking_id=custom,
            tags=(custom,) if custom else (),
            metadata=pairs({"Payload": payload} if payload else {}),
            link=link,
            ip=fields.text("ip"),
            user_agent=fields.text("agent"),
            **found,
        )
    ]


def _campaign(fields: Fields) -> str:
    """The sender's name for the campaign, or Mailjet's number; 0 means none."""
    number = fields.id("mj_campaign_id")
    return fields.text("customcampaign") or (number if number != "0" else "")


def _outcome(fields: Fields, name: str) -> dict[str, Any]:
    kind = _KINDS[name]
    area, error = fields.text("error_related_to"), fields.text("error")
    reply = fields.text("smtp_reply") or fields.text("comment") or error
    found: dict[str, Any] = {
        "kind": kind,
        "reply": reply,
        "smtp_code": smtp_code(reply),
        "enhanced_code": enhanced_code(reply),
        "sub_type": "/".join(part for part in (area, error) if part) or fields.text("source"),
    }
    if kind is _Kind.BOUNCED:
        return found | {"permanent": fields.flag("hard_bounce"), "blocked": area in _ABOUT_US}
    if kind is _Kind.REJECTED:
        listed = error in _ON_LIST
        return found | {"kind": _Kind.SUPPRESSED if listed else kind, "blocked": area in _ABOUT_US}
    return found
