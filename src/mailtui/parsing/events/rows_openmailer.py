"""OpenMailer: what rows of its database tell of mails: recipients of campaigns, clicks, log, webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.moment import MINUTE
from mailtui.model.provider_event import ProviderEvent
from mailtui.parsing.events import rows
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.rows import FAILED, SENDING, Failure, Telling, failure, first_time, word
from mailtui.parsing.events.times import iso_time

items = rows.items
_OPENMAILER = EventProvider.OPENMAILER
_Kind = ProviderEventKind
_RECIPIENT = "campaign_recipients"
_WAITING = frozenset({"pending", "queued", SENDING})
_LEFT = frozenset({"sent", "delivered", "opened", "clicked", "bounced", "complained"})
_ARRIVED = frozenset({"delivered", "opened", "clicked", "complained"})
_WORDS = _WAITING | _LEFT | {"failed", "cancelled"}
SERVICES = {
    "aws_ses": EventProvider.SES,
    **{str(one): one for one in (EventProvider.SES, EventProvider.SENDGRID, EventProvider.MAILGUN)},
    **{str(one): one for one in (EventProvider.POSTMARK, EventProvider.SPARKPOST, EventProvider.BREVO)},
    str(EventProvider.MAILJET): EventProvider.MAILJET,
}
"""What OpenMailer calls a sending service, in lower case."""


def read(fields: Fields, told: str = "") -> list[ProviderEvent]:  # noqa: ARG001 (all providers are read alike)
    """What a row tells; nothing, where a row beside it tells the same."""
    table = fields.text("table")
    if table not in TABLES:
        raise Wrong(f"OpenMailer has no table {table!r} that tells of mails")
    return TABLES[table](fields)


def _recipient(fields: Fields) -> list[ProviderEvent]:
    """A recipient of a campaign."""
    status = _status(fields)
    telling = _telling(fields, fields.id("id"), fields.text("contact.email"))
    created, updated = iso_time(fields, "created_at"), first_time(fields, "updated_at", "created_at")
    _waits(telling, fields, status, created, updated)
    bounced = iso_time(fields, "bounced_at")
    if (sent := iso_time(fields, "sent_at")) is not None or status in _LEFT:
        telling.add(_Kind.SENT, sent or first_time(fields, "delivered_at", "bounced_at", "updated_at"))
    arrived = first_time(fields, "delivered_at")
    if arrived is None and bounced is None and (status in _ARRIVED or _engaged(fields)):
        arrived = first_time(fields, "opened_at", "clicked_at", "complained_at", "sent_at", "updated_at")
    if arrived is not None:
        telling.add(_Kind.DELIVERED, arrived)
    if bounced is not None or status == "bounced":
        _bounce(telling, fields, bounced or updated)
    elif status == "failed":
        telling.fail(_Kind.BOUNCED, updated, failure(fields.text("error_message")), word=FAILED)
    if (opened := iso_time(fields, "opened_at")) is not None or status == "opened":
        telling.add(_Kind.OPENED, opened or updated)
    clicked = iso_time(fields, "clicked_at")
    if not fields.number("has_clicks") and (clicked is not None or status == "clicked"):
        telling.add(_Kind.CLICKED, clicked or updated)
    complained = iso_time(fields, "complained_at")
    if complained is not None or status == "complained":
        telling.add(_Kind.COMPLAINED, complained or updated)
    return telling.events


def _engaged(fields: Fields) -> bool:
    return first_time(fields, "opened_at", "clicked_at", "complained_at") is not None


def _waits(telling: Telling, fields: Fields, status: str, created: int | None, updated: int | None) -> None:
    """It was put into the queue; it is being sent, waits for another try, or is called off."""
    telling.add(_Kind.QUEUED, created if created is not None else updated)
    off = status in _WAITING and word(fields, "campaign.status") == "cancelled"
    if status == "cancelled" or off:
        telling.add(_Kind.CANCELLED, first_time(fields, *(("campaign.updated_at",) * off), "updated_at"))
    elif status == SENDING:
        telling.add(_Kind.QUEUED, updated, SENDING, sub_type=SENDING)
    elif status in _WAITING and (fields.number("retry_count") or 0) > 0:
        why = failure(fields.text("error_message"))
        telling.fail(_Kind.DEFERRED, updated, why, fields.number("retry_count"), word=status)


def _bounce(telling: Telling, fields: Fields, when: int | None) -> None:
    """For good, or soft: as the codes say, else what the contact has of the same bounce."""
    type_ = word(fields, "contact.bounce_type") if _is_same(fields, when) else ""
    why = failure(fields.text("error_message"), {"hard": True, "soft": False}.get(type_))
    if why.permanent is False:
        telling.fail(_Kind.DEFERRED, when, why, "bounced", word=type_ or "soft")
    else:
        telling.fail(_Kind.BOUNCED, when, why, word=type_ or "bounced")


def _is_same(fields: Fields, when: int | None) -> bool:
    last = iso_time(fields, "contact.last_bounce_at")
    return when is not None and last is not None and abs(last - when) <= MINUTE


def _click(fields: Fields) -> list[ProviderEvent]:
    """A click on a link of a campaign."""
    recipient = fields.id("recipient_id")
    telling = _telling(fields, recipient, fields.text("contact.email"))
    telling.add(
        _Kind.CLICKED,
        iso_time(fields, "clicked_at"),
        fields.id("id"),
        link=fields.text("link.original_url"),
        ip=fields.text("ip_address"),
        user_agent=fields.text("user_agent"),
    )
    return telling.events


def _log(fields: Fields) -> list[ProviderEvent]:
    """A line of its log; what the row of a recipient of a campaign says too has the same key."""
    status, recipient = _status(fields), fields.id("recipient_id")
    telling = _telling(fields, recipient, fields.text("recipient_email"), log=fields.id("id"))
    created = iso_time(fields, "created_at")
    telling.add(_Kind.QUEUED, created)
    if status == SENDING:
        telling.add(_Kind.QUEUED, created, SENDING, sub_type=SENDING)
    sent, delivered = iso_time(fields, "sent_at"), iso_time(fields, "delivered_at")
    if sent is not None or status in _LEFT:
        telling.add(_Kind.SENT, sent or delivered or created)
    if delivered is not None or status in _ARRIVED:
        telling.add(_Kind.DELIVERED, delivered or sent or created)
    if status in ("bounced", "failed"):
        when = max(filter(None, (created, sent, delivered)), default=None)
        _log_failure(telling, status, when, failure(fields.text("error_message")))
    if status == "cancelled":
        telling.add(_Kind.CANCELLED, created)
    return telling.events


def _log_failure(telling: Telling, status: str, when: int | None, why: Failure) -> None:
    if status == "bounced" and why.permanent is False:
        telling.fail(_Kind.DEFERRED, when, why, "bounced", word="soft")
    else:
        telling.fail(_Kind.BOUNCED, when, why, word=FAILED if status == "failed" else "bounced")


def _webhook(fields: Fields) -> list[ProviderEvent]:
    """What a service had told OpenMailer, as the service tells it."""
    from mailtui.parsing.events.detect import detect
    from mailtui.parsing.events.formats import parse_value

    payload = fields.value.get("payload")
    service = SERVICES.get(word(fields, "provider.provider_type"))
    if service is None:
        service = detect(json.dumps(payload).encode())
    if service is None or service not in SERVICES.values():
        raise Wrong("the payload is of no service that mailtui knows")
    found = parse_value(service, payload)
    if not found.events and found.problems:
        raise Wrong(found.problems[0].reason)
    return list(found.events)


def _telling(fields: Fields, recipient: str, address: str, log: str = "") -> Telling:
    """What is said of a recipient of a campaign, or of a mail of no campaign by the id of its log line."""
    of_campaign = fields.id("campaign_id") != "" and recipient != ""
    about = f"{_RECIPIENT} {recipient}" if of_campaign else f"email_logs {log}"
    tracking = fields.text("recipient.tracking_id") or fields.text("tracking_id")
    return Telling(
        _OPENMAILER,
        fields,
        about,
        recipient=address,
        provider_id=fields.text("provider_message_id").strip().strip("<>"),
        tracking_id=tracking or about,
        campaign=fields.id("campaign_id"),
        campaign_name=fields.text("campaign.name"),
        subject=fields.text("subject") or fields.text("campaign.subject_line"),
        sender=fields.text("campaign.from_email"),
    )


def _status(fields: Fields) -> str:
    status = word(fields, "status")
    if status not in _WORDS:
        raise Wrong(f"OpenMailer has no status {fields.text('status')!r}")
    return status


TABLES: dict[str, Callable[[Fields], list[ProviderEvent]]] = {
    _RECIPIENT: _recipient,
    "campaign_clicks": _click,
    "email_logs": _log,
    "webhook_events": _webhook,
}
"""The tables whose rows tell of mails."""
