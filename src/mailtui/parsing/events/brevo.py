"""Brevo (Sendinblue): transactional and marketing webhooks, and answers of the event report.

Sources: Brevo developer docs, "Transactional webhooks", "Marketing webhooks" (names, `ts_event` in UTC,
`date` in the account's zone), API reference "Get all your transactional email activity".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong, clean, plain
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import bare_id, enhanced_code, permanent, smtp_code
from mailtui.parsing.events.times import epoch_time, iso_time

_BREVO = EventProvider.BREVO
_Kind = ProviderEventKind
_KINDS = {
    "request": _Kind.SENT,
    "requests": _Kind.SENT,
    "sent": _Kind.SENT,
    "delivered": _Kind.DELIVERED,
    "deferred": _Kind.DEFERRED,
    "soft_bounce": _Kind.BOUNCED,
    "softbounces": _Kind.BOUNCED,
    "hard_bounce": _Kind.BOUNCED,
    "hardbounces": _Kind.BOUNCED,
    "bounces": _Kind.BOUNCED,
    "invalid_email": _Kind.BOUNCED,
    "invalid": _Kind.BOUNCED,
    "blocked": _Kind.SUPPRESSED,
    "error": _Kind.REJECTED,
    "spam": _Kind.COMPLAINED,
    "complaint": _Kind.COMPLAINED,
    "opened": _Kind.OPENED,
    "unique_opened": _Kind.OPENED,
    "proxy_open": _Kind.OPENED,
    "unique_proxy_open": _Kind.OPENED,
    "loadedbyproxy": _Kind.OPENED,
    "click": _Kind.CLICKED,
    "clicks": _Kind.CLICKED,
    "unsubscribe": _Kind.UNSUBSCRIBED,
    "unsubscribed": _Kind.UNSUBSCRIBED,
}
_PERMANENT = {
    "hard_bounce": True,
    "hardbounces": True,
    "invalid_email": True,
    "invalid": True,
    "soft_bounce": False,
    "softbounces": False,
}
_BY_PROXY = frozenset({"proxy_open", "unique_proxy_open", "loadedbyproxy"})


def items(value: object) -> Iterator[Letter | Wrong]:
    """The events of a webhook, of a batch, or of an answer of the API."""
    if isinstance(value, dict) and isinstance(value.get("events"), list):
        value = value["events"]
    yield from (Letter(item) for item in (value if isinstance(value, list) else [value]))


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """The one event. `id` is that of the webhook, not of the event: the digest tells events apart."""
    name = fields.text("event").lower()
    if name not in _KINDS:
        raise Wrong(_unknown(fields, name))
    kind = _KINDS[name]
    metadata = _custom(fields)
    campaign, tracking = own_ids(metadata)
    message_id = bare_id(fields.text("message-id") or fields.text("messageId"))
    recipient, moment = fields.text("email"), _moment(fields)
    link = fields.text("link") or fields.text("URL")
    number = fields.id("camp_id")
    machine = name in _BY_PROXY
    return [
        ProviderEvent(
            provider=_BREVO,
            key=event_key(_BREVO, message_id, number, kind, machine, recipient.lower(), moment, link),
            kind=kind,
            time=moment,
            recipient=recipient,
            provider_id=message_id,
            message_id=message_id,
            campaign=number or campaign,
            campaign_name=fields.text("campaign name") if number else "",
            tracking_id=tracking,
            template=fields.id("template_id"),
            tags=_tags(fields),
            metadata=pairs(metadata),
            sending_ip=fields.text("sending_ip"),
            link=link if kind is _Kind.CLICKED else "",
            machine=True if machine else None,
            user_agent=fields.text("user_agent"),
            subject=fields.text("subject"),
            sender=fields.text("sender_email") or fields.text("from"),
            **_reply(fields, name),
        )
    ]


def _unknown(fields: Fields, name: str) -> str:
    if "Headers" in fields or "items" in fields:
        return "this tells of mail received, not of mail sent"
    return f"Brevo has no mail event {name!r}" if name else "this is no event of Brevo"


def _moment(fields: Fields) -> int | None:
    """The moment in UTC.

    `date` is in the zone of the account, so only the API's, which has an offset, counts.
    """
    for key in ("ts_event", "ts_epoch", "ts"):
        moment = epoch_time(fields, key)
        if moment is not None:
            return moment
    date = fields.text("date")
    return iso_time(fields, "date") if date[-6:-5] in ("+", "-") or date.endswith("Z") else None


def _reply(fields: Fields, name: str) -> dict[str, Any]:
    reply = fields.text("reason")
    code, enhanced = smtp_code(reply), enhanced_code(reply)
    lasting = _PERMANENT.get(name) if _KINDS[name] is _Kind.BOUNCED else None
    if name == "bounces":
        lasting = permanent(code, enhanced)
    return {
        "reply": reply,
        "smtp_code": code,
        "enhanced_code": enhanced,
        "permanent": lasting,
        "sub_type": name if _KINDS[name] in (_Kind.BOUNCED, _Kind.REJECTED, _Kind.SUPPRESSED) else "",
        "ip": fields.text("ip"),
    }


def _tags(fields: Fields) -> tuple[str, ...]:
    """The list under `tags`; else `tag`, which is a list, a list written as text, or one word."""
    if "tags" in fields:
        return fields.texts("tags")
    text = fields.value.get("tag")
    if isinstance(text, str) and text.startswith("["):
        found = _json(text)
        if isinstance(found, list):
            return tuple(clean(one) for one in found if isinstance(one, str))
    return fields.texts("tag")


def _custom(fields: Fields) -> dict[str, str]:
    """The header `X-Mailin-custom`: JSON, or `name:value|name:value`."""
    text = fields.text("X-Mailin-custom")
    found = _json(text)
    if isinstance(found, dict):
        return plain(found)
    named = (part.partition(":") for part in text.split("|")[:200])
    return {name: value for name, mark, value in named if mark}


def _json(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
