"""Which provider's events these are, and what they say: the way in to this package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from mailtui.model.enums import EventProvider
from mailtui.model.provider_event import Parsed, Problem, ProviderEvent
from mailtui.parsing.events import (
    brevo,
    mailgun,
    mailjet,
    postmark,
    rows_csv,
    rows_mailman,
    rows_openmailer,
    rows_relay,
    sendgrid,
    ses,
    sparkpost,
)
from mailtui.parsing.events.envelopes import Letter
from mailtui.parsing.events.fields import Fields, Wrong
from mailtui.parsing.events.pieces import Piece, pieces


class Format(NamedTuple):
    """How one provider's payloads are read."""

    items: Callable[[Any], Iterator[Letter | Wrong]]
    """A JSON value to the events in it, out of batches and envelopes."""
    read: Callable[[Fields, str], list[ProviderEvent]]
    """One of these to what it tells; raises Wrong."""


FORMATS: dict[EventProvider, Format] = {
    EventProvider.SES: Format(ses.items, ses.read),
    EventProvider.SENDGRID: Format(sendgrid.items, sendgrid.read),
    EventProvider.MAILGUN: Format(mailgun.items, mailgun.read),
    EventProvider.POSTMARK: Format(postmark.items, postmark.read),
    EventProvider.SPARKPOST: Format(sparkpost.items, sparkpost.read),
    EventProvider.BREVO: Format(brevo.items, brevo.read),
    EventProvider.MAILJET: Format(mailjet.items, mailjet.read),
    EventProvider.CSV: Format(rows_csv.items, rows_csv.read),
    EventProvider.OPENMAILER: Format(rows_openmailer.items, rows_openmailer.read),
    EventProvider.RELAY: Format(rows_relay.items, rows_relay.read),
    EventProvider.MAILMAN: Format(rows_mailman.items, rows_mailman.read),
}


def parse(provider: EventProvider, payload: bytes) -> Parsed:
    """Everything in `payload`: total, and in linear time. What is no event is a problem with its reason."""
    form = FORMATS[provider]
    events: list[ProviderEvent] = []
    problems: list[Problem] = []
    for piece in pieces(payload):
        if piece.reason:
            problems.append(Problem(piece.reason, piece.raw))
        else:
            _read(form, piece.value, events, problems)
    return Parsed(tuple(events), tuple(problems))


def parse_piece(provider: EventProvider, piece: Piece) -> Parsed:
    """What one piece of a payload holds (a file's line, a webhook's body)."""
    if piece.reason:
        return Parsed(problems=(Problem(piece.reason, piece.raw),))
    return parse_value(provider, piece.value)


def parse_value(provider: EventProvider, value: object) -> Parsed:
    """What a JSON value holds."""
    events: list[ProviderEvent] = []
    problems: list[Problem] = []
    _read(FORMATS[provider], value, events, problems)
    return Parsed(tuple(events), tuple(problems))


def _read(form: Format, value: object, events: list[ProviderEvent], problems: list[Problem]) -> None:
    """Add what a JSON value holds."""
    for letter in form.items(value):
        if isinstance(letter, Wrong):
            problems.append(Problem(str(letter), _dumped(value)))
        elif not isinstance(letter.content, dict):
            problems.append(Problem("an event is an object, and this is none", _dumped(letter.content)))
        else:
            try:
                events += form.read(Fields(letter.content), letter.told)
            except Wrong as wrong:
                problems.append(Problem(str(wrong), _dumped(letter.content)))


def _dumped(value: object) -> str:
    """The piece as text again, so that it can be kept and tried again."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    try:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    except (RecursionError, ValueError):
        return ""
