"""Amazon SES: notifications of an identity, and event publishing, with or without their envelopes.

Sources: Amazon SES developer guide, "Amazon SNS notification contents for Amazon SES" (`notificationType`),
"Contents of event data that Amazon SES publishes to Amazon SNS" and "... to Firehose" (`eventType`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter, letters
from mailtui.parsing.events.fields import Fields, Wrong, clean, plain
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import (
    NOT_SPAM,
    bare_id,
    enhanced_code,
    permanent,
    smtp_code,
    without_type,
)
from mailtui.parsing.events.times import iso_time

_SES = EventProvider.SES
_Kind = ProviderEventKind
_KINDS = {
    "Send": (_Kind.SENT, "send"),
    "Delivery": (_Kind.DELIVERED, "delivery"),
    "DeliveryDelay": (_Kind.DEFERRED, "deliveryDelay"),
    "Bounce": (_Kind.BOUNCED, "bounce"),
    "Complaint": (_Kind.COMPLAINED, "complaint"),
    "Reject": (_Kind.REJECTED, "reject"),
    "Rendering Failure": (_Kind.RENDERING_FAILED, "failure"),
    "Open": (_Kind.OPENED, "open"),
    "Click": (_Kind.CLICKED, "click"),
    "Subscription": (_Kind.UNSUBSCRIBED, "subscription"),
}
"""The kind, and under which key its own fields are."""
_LISTS = {
    "bounce": "bouncedRecipients",
    "complaint": "complainedRecipients",
    "deliveryDelay": "delayedRecipients",
}
_ON_LIST = frozenset({"Suppressed", "OnAccountSuppressionList", "UnsubscribedRecipient"})
_ABOUT_US = frozenset({"ContentRejected", "AttachmentRejected"})
_PERMANENCE = {"Permanent": True, "Transient": False}
_NOTICE = "AmazonSnsSubscriptionSucceeded"
_VALIDATED = "Successfully validated SNS topic for Amazon SES"


class _Told(NamedTuple):
    """One recipient and what was said about them."""

    address: str
    status: str = ""
    diagnostic: str = ""


def items(value: object) -> Iterator[Letter | Wrong]:
    """The events in a payload, out of their envelopes."""
    for letter in letters(value):
        if isinstance(letter, Letter) and _is_notice(letter.content):
            continue
        yield letter


def _is_notice(content: object) -> bool:
    """Whether Amazon only says that the connection works."""
    if isinstance(content, str):
        return content.startswith(_VALIDATED)
    return isinstance(content, dict) and content.get("notificationType") == _NOTICE


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:
    """The events of one notification: one for each recipient that it is about."""
    name = fields.text("eventType") or fields.text("notificationType")
    if name not in _KINDS:
        raise Wrong(_unknown(fields, name))
    kind, key = _KINDS[name]
    body, mail = fields.child(key), fields.child("mail")
    if body.text("complaintFeedbackType") == NOT_SPAM:
        return []
    common = _common(mail) | _details(kind, body)
    common["time"] = (
        iso_time(body, "timestamp")
        or iso_time(Fields({"Timestamp": told}), "Timestamp")
        or iso_time(mail, "timestamp")
    )
    return [_event(common, told_one) for told_one in _recipients(key, body, mail)]


def _unknown(fields: Fields, name: str) -> str:
    if fields.text("Type") in ("SubscriptionConfirmation", "UnsubscribeConfirmation"):
        return "SNS asks to confirm a subscription: open its SubscribeURL"
    if name == "Received" or "ses" in fields or "receipt" in fields:
        return "this tells of mail received, not of mail sent"
    return f"SES has no event {name!r}" if name else "this is no event of SES"


def _common(mail: Fields) -> dict[str, Any]:
    """What SES says about the message."""
    heads = mail.child("commonHeaders")
    tags = plain(mail.child("tags").value)
    metadata = tags | _headers(mail)
    campaign, tracking = own_ids(metadata)
    senders = heads.texts("from")
    return {
        "provider_id": mail.id("messageId"),
        "message_id": bare_id(heads.text("messageId")),
        "subject": heads.text("subject"),
        "sender": mail.text("source") or (senders[0] if senders else ""),
        "campaign": campaign,
        "tracking_id": tracking,
        "sending_ip": tags.get("ses:outgoing-ip", ""),
        "metadata": pairs(metadata),
    }


def _headers(mail: Fields) -> dict[str, str]:
    """The sender's own `X-` headers."""
    kept: dict[str, str] = {}
    for header in mail.list("headers")[:200]:
        name = header.get("name") if isinstance(header, dict) else None
        if isinstance(name, str) and name[:2] in ("X-", "x-") and name[:6].lower() != "x-ses-":
            value = header.get("value")
            if isinstance(value, str):
                kept[clean(name)] = clean(value)
    return kept


