"""The relay with a queue of mails: what rows of its database tell of them."""

from __future__ import annotations

from collections.abc import Callable

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.moment import MINUTE
from mailtui.model.provider_event import ProviderEvent
from mailtui.parsing.events import rows
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.rows import FAILED, SENDING, Telling, failure, first_time, word
from mailtui.parsing.events.times import iso_time

items = rows.items
_RELAY = EventProvider.RELAY
_Kind = ProviderEventKind
_WAITING = frozenset({"pending", "queued", SENDING})
_COMPLAINED = frozenset({"spam", "complained"})
_WORDS = _WAITING | _COMPLAINED | {"sent", "delivered", "failed", "bounced", "cancelled"}
_LASTING = {"hard": True, "permanent": True, "soft": False, "transient": False, "temporary": False}


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """What a row tells; nothing, where the row of the mail tells the same."""
    table = fields.text("table")
    if table not in TABLES:
        raise Wrong(f"the relay has no table {table!r} that tells of mails")
    return TABLES[table](fields)


def _mail(fields: Fields) -> list[ProviderEvent]:
    """A mail of the queue."""
    status = _status(fields)
    telling = _telling(fields, fields.id("id"), fields.text("recipient_email"))
    created, updated = iso_time(fields, "created_at"), first_time(fields, "updated_at", "created_at")
    telling.add(_Kind.QUEUED, created if created is not None else updated)
    retries = fields.number("retry_count") or 0
    if status == SENDING:
        telling.add(_Kind.QUEUED, updated, SENDING, sub_type=SENDING)
    if status in ("pending", "queued") and retries > 0 and not fields.number("has_failures"):
        telling.fail(_Kind.DEFERRED, updated, failure(_reason(fields)), retries, word=status)
    sent = iso_time(fields, "sent_at")
    if sent is not None or status in {"sent", "delivered", *_COMPLAINED}:
        telling.add(_Kind.SENT, sent or first_time(fields, "delivered_at", "updated_at"))
    delivered = iso_time(fields, "delivered_at")
    if delivered is not None or status in {"delivered", *_COMPLAINED}:
        telling.add(_Kind.DELIVERED, delivered or sent or updated)
    bounced = iso_time(fields, "bounced_at")
    if status in _COMPLAINED:
        telling.add(_Kind.COMPLAINED, bounced or updated)
    elif bounced is not None or status == "bounced":
        why = failure(_reason(fields), _LASTING.get(word(fields, "bounce_type")))
        telling.fail(_Kind.BOUNCED, bounced or updated, why, word="bounced")
    elif status == "failed":
        telling.fail(_Kind.BOUNCED, updated, failure(_reason(fields)), word=FAILED)
    elif status == "cancelled":
        telling.add(_Kind.CANCELLED, updated)
    return telling.events


def _event(fields: Fields) -> list[ProviderEvent]:
    """A line of what happened to a mail.

    What the mail's own row says too has the same key. A failure is a try; that it was the last, the row says.
    """
    type_, when = word(fields, "event_type"), iso_time(fields, "created_at")
    telling = _telling(fields, fields.id("email_queue_id"), fields.text("mail.recipient_email"))
    id_ = fields.id("id")
    if type_ in ("queued", SENDING):
        telling.add(
            _Kind.QUEUED, when, *((SENDING,) * (type_ == SENDING)), sub_type=SENDING * (type_ == SENDING)
        )
    elif type_ == "failed":
        if not _is_last(fields, when):
            telling.fail(_Kind.DEFERRED, when, failure(_words(fields)), id_, word=FAILED)
    elif type_ == "bounced":
        telling.fail(_Kind.BOUNCED, when, failure(_words(fields)), word="bounced")
    elif type_ in _EVENTS:
        kind, which = _EVENTS[type_]
        telling.add(kind, when, *((id_,) * which))
    else:
        raise Wrong(f"the relay has no event {fields.text('event_type')!r}")
    return telling.events


_EVENTS = {
    "sent": (_Kind.SENT, False),
    "delivered": (_Kind.DELIVERED, False),
    "opened": (_Kind.OPENED, True),
    "clicked": (_Kind.CLICKED, True),
    "complained": (_Kind.COMPLAINED, False),
    "spam": (_Kind.COMPLAINED, False),
}
"""The kind, and whether a mail can have several."""


def _is_last(fields: Fields, when: int | None) -> bool:
    """Whether it is the try after which the relay gave up, which the mail's row tells."""
    ended = iso_time(fields, "mail.updated_at")
    if word(fields, "mail.status") not in ("failed", "bounced") or ended is None or when is None:
        return False
    return when >= ended - MINUTE


def _telling(fields: Fields, id_: str, address: str) -> Telling:
    return Telling(
        _RELAY,
        fields,
        f"email_queue {id_}",
        recipient=address,
        provider_id=(fields.text("message_id") or fields.text("mail.message_id")).strip().strip("<>"),
        tracking_id=id_,
        subject=fields.text("subject"),
    )


def _reason(fields: Fields) -> str:
    return fields.text("bounce_reason") or fields.text("last_error")


def _words(fields: Fields) -> str:
    """The reply, with its code in front where it is apart."""
    code, reply = fields.id("error_code"), fields.text("error_message")
    return f"{code} {reply}" if code and code not in reply else reply or code


def _status(fields: Fields) -> str:
    status = word(fields, "status")
    if status not in _WORDS:
        raise Wrong(f"the relay has no status {fields.text('status')!r}")
    return status


TABLES: dict[str, Callable[[Fields], list[ProviderEvent]]] = {
    "email_queue": _mail,
    "email_delivery_logs": _event,
}
"""The tables whose rows tell of mails."""
