"""The arrival line: where a message came from."""

from __future__ import annotations

from mailtui.model.enums import Direction
from mailtui.model.event import Event
from mailtui.model.facts import MessageFacts

_SUBMISSION_PORTS = frozenset({465, 587})
_AUTHENTICATED = frozenset(
    {"asmtp", "esmtpa", "esmtpsa", "smtpa", "smtpsa", "essmtpa", "utf8esmtpa", "utf8esmtpsa"}
)


def direction(event: Event) -> Direction:
    """Where an arrival line says the message came from.

    A null sender with a reference to a message here is a bounce or another report that Exim itself
    made. Authenticated, or taken on a submission port (RFC 6409, RFC 8314) -> submitted.
    """
    if event.sender == "" and event.parent_queue_id is not None and event.ip is None:
        return Direction.BOUNCE
    protocol = (event.protocol or "").removeprefix("utf8")
    if event.auth is not None or protocol in _AUTHENTICATED or event.interface_port in _SUBMISSION_PORTS:
        return Direction.SUBMITTED
    if protocol.startswith("local"):
        return Direction.LOCAL
    if event.host is not None or event.ip is not None:
        return Direction.INBOUND
    return Direction.LOCAL if event.user is not None else Direction.UNKNOWN


def take(event: Event, facts: MessageFacts) -> None:
    """Copy what the arrival line tells into the message."""
    facts.sender = event.sender
    facts.size = event.size
    facts.message_id = event.message_id
    facts.subject = event.subject
    facts.protocol = event.protocol
    facts.user = event.user
    facts.parent_queue_id = event.parent_queue_id
    facts.direction = direction(event)
    take_client(event, facts)


def take_client(event: Event, facts: MessageFacts) -> None:
    """Copy who was at the other end of the connection."""
    facts.client_host = event.host
    facts.client_helo = event.helo
    facts.client_ip = event.ip
    facts.auth = event.auth
