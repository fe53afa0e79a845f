"""Mailgun's webhooks of before 2018: form fields instead of JSON.

Source: Mailgun documentation of that time, "Webhooks" (tracking opens, clicks, unsubscribes, complaints,
bounces, failures, deliveries).
"""

from __future__ import annotations

import json
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.fields import Fields, Wrong, clean, plain
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import bare_id, enhanced_code, smtp_code
from mailtui.parsing.events.times import epoch_time

_MAILGUN = EventProvider.MAILGUN
_Kind = ProviderEventKind
_KINDS = {
    "delivered": _Kind.DELIVERED,
    "bounced": _Kind.BOUNCED,
    "dropped": _Kind.SUPPRESSED,
    "opened": _Kind.OPENED,
    "clicked": _Kind.CLICKED,
    "complained": _Kind.COMPLAINED,
    "unsubscribed": _Kind.UNSUBSCRIBED,
}
_GAVE_UP = "old"
"""The reason of `dropped` that means: tried for hours, without success."""
_LAST_CODE = 599
_VARIABLES = "X-Mailgun-Variables"


def read_form(fields: Fields) -> ProviderEvent:
    """The event in the form's fields."""
    name = fields.text("event")
    if name not in _KINDS:
        raise Wrong(f"Mailgun has no mail event {name!r}" if name else "this is no event of Mailgun")
    heads = _headers(fields)
    metadata = _variables(heads)
    campaign, tracking = own_ids(metadata)
    message_id = bare_id(
        fields.text("Message-Id") or fields.text("message-id") or heads.get("message-id", "")
    )
    recipient, moment, link = fields.text("recipient"), epoch_time(fields, "timestamp"), fields.text("url")
    found = _outcome(fields, name)
    return ProviderEvent(
        provider=_MAILGUN,
        key=event_key(_MAILGUN, message_id, found["kind"], recipient.lower(), moment, link),
        time=moment,
        recipient=recipient,
        provider_id=message_id,
        message_id=message_id,
        campaign=fields.text("campaign-id") or campaign,
        campaign_name=fields.text("campaign-name") if fields.text("campaign-id") else "",
        tracking_id=tracking,
        tags=fields.texts("tag") or fields.texts("X-Mailgun-Tag"),
        metadata=pairs(metadata),
        link=link,
        ip=fields.text("ip"),
        user_agent=fields.text("user-agent"),
        subject=heads.get("subject", ""),
        sender=heads.get("from", ""),
        **found,
    )


def _outcome(fields: Fields, name: str) -> dict[str, Any]:
    reply = fields.text("error") or fields.text("description")
    code = fields.number("code")
    kind = _KINDS[name]
    if kind is _Kind.SUPPRESSED and fields.text("reason") == _GAVE_UP:
        kind = _Kind.BOUNCED
    return {
        "kind": kind,
        "reply": reply,
        "smtp_code": int(code) if code is not None and 200 <= code <= _LAST_CODE else smtp_code(reply),
        "enhanced_code": enhanced_code(reply),
        "sub_type": fields.text("reason"),
        "permanent": name == "bounced" if kind is _Kind.BOUNCED else None,
    }


def _headers(fields: Fields) -> dict[str, str]:
    """The message's headers, which are a JSON list of names and values in one field; lower-case names."""
    kept: dict[str, str] = {}
    found = _json(fields.value.get("message-headers"))
    for pair in found if isinstance(found, list) else []:
        if (
            isinstance(pair, list)
            and len(pair) == 2
            and isinstance(pair[0], str)
            and isinstance(pair[1], str)
        ):
            kept.setdefault(pair[0].lower(), clean(pair[1]))
    return kept


def _variables(heads: dict[str, str]) -> dict[str, str]:
    found = _json(heads.get(_VARIABLES.lower(), ""))
    return plain(found) if isinstance(found, dict) else {}


def _json(text: object) -> object:
    """JSON inside a field; None where there is none that is whole."""
    try:
        return json.loads(text) if text and isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
