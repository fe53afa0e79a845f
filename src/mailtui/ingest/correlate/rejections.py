"""Mail refused before it became a message, from one line of the main or reject log."""

from __future__ import annotations

import re

from mailtui.model.enums import EventKind, Phase
from mailtui.model.event import Event
from mailtui.model.facts import RejectionFacts

_STAGES = (
    (re.compile(r"rejected connection|\"connect\" ACL|connection refused|dropped", re.I), Phase.CONNECT),
    (re.compile(r"authenticator|\bAUTH\b"), Phase.AUTH),
    (re.compile(r"rejected (?:EHLO|HELO)|EHLO or HELO"), Phase.HELO),
    (re.compile(r"STARTTLS"), Phase.STARTTLS),
    (re.compile(r"rejected MAIL|\bMAIL FROM\b"), Phase.MAIL),
    (re.compile(r"rejected (?:RCPT|VRFY|EXPN|ETRN)|too many recipients"), Phase.RCPT),
    (re.compile(r"after DATA|non-SMTP ACL|too big|rejected from|PRDR|MIME ACL"), Phase.END_OF_DATA),
    (re.compile(r"rejected DATA|predata", re.I), Phase.DATA),
)


def rejection(event: Event) -> RejectionFacts | None:
    """The refusal that `event` reports; None for other events and for lines without a time."""
    if event.kind not in (EventKind.REJECTION, EventKind.TEMPORARY_REJECTION) or event.time is None:
        return None
    recipient = event.address or (event.recipients[0] if event.recipients else None)
    return RejectionFacts(
        event.time,
        event.kind is EventKind.REJECTION,
        event.phase or _stage(event),
        event.queue_id,
        event.host,
        event.helo,
        event.ip,
        event.auth,
        event.sender,
        recipient,
        event.reply or event.text,
        event.smtp_code,
        event.enhanced_code,
        event.subject,
        event.message_id,
    )


def _stage(event: Event) -> Phase:
    """How far the session was, by the words of the line; a line with an id had its data."""
    said = event.text or event.reply or ""
    for words, stage in _STAGES:
        if words.search(said):
            return stage
    if event.queue_id is not None:
        return Phase.END_OF_DATA
    return Phase.RCPT if event.address is not None else Phase.CONNECT
