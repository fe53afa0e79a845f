"""Events made by hand, and what they fold into."""

from __future__ import annotations

from typing import Any

from mailtui.ingest.correlate import Folding
from mailtui.model.enums import EventKind
from mailtui.model.event import Event
from mailtui.model.facts import MessageFacts, RecipientFacts
from mailtui.model.moment import SECOND

START = 1_800_000_000 * SECOND
ID = "1xUXxL-0000000003S-3kAH"
ALICE = "alice@lab.example"
BOB = "bob@example.org"
MX = {"host": "mx.example.org", "ip": "192.0.2.9", "router": "dnslookup", "transport": "remote_smtp"}
MAILDIR = {"router": "localuser", "transport": "maildir"}
GREY = {"smtp_code": 451, "enhanced_code": "4.7.1", "reply": "451 4.7.1 Greylisted", "errno": -44}


def at(second: float, kind: EventKind, **fields: Any) -> Event:
    """An event so many seconds into the story."""
    return Event(kind, time=START + int(second * SECOND), queue_id=ID, **fields)


def arrival(*recipients: str, second: float = 0, sender: str = ALICE, **fields: Any) -> Event:
    """`<= sender ... for recipients` by SMTP from a host."""
    found = {"host": "ws1.lab.example", "ip": "192.0.2.1", "protocol": "esmtp", "size": 373} | fields
    return at(second, EventKind.ARRIVAL, sender=sender, recipients=recipients, **found)


def delivered(second: float, address: str, original: str | None = None, **fields: Any) -> Event:
    """`=> address <original>`."""
    return at(second, EventKind.DELIVERY, address=address, original_address=original, **fields)


def deferred(second: float, address: str, original: str | None = None, **fields: Any) -> Event:
    """`== address <original>`."""
    return at(second, EventKind.DEFERRAL, address=address, original_address=original, **fields)


def failed(second: float, address: str, reply: str, original: str | None = None, **fields: Any) -> Event:
    """`** address <original>: reply`."""
    return at(second, EventKind.FAILURE, address=address, original_address=original, reply=reply, **fields)


def not_tried(second: float, address: str, original: str | None = None) -> Event:
    """`== address routing defer (-52): retry time not reached`."""
    return deferred(second, address, original, errno=-52, reply="retry time not reached", attempted=False)


def completed(second: float) -> Event:
    """`Completed`."""
    return at(second, EventKind.COMPLETED)


def note(second: float, text: str, **fields: Any) -> Event:
    """A line of free text."""
    return at(second, EventKind.OTHER, text=text, **fields)


def fold(*events: Event) -> MessageFacts:
    """The facts of these events."""
    folding = Folding(ID)
    for entry, event in enumerate(events, 1):
        folding.apply(event, entry)
    return folding.facts()


def only(facts: MessageFacts) -> RecipientFacts:
    """The one recipient of a message."""
    assert len(facts.recipients) == 1, facts.recipients
    return facts.recipients[0]


def by_address(facts: MessageFacts) -> dict[str, RecipientFacts]:
    """The recipients by address."""
    found = {fact.address: fact for fact in facts.recipients}
    assert len(found) == len(facts.recipients), facts.recipients
    return found
