"""Whose events are these? Content decides; the name only where the content could be of two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from mailtui.model.enums import EventProvider
from mailtui.parsing.events import rows_mailman, rows_openmailer, rows_relay
from mailtui.parsing.events.formats import FORMATS
from mailtui.parsing.events.forms import form
from mailtui.parsing.events.pieces import pieces

_LOOKED_AT = 5
"""Events looked at."""
_SAMPLE = 256 * 1024


def _table(one: dict[str, Any]) -> str:
    """The table that a row is of."""
    return str(one.get("table", ""))


_MARKS: dict[EventProvider, Callable[[dict[str, Any]], bool]] = {
    EventProvider.SES: lambda one: ("eventType" in one or "notificationType" in one) and "mail" in one,
    EventProvider.SENDGRID: lambda one: "sg_event_id" in one or "sg_message_id" in one or "smtp-id" in one,
    EventProvider.MAILGUN: lambda one: (
        isinstance(one.get("event"), str)
        and ({"signature", "token", "timestamp"} <= one.keys() or "recipient" in one or "log-level" in one)
    ),
    EventProvider.POSTMARK: lambda one: "RecordType" in one or {"TypeCode", "BouncedAt"} <= one.keys(),
    EventProvider.SPARKPOST: lambda one: "type" in one and ("rcpt_to" in one or "raw_rcpt_to" in one),
    EventProvider.BREVO: lambda one: (
        "email" in one and ("message-id" in one or "camp_id" in one or "messageId" in one)
    ),
    EventProvider.MAILJET: lambda one: "event" in one and ("mj_campaign_id" in one or "mj_contact_id" in one),
    EventProvider.OPENMAILER: lambda one: _table(one) in rows_openmailer.TABLES,
    EventProvider.RELAY: lambda one: _table(one) in rows_relay.TABLES,
    EventProvider.MAILMAN: lambda one: _table(one) in rows_mailman.TABLES,
}
_WORDS: tuple[tuple[EventProvider, tuple[bytes, ...]], ...] = (
    (EventProvider.SPARKPOST, (b'"msys"',)),
    (EventProvider.MAILGUN, (b'"event-data"',)),
    (EventProvider.SENDGRID, (b'"sg_event_id"',)),
    (EventProvider.SENDGRID, (b'"smtp-id"',)),
    (EventProvider.MAILJET, (b'"mj_campaign_id"',)),
    (EventProvider.POSTMARK, (b'"RecordType"', b'"MessageID"')),
    (EventProvider.POSTMARK, (b'"TypeCode"', b'"MessageID"')),
    (EventProvider.SES, (b"eventType", b"messageId", b"destination")),
    (EventProvider.SES, (b"notificationType", b"messageId", b"destination")),
    (EventProvider.BREVO, (b'"X-Mailin-custom"',)),
)
"""Words that together only one provider has, for samples that end within the first value."""
_SERVICES = (
    EventProvider.SES,
    EventProvider.SENDGRID,
    EventProvider.MAILGUN,
    EventProvider.POSTMARK,
    EventProvider.SPARKPOST,
    EventProvider.BREVO,
    EventProvider.MAILJET,
)
"""Those whose name in a path says whose events are there."""
_KINDS_SAID = {"event", "type", "Type", "RecordType", "eventType", "notificationType"}
"""Where an event says of which kind it is."""


def detect(sample: bytes, name: str = "") -> EventProvider | None:
    """The provider whose events `sample`, the beginning of a payload or file, holds; None when it holds none.

    `name` is the file's name or the way in (`sendgrid/2026-11.json`).
    """
    sample = sample[:_SAMPLE]
    head = sample.lstrip(b"\xef\xbb\xbf\0 \t\r\n\x1e")[:1]
    if head not in (b"{", b"[") and form(sample.decode("utf-8", "replace")) is None:
        return None
    found = _of_pieces(sample) or _of_pieces(sample.partition(b"[")[2])
    if found:
        return found
    word = next((provider for provider, marks in _WORDS if all(mark in sample for mark in marks)), None)
    return word or _of_name(sample, name)


def _of_pieces(sample: bytes) -> EventProvider | None:
    """By the first values in `sample`; of an array that is cut off, what is after its bracket."""
    values = islice((piece.value for piece in pieces(sample) if not piece.reason), _LOOKED_AT)
    return next(filter(None, map(_of_value, values)), None)


def _of_value(value: object) -> EventProvider | None:
    return next((provider for provider in _MARKS if _is_of(provider, value)), None)


def _is_of(provider: EventProvider, value: object) -> bool:
    """Whether one of the first events in `value` looks like this provider's."""
    if provider is EventProvider.SPARKPOST and _has_msys(value):
        return True
    return any(_MARKS[provider](one) for one in _first(provider, value))


def _has_msys(value: object) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and "msys" in first


def _first(provider: EventProvider, value: object) -> Iterator[dict[str, Any]]:
    for letter in islice(FORMATS[provider].items(value), _LOOKED_AT):
        content = getattr(letter, "content", None)
        if isinstance(content, dict):
            yield content


def _of_name(sample: bytes, name: str) -> EventProvider | None:
    """The provider that a part of the name says, when the first value at least says what kind it is."""
    parts = set(re.split(r"[^a-z]+", name.lower()))
    named = next((provider for provider in _SERVICES if provider in parts), None)
    value = next((piece.value for piece in pieces(sample) if not piece.reason), None)
    first = value[0] if isinstance(value, list) and value else value
    return named if isinstance(first, dict) and not _KINDS_SAID.isdisjoint(first) else None
