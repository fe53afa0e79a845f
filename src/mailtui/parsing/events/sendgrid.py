"""Twilio SendGrid: the event webhook, and files of its events.

Sources: SendGrid docs, "Event Webhook Reference" (delivery events, engagement events, `sg_machine_open`,
unique arguments and categories); "Bounce classification".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent, event_key
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong, plain
from mailtui.parsing.events.own import own_ids, pairs
from mailtui.parsing.events.replies import bare_id, enhanced_code, is_enhanced, permanent, smtp_code
from mailtui.parsing.events.times import epoch_time

_SENDGRID = EventProvider.SENDGRID
_Kind = ProviderEventKind
_KINDS = {
    "processed": _Kind.SENT,
    "delivered": _Kind.DELIVERED,
    "deferred": _Kind.DEFERRED,
    "bounce": _Kind.BOUNCED,
    "blocked": _Kind.BOUNCED,
    "dropped": _Kind.SUPPRESSED,
    "open": _Kind.OPENED,
    "click": _Kind.CLICKED,
    "spamreport": _Kind.COMPLAINED,
    "unsubscribe": _Kind.UNSUBSCRIBED,
    "group_unsubscribe": _Kind.UNSUBSCRIBED,
    "group_resubscribe": _Kind.SUBSCRIBED,
}
_REFUSED = ("Spam Content", "Invalid SMTPAPI", "Recipient List over")
"""Reasons of `dropped` that are about the message, not about a list of addresses."""
_BY_READER = frozenset({"open", "click", "unsubscribe", "group_unsubscribe", "group_resubscribe"})
_ABOUT_US = frozenset({"Reputation", "Content"})
_NAMES = """
email timestamp event smtp-id sg_event_id sg_message_id sg_machine_open sg_content_type category reason status
response attempt type bounce_classification useragent ip url url_offset asm_group_id tls cert_err pool
marketing_campaign_id marketing_campaign_name marketing_campaign_version marketing_campaign_split_id subject
singlesend_id singlesend_name template_id template_version_id unique_args custom_args sg_template_id send_at
newsletter sg_template_name outbound_ip outbound_ip_type sg_user_id mc_stats phase_id recipient_id
"""
_THEIRS = frozenset(_NAMES.split())
"""Names that are SendGrid's own: every other one is a unique argument of the sender."""
_WITHOUT = _THEIRS - {"unique_args", "custom_args"}
"""An event with no others has no unique arguments."""


def items(value: object) -> Iterator[Letter | Wrong]:
    """The events of a batch."""
    yield from (Letter(item) for item in (value if isinstance(value, list) else [value]))


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """The one event."""
    name = fields.text("event")
    if name not in _KINDS:
        raise Wrong(f"SendGrid has no mail event {name!r}" if name else "this is no event of SendGrid")
    metadata = _metadata(fields)
    own, tracking = own_ids(metadata)
    campaign, title = _campaign(fields, own)
    recipient, moment = fields.text("email"), epoch_time(fields, "timestamp")
    event_id = fields.id("sg_event_id")
    provider_id = _message(fields.id("sg_message_id"))
    found = _reply(fields, name) | _failure(fields, name)
    kind = found["kind"]
    which = event_id or (provider_id, moment, fields.text("url"))
    return [
        ProviderEvent(
            provider=_SENDGRID,
            key=event_key(_SENDGRID, which, kind, recipient.lower()),
            time=moment,
            recipient=recipient,
            provider_id=provider_id,
            message_id=bare_id(fields.text("smtp-id")),
            event_id=event_id,
            campaign=campaign,
            campaign_name=title,
            tracking_id=tracking,
            template=fields.id("template_id") or fields.id("sg_template_id"),
            tags=fields.texts("category"),
            metadata=pairs(metadata),
            link=fields.text("url") if kind is _Kind.CLICKED else "",
            machine=fields.flag("sg_machine_open"),
            user_agent=fields.text("useragent"),
            subject=fields.text("subject"),
            **found,
        )
    ]


def _metadata(fields: Fields) -> dict[str, str]:
    """The sender's unique arguments."""
    if fields.value.keys() <= _WITHOUT:
        return {}
    found = plain({key: value for key, value in fields.value.items() if key not in _THEIRS})
    if "unique_args" in fields or "custom_args" in fields:
        found |= fields.metadata("unique_args") | fields.metadata("custom_args")
    return found


def _campaign(fields: Fields, own: str) -> tuple[str, str]:
    """The campaign, and its name where SendGrid tells one beside the id."""
    if own:
        return own, ""
    for kind in ("singlesend", "marketing_campaign"):
        found = fields.id(f"{kind}_id")
        if found:
            return found, fields.text(f"{kind}_name")
    return "", ""


def _message(sg_message_id: str) -> str:
    """The id that the send call answers with; what follows says through which machines each copy went."""
    for mark in (".filter", ".recvd"):
        sg_message_id = sg_message_id.partition(mark)[0]
    return sg_message_id


def _reply(fields: Fields, name: str) -> dict[str, Any]:
    """What the remote server said. `ip` is ours in delivery events and the reader's in others."""
    reply = fields.text("response") or fields.text("reason")
    status = fields.text("status")
    if name in _BY_READER:
        found = {"ip": fields.text("ip")}
    else:
        found = {"sending_ip": fields.text("ip") or fields.text("outbound_ip")}
    if not (reply or status):
        return found
    return {
        **found,
        "reply": reply,
        "smtp_code": smtp_code(reply),
        "enhanced_code": status if is_enhanced(status) else enhanced_code(reply),
    }


def _failure(fields: Fields, name: str) -> dict[str, Any]:
    """The kind, and for failures whether they last and whom they are about."""
    kind = _KINDS[name]
    if kind is _Kind.SUPPRESSED:
        reason = fields.text("reason")
        return {"kind": _Kind.REJECTED if reason.startswith(_REFUSED) else kind, "sub_type": reason}
    if kind is not _Kind.BOUNCED:
        return {"kind": kind}
    type_, class_ = fields.text("type") or name, fields.text("bounce_classification")
    blocked = type_ == "blocked"
    reply, status = fields.text("reason"), fields.text("status")
    code = permanent(smtp_code(reply), status if is_enhanced(status) else enhanced_code(reply))
    return {
        "kind": kind,
        "sub_type": f"{type_}/{class_}" if class_ else type_,
        "permanent": code if blocked else code is not False,
        "blocked": blocked or class_ in _ABOUT_US,
    }
