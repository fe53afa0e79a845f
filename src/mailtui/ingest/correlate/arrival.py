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
    """Where an arrival line says the message came from."""
    return direction_of(
        event.sender,
        event.parent_queue_id,
        event.host,
        event.ip,
        event.interface_port,
        event.protocol,
        event.auth,
        event.user,
    )


def direction_of(
    sender: str | None,
    parent: str | None,
    host: str | None,
    ip: str | None,
    our_port: int | None,
    protocol: str | None,
    auth: str | None,
    user: str | None,
) -> Direction:
    """Where a message came from, by what its arrival line has.

    A null sender with a reference to a message here is a bounce or another report that Exim itself
    made. Authenticated, or taken on a submission port (RFC 6409, RFC 8314) -> submitted.
    """
    if sender == "" and parent is not None and ip is None:
        return Direction.BOUNCE
    protocol = (protocol or "").removeprefix("utf8")
    if auth is not None or protocol in _AUTHENTICATED or our_port in _SUBMISSION_PORTS:
        return Direction.SUBMITTED
    if protocol.startswith("local"):
        return Direction.LOCAL
    if host is not None or ip is not None:
        return Direction.INBOUND
    return Direction.LOCAL if user is not None else Direction.UNKNOWN


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