def _details(kind: ProviderEventKind, body: Fields) -> dict[str, Any]:
    """What the event itself says, whoever it is about."""
    if kind is _Kind.BOUNCED:
        return _bounce(body)
    if kind is _Kind.COMPLAINED:
        on_list = body.text("complaintSubType") == "OnAccountSuppressionList"
        return {
            "kind": _Kind.SUPPRESSED if on_list else kind,
            "event_id": body.id("feedbackId"),
            "sub_type": body.text("complaintFeedbackType"),
        }
    if kind is _Kind.DELIVERED:
        reply = body.text("smtpResponse")
        host = body.text("remoteMtaIp")
        return {"kind": kind, "reply": reply, "smtp_code": smtp_code(reply), "remote_host": host}
    if kind is _Kind.UNSUBSCRIBED:
        return _subscription(body)
    return {
        "kind": kind,
        "reply": body.text("reason") or body.text("errorMessage"),
        "template": body.text("templateName"),
        "sub_type": body.text("delayType"),
        "link": body.text("link"),
        "ip": body.text("ipAddress"),
        "user_agent": body.text("userAgent"),
    }


def _bounce(body: Fields) -> dict[str, Any]:
    sub_type = body.text("bounceSubType")
    return {
        "kind": _Kind.SUPPRESSED if sub_type in _ON_LIST else _Kind.BOUNCED,
        "event_id": body.id("feedbackId"),
        "sub_type": sub_type,
        "permanent": _PERMANENCE.get(body.text("bounceType")),
        "blocked": sub_type in _ABOUT_US,
        "remote_host": body.text("remoteMtaIp"),
    }


def _subscription(body: Fields) -> dict[str, Any]:
    """A recipient's new wishes: whether something is not wanted any more that was before."""
    before, after = body.child("oldTopicPreferences"), body.child("newTopicPreferences")
    gone = after.flag("unsubscribeAll") or _left(after) - _left(before)
    return {"kind": _Kind.UNSUBSCRIBED if gone else _Kind.SUBSCRIBED, "sub_type": body.text("contactList")}


def _left(wishes: Fields) -> set[str]:
    """The topics not wanted."""
    topics = wishes.children("topicSubscriptionStatus")
    return {topic.text("topicName") for topic in topics if topic.text("subscriptionStatus") == "OptOut"}


def _recipients(key: str, body: Fields, mail: Fields) -> list[_Told]:
    """Whom the event is about. Of a message to several, an open or click does not say who it was."""
    if key in _LISTS:
        return [
            _Told(one.text("emailAddress"), one.text("status"), without_type(one.text("diagnosticCode")))
            for one in body.children(_LISTS[key])
        ] or [_Told("")]
    addresses = body.texts("recipients") if key == "delivery" else mail.texts("destination")
    if key in ("open", "click", "subscription") and len(addresses) != 1:
        return [_Told("")]
    return [_Told(address) for address in addresses] or [_Told("")]


def _event(common: dict[str, Any], told: _Told) -> ProviderEvent:
    found = dict(common)
    if told.diagnostic or told.status:
        found["reply"] = told.diagnostic
        found["smtp_code"] = smtp_code(told.diagnostic)
    found["enhanced_code"] = told.status or enhanced_code(found.get("reply", ""))
    if found["kind"] is _Kind.BOUNCED and found["permanent"] is None:
        found["permanent"] = permanent(found.get("smtp_code"), found["enhanced_code"])
    which = found.get("event_id") or (found["time"], found.get("link", ""))
    key = event_key(_SES, found["provider_id"], found["kind"], told.address.lower(), which)
    return ProviderEvent(provider=_SES, key=key, recipient=told.address, **found)
