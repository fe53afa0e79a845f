"""The mail platform with inboxes and threads: what rows of its database tell of mails that it sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent
from mailtui.parsing.events import rows
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.rows import FAILED, ROLES, Telling, failure, first_time, message_id, word
from mailtui.parsing.events.times import iso_time

items = rows.items
_MAILMAN = EventProvider.MAILMAN
_Kind = ProviderEventKind
_STATUS = {
    "pending": _Kind.QUEUED,
    "sent": _Kind.SENT,
    "delivered": _Kind.DELIVERED,
    "bounced": _Kind.BOUNCED,
    "complained": _Kind.COMPLAINED,
    FAILED: _Kind.BOUNCED,
}
_REASONS = ("reason", "error", "message", "diagnosticCode", "diagnostic", "details")
_WHO = ("recipient", "address", "email", "emailAddress")


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """What a row tells."""
    table = fields.text("table")
    if table not in TABLES:
        raise Wrong(f"the mail platform has no table {table!r} that tells of mails")
    return TABLES[table](fields)


def _event(fields: Fields) -> list[ProviderEvent]:
    """A delivery event with one recipient of the message: of this one, unless its details name another."""
    status = word(fields, "status")
    if status not in _STATUS:
        raise Wrong(f"the mail platform has no status {fields.text('status')!r}")
    details = fields.value.get("details")
    said: Mapping[str, object] = details if isinstance(details, dict) else {}
    own, address = message_id(fields, "message_id"), fields.text("recipient.address")
    who = _text(said, _WHO)
    if who and address and who.lower() != address.lower():
        return []
    telling = Telling(
        _MAILMAN,
        fields,
        f"delivery_events {fields.id('id')} {(who or address).lower()}",
        recipient=who or address,
        provider_id=(fields.text("ses_message_id") or fields.text("message.ses_message_id")).strip(),
        tracking_id=own,
        message_id=own,
        subject=fields.text("message.subject"),
        sender=fields.text("message.from_address"),
    )
    kind, when = _STATUS[status], iso_time(fields, "created_at")
    if kind is not _Kind.BOUNCED:
        telling.add(kind, when)
        return telling.events
    lasting = {"permanent": True, "transient": False}.get(
        _text(said, ("bounceType", "bounce_type", "type")).lower()
    )
    reason = _text(said, _REASONS) or (details if isinstance(details, str) else "")
    telling.fail(kind, when, failure(reason, lasting), word=status)
    return telling.events


def _text(said: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((found for name in names if isinstance(found := said.get(name), str) and found), "")


def _mail(fields: Fields) -> list[ProviderEvent]:
    """A message that was sent: to each recipient in a role; whether it left, the id of the service says."""
    own, told = message_id(fields, "message_id"), []
    left = fields.text("ses_message_id").strip()
    for row in fields.children("recipients"):
        address = row.text("address").strip()
        telling = Telling(
            _MAILMAN,
            fields,
            f"messages {own} {address.lower()}",
            recipient=address,
            provider_id=left,
            tracking_id=own,
            message_id=own,
            subject=fields.text("subject"),
            sender=fields.text("from_address"),
        )
        role = word(row, "recipient_type")
        made = first_time(fields, "created_at", "sent_at")
        telling.add(_Kind.QUEUED, made, sub_type=role if role in ROLES else "")
        if left:
            telling.add(_Kind.SENT, first_time(fields, "sent_at", "created_at"))
        told += telling.events
    return told


TABLES: dict[str, Callable[[Fields], list[ProviderEvent]]] = {"delivery_events": _event, "messages": _mail}
"""The tables whose rows tell of mails."""
