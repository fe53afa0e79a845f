"""SparkPost (Bird): webhook batches (`msys`) and answers of the events API.

Sources: SparkPost API documentation, "Webhooks" and "Events" (event types, fields); support article "Bounce
classification codes".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import NOT_SPAM, enhanced_code, permanent, smtp_code
from mailtui.parsing.events.times import epoch_time, iso_time

_SPARKPOST = EventProvider.SPARKPOST
_Kind = ProviderEventKind
_KINDS = {
    "injection": _Kind.SENT,
    "delivery": _Kind.DELIVERED,
    "delay": _Kind.DEFERRED,
    "bounce": _Kind.BOUNCED,
    "out_of_band": _Kind.BOUNCED,
    "policy_rejection": _Kind.REJECTED,
    "generation_rejection": _Kind.REJECTED,
    "generation_failure": _Kind.RENDERING_FAILED,
    "spam_complaint": _Kind.COMPLAINED,
    "initial_open": _Kind.OPENED,
    "open": _Kind.OPENED,
    "click": _Kind.CLICKED,
    "amp_initial_open": _Kind.OPENED,
    "amp_open": _Kind.OPENED,
    "amp_click": _Kind.CLICKED,
    "list_unsubscribe": _Kind.UNSUBSCRIBED,
    "link_unsubscribe": _Kind.UNSUBSCRIBED,
}
_BOUNCES: dict[int, tuple[ProviderEventKind, bool | None, bool]] = {
    10: (_Kind.BOUNCED, True, False),
    20: (_Kind.BOUNCED, False, False),
    21: (_Kind.BOUNCED, False, False),
    22: (_Kind.BOUNCED, False, False),
    23: (_Kind.BOUNCED, False, False),
    24: (_Kind.BOUNCED, False, False),
    25: (_Kind.SUPPRESSED, None, False),
    26: (_Kind.SUPPRESSED, None, False),
    30: (_Kind.BOUNCED, True, False),
    40: (_Kind.BOUNCED, False, False),
    50: (_Kind.BOUNCED, None, True),
    51: (_Kind.BOUNCED, None, True),
    52: (_Kind.BOUNCED, None, True),
    53: (_Kind.BOUNCED, None, True),
    54: (_Kind.BOUNCED, None, True),
    60: (_Kind.AUTORESPONDED, None, False),
    70: (_Kind.BOUNCED, False, False),
    80: (_Kind.SUBSCRIBED, None, False),
    90: (_Kind.UNSUBSCRIBED, None, False),
    100: (_Kind.AUTORESPONDED, None, False),
}
"""By class of bounce: the kind, whether it lasts, whether it is about us.

Where None, the reply's code decides.
"""


def items(value: object) -> Iterator[Letter | Wrong]:
    """The events of a batch, without `msys` around them.

    The empty object is SparkPost's test of the address.
    """
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        value = value["results"]
    for item in value if isinstance(value, list) else [value]:
        msys = item.get("msys") if isinstance(item, dict) else None
        if not isinstance(msys, dict):
            yield Letter(item)
        elif msys:
            yield from (Letter(inside) for inside in msys.values())


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """The one event."""
    name = fields.text("type")
    if name not in _KINDS:
        raise Wrong(_unknown(fields, name))
    if fields.text("fbtype") == NOT_SPAM:
        return []
    metadata = fields.metadata("rcpt_meta")
    campaign, tracking = own_ids(metadata)
    found = _outcome(fields, name)
    kind, event_id = found["kind"], fields.id("event_id")
    recipient, moment = fields.text("raw_rcpt_to") or fields.text("rcpt_to"), _moment(fields)
    message, link = fields.id("message_id"), fields.text("target_link_url")
    which = event_id or (message, moment, link)
    return [
        ProviderEvent(
            provider=_SPARKPOST,
            key=event_key(_SPARKPOST, which, kind, recipient.lower()),
            time=moment,
            recipient=recipient,
            provider_id=fields.id("transmission_id") or message,
            event_id=event_id,
            campaign=fields.id("campaign_id") or campaign,
            tracking_id=tracking,
            template=fields.id("template_id"),
            tags=fields.texts("rcpt_tags"),
            metadata=pairs(metadata),
            sending_ip=fields.text("sending_ip"),
            link=link if kind is _Kind.CLICKED else "",
            user_agent=fields.text("user_agent"),
            subject=fields.text("subject"),
            sender=fields.text("msg_from") or fields.text("friendly_from"),
            **found,
        )
    ]


def _unknown(fields: Fields, name: str) -> str:
    if name.startswith(("relay_", "sms_")) or ("rcpt_to" in fields and "content" in fields):
        return f"{name or 'relay'} is not about mail sent"
    return f"SparkPost has no mail event {name!r}" if name else "this is no event of SparkPost"


def _moment(fields: Fields) -> int | None:
    """Webhooks count seconds, the API writes ISO 8601; both as text or number."""
    told = fields.value.get("timestamp")
    return (
        iso_time(fields, "timestamp")
        if isinstance(told, str) and "T" in told
        else epoch_time(fields, "timestamp")
    )


def _outcome(fields: Fields, name: str) -> dict[str, Any]:
    """The kind and what was said.

    `ip_address` is the remote server's in deliveries and the reader's in opens.
    """
    kind = _KINDS[name]
    reply = fields.text("raw_reason") or fields.text("reason") or fields.text("fbtype")
    code = fields.number("error_code")
    told = int(code) if code is not None and 200 <= code <= 599 else smtp_code(reply)
    found: dict[str, Any] = {
        "kind": kind,
        "reply": reply,
        "smtp_code": told,
        "enhanced_code": enhanced_code(reply),
    }
    if kind in (_Kind.OPENED, _Kind.CLICKED, _Kind.UNSUBSCRIBED):
        return found | {"ip": fields.text("ip_address"), "machine": _machine(fields)}
    found["remote_host"] = fields.text("ip_address")
    return found | _failure(fields, kind, permanent(told, found["enhanced_code"]))


def _failure(fields: Fields, kind: ProviderEventKind, by_code: bool | None) -> dict[str, Any]:
    class_ = fields.number("bounce_class")
    if class_ is None or kind not in (_Kind.BOUNCED, _Kind.REJECTED, _Kind.DEFERRED):
        return {}
    about = _BOUNCES.get(int(class_)) if 0 <= class_ <= 1000 else None
    told, lasting, blocked = about or (kind, None, False)
    if kind is _Kind.DEFERRED:
        told, lasting = kind, False
    elif kind is _Kind.REJECTED and told is _Kind.BOUNCED:
        told = kind
    lasts = lasting if lasting is not None or told is not _Kind.BOUNCED else by_code
    return {
        "kind": told,
        "permanent": lasts,
        "blocked": blocked,
        "sub_type": f"class {fields.id('bounce_class')}",
    }


def _machine(fields: Fields) -> bool | None:
    """Whether SparkPost saw a prefetch."""
    agent = fields.value.get("user_agent_parsed")
    return True if isinstance(agent, dict) and agent.get("is_prefetched") is True else None
