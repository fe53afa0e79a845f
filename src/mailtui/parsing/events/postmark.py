"""Postmark: webhooks (`RecordType`) and the bounce API.

Sources: Postmark developer docs, "Webhooks" (bounce, delivery, open, click, spam complaint, subscription
change) and "Bounce API" (bounce types).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import enhanced_code, smtp_code, without_type
from mailtui.parsing.events.times import iso_time

_POSTMARK = EventProvider.POSTMARK
_Kind = ProviderEventKind
_RECORDS = {
    "Delivery": (_Kind.DELIVERED, "DeliveredAt"),
    "Bounce": (_Kind.BOUNCED, "BouncedAt"),
    "SpamComplaint": (_Kind.COMPLAINED, "BouncedAt"),
    "Open": (_Kind.OPENED, "ReceivedAt"),
    "Click": (_Kind.CLICKED, "ReceivedAt"),
    "SubscriptionChange": (_Kind.UNSUBSCRIBED, "ChangedAt"),
}
"""The kind, and which field says when."""
_TYPES: dict[str, tuple[ProviderEventKind, bool | None, bool]] = {
    "HardBounce": (_Kind.BOUNCED, True, False),
    "BadEmailAddress": (_Kind.BOUNCED, True, False),
    "SoftBounce": (_Kind.BOUNCED, False, False),
    "AddressChange": (_Kind.BOUNCED, True, False),
    "Undeliverable": (_Kind.BOUNCED, False, False),
    "Unknown": (_Kind.BOUNCED, None, False),
    "Blocked": (_Kind.BOUNCED, True, True),
    "SpamNotification": (_Kind.BOUNCED, True, True),
    "VirusNotification": (_Kind.BOUNCED, True, True),
    "DMARCPolicy": (_Kind.BOUNCED, True, True),
    "OpenRelayTest": (_Kind.BOUNCED, None, True),
    "Transient": (_Kind.DEFERRED, False, False),
    "DnsError": (_Kind.DEFERRED, False, False),
    "AutoResponder": (_Kind.AUTORESPONDED, None, False),
    "ChallengeVerification": (_Kind.AUTORESPONDED, None, False),
    "SpamComplaint": (_Kind.COMPLAINED, None, False),
    "Unsubscribe": (_Kind.UNSUBSCRIBED, None, False),
    "Subscribe": (_Kind.SUBSCRIBED, None, False),
    "ManuallyDeactivated": (_Kind.SUPPRESSED, None, False),
    "Unconfirmed": (_Kind.SUPPRESSED, None, False),
    "SMTPApiError": (_Kind.REJECTED, None, False),
    "TemplateRenderingFailed": (_Kind.RENDERING_FAILED, None, False),
}
"""For each type of bounce: the kind, whether it lasts, whether it is about us."""


_REASONS = {"HardBounce": _Kind.BOUNCED, "SpamComplaint": _Kind.COMPLAINED}


def items(value: object) -> Iterator[Letter | Wrong]:
    """The one event of a webhook, or the bounces of an answer of the API."""
    if isinstance(value, dict) and isinstance(value.get("Bounces"), list):
        value = value["Bounces"]
    yield from (Letter(item) for item in (value if isinstance(value, list) else [value]))


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """The one event."""
    record = _record(fields)
    _, moment_key = _RECORDS[record]
    found = _details(fields, record)
    metadata = fields.metadata("Metadata")
    campaign, tracking = own_ids(metadata)
    provider_id, event_id = fields.id("MessageID"), fields.id("ID")
    recipient, moment = fields.text("Recipient") or fields.text("Email"), iso_time(fields, moment_key)
    which = event_id or (provider_id, moment, found.get("link", ""))
    return [
        ProviderEvent(
            provider=_POSTMARK,
            key=event_key(_POSTMARK, which, found["kind"], recipient.lower()),
            time=moment,
            recipient=recipient,
            provider_id=provider_id,
            event_id=event_id,
            campaign=campaign,
            tracking_id=tracking,
            tags=fields.texts("Tag"),
            metadata=pairs(metadata),
            subject=fields.text("Subject"),
            sender=fields.text("From"),
            **found,
        )
    ]


def _record(fields: Fields) -> str:
    """The type of record; what the bounce API answers has none."""
    name = fields.text("RecordType") or ("Bounce" if "TypeCode" in fields else "")
    if name in _RECORDS:
        return name
    if name == "Inbound" or "FromFull" in fields or "RawEmail" in fields:
        raise Wrong("this tells of mail received, not of mail sent")
    raise Wrong(f"Postmark has no record {name!r}" if name else "this is no event of Postmark")


def _details(fields: Fields, record: str) -> dict[str, Any]:
    kind, _ = _RECORDS[record]
    if kind in (_Kind.BOUNCED, _Kind.COMPLAINED):
        return _bounce(fields, record)
    if kind is _Kind.DELIVERED:
        reply = fields.text("Details")
        return {
            "kind": kind,
            "reply": reply,
            "smtp_code": smtp_code(reply),
            "enhanced_code": enhanced_code(reply),
        }
    if kind is _Kind.UNSUBSCRIBED:
        return _change(fields)
    return {
        "kind": kind,
        "link": fields.text("OriginalLink"),
        "ip": fields.child("Geo").text("IP"),
        "user_agent": fields.text("UserAgent"),
    }


def _change(fields: Fields) -> dict[str, Any]:
    """A stream mails an address no more, or again; only a wish of the recipient is an unsubscription."""
    reason = fields.text("SuppressionReason")
    if fields.flag("SuppressSending") is False:
        return {"kind": _Kind.SUBSCRIBED, "sub_type": reason}
    kind = _REASONS.get(reason, _Kind.UNSUBSCRIBED)
    return {"kind": kind, "sub_type": reason, "permanent": True if kind is _Kind.BOUNCED else None}


def _bounce(fields: Fields, record: str) -> dict[str, Any]:
    type_ = fields.text("Type") or record
    if type_ not in _TYPES:
        raise Wrong(f"Postmark has no type of bounce {type_!r}")
    kind, lasting, blocked = _TYPES[type_]
    reply = without_type(fields.text("Details") or fields.text("Description"))
    return {
        "kind": kind,
        "permanent": lasting,
        "blocked": blocked,
        "sub_type": type_,
        "reply": reply,
        "smtp_code": smtp_code(reply),
        "enhanced_code": enhanced_code(reply),
    }
