"""Mailgun: webhooks (`event-data`), items of the events API, and the older webhooks that are forms.

Sources: Mailgun API documentation, "Webhooks" and "Events" (event structure); the older "Webhooks" of
before 2018, whose fields are those of a form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.mailgun_form import read_form
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import bare_id, enhanced_code, is_enhanced, smtp_code
from mailtui.parsing.events.times import epoch_time

_MAILGUN = EventProvider.MAILGUN
_Kind = ProviderEventKind
_KINDS = {
    "accepted": _Kind.SENT,
    "rejected": _Kind.REJECTED,
    "delivered": _Kind.DELIVERED,
    "failed": _Kind.BOUNCED,
    "opened": _Kind.OPENED,
    "clicked": _Kind.CLICKED,
    "complained": _Kind.COMPLAINED,
    "unsubscribed": _Kind.UNSUBSCRIBED,
}
_ABOUT_US = frozenset({"espblock"})
_LAST_CODE = 599
"""Codes above are Mailgun's own: 605 and its kin mean that the address is on a list."""


def items(value: object) -> Iterator[Letter | Wrong]:
    """The events of a webhook or of an answer of the events API."""
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        value = value["items"]
    for item in value if isinstance(value, list) else [value]:
        inside = item.get("event-data") if isinstance(item, dict) else None
        yield Letter(inside if isinstance(inside, dict) else item)


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """The one event."""
    name = fields.text("event")
    if "token" in fields and "signature" in fields:
        return [read_form(fields)]
    if name not in _KINDS:
        raise Wrong(f"Mailgun has no mail event {name!r}" if name else "this is no event of Mailgun")
    message = fields.child("message").child("headers")
    metadata = fields.metadata("user-variables")
    own, tracking = own_ids(metadata)
    campaign, title = (own, "") if own else _campaign(fields)
    message_id, recipient = bare_id(message.text("message-id")), fields.text("recipient")
    moment, link, event_id = epoch_time(fields, "timestamp"), fields.text("url"), fields.id("id")
    found = _outcome(fields, name)
    which = event_id or (message_id, moment, link)
    return [
        ProviderEvent(
            provider=_MAILGUN,
            key=event_key(_MAILGUN, which, found["kind"], recipient.lower()),
            time=moment,
            recipient=recipient,
            provider_id=message_id,
            message_id=message_id,
            event_id=event_id,
            campaign=campaign,
            campaign_name=title,
            tracking_id=tracking,
            template=fields.child("template").text("name"),
            tags=fields.texts("tags"),
            metadata=pairs(metadata),
            sending_ip=fields.child("envelope").text("sending-ip"),
            link=link,
            subject=message.text("subject"),
            sender=fields.child("envelope").text("sender") or message.text("from"),
            **_reader(fields),
            **found,
        )
    ]


def _campaign(fields: Fields) -> tuple[str, str]:
    """Id and name of the first campaign of the old kind (`campaigns`)."""
    for one in fields.list("campaigns"):
        if isinstance(one, dict):
            told = Fields(one, "campaigns.")
            return told.id("id"), told.text("name")
    return "", ""


def _reader(fields: Fields) -> dict[str, Any]:
    """Who opened or clicked; `bot` names the program where Mailgun knows one."""
    client = fields.child("client-info")
    bot = client.text("bot")
    return {
        "machine": True if bot else None,
        "ip": fields.text("ip"),
        "user_agent": client.text("user-agent"),
    }


def _outcome(fields: Fields, name: str) -> dict[str, Any]:
    """The kind, with what the remote server said."""
    status = fields.child("delivery-status")
    reply = status.text("message") or status.text("description") or fields.child("reject").text("reason")
    code = status.number("code")
    enhanced = status.text("enhanced-code")
    found: dict[str, Any] = {
        "kind": _KINDS[name],
        "reply": reply,
        "smtp_code": int(code) if code is not None and 200 <= code <= _LAST_CODE else smtp_code(reply),
        "enhanced_code": enhanced if is_enhanced(enhanced) else enhanced_code(reply),
        "remote_host": status.text("mx-host"),
    }
    return found | _failure(fields) if name == "failed" else found


def _failure(fields: Fields) -> dict[str, Any]:
    """`failed` is a delay, the end, or the refusal to try an address on a list."""
    reason, lasting = fields.text("reason"), fields.text("severity") == "permanent"
    if reason.startswith("suppress-"):
        return {"kind": _Kind.SUPPRESSED, "sub_type": reason}
    return {
        "kind": _Kind.BOUNCED if lasting else _Kind.DEFERRED,
        "permanent": lasting and reason != "old",
        "blocked": reason in _ABOUT_US,
        "sub_type": reason,
    }
