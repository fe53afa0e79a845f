"""FACT: what the events of one queue id add up to. Made by `ingest.correlate`, kept by the store."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from mailtui.model.enums import (
    AttemptOutcome,
    Direction,
    MessageKind,
    Outcome,
    Phase,
    QueueState,
    Role,
    Status,
)


class _Shipped:
    """Facts go from one process to another by the hundred thousand: as the arguments they were made of."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), _ARGUMENTS[type(self)](self)


@dataclass(slots=True)
class RecipientFacts(_Shipped):
    """One address of one message. `attempts` counts tries, not log lines."""

    address: str
    """As first written; '' when the log has not named a recipient yet."""
    role: Role
    original: str | None = None
    """For a child of an alias or forward: the envelope recipient it came from."""
    queue_state: QueueState = QueueState.QUEUED
    outcome: Outcome = Outcome.UNKNOWN
    attempts: int = 0
    first_attempt: int | None = None
    last_attempt: int | None = None
    finished: int | None = None
    """When the outcome became final, UTC microseconds."""
    host: str | None = None
    ip: str | None = None
    smtp_code: int | None = None
    enhanced_code: str | None = None
    phase: Phase | None = None
    reply: str | None = None
    """Reply of the last failing attempt; None after a success (confirmations stay in the raw line)."""
    complained: bool = False
    """The recipient called it spam, as a sending service told."""


@dataclass(slots=True)
class AttemptFacts(_Shipped):
    """One try to hand one recipient to one host (or to a local transport)."""

    recipient: int
    """Index into `MessageFacts.recipients`."""
    time: int
    outcome: AttemptOutcome
    entry: int
    """The log entry that says so (the number given to `apply` with the event)."""
    router: str | None = None
    transport: str | None = None
    host: str | None = None
    ip: str | None = None
    egress_ip: str | None = None
    port: int | None = None
    tls: str | None = None
    phase: Phase | None = None
    smtp_code: int | None = None
    enhanced_code: str | None = None
    errno: int | None = None
    reply: str | None = None
    """None on success."""
    duration: float | None = None
    remote_queue_id: str | None = None


@dataclass(slots=True)
class MessageFacts(_Shipped):
    """One queue id on one server. Times are UTC microseconds."""

    queue_id: str
    kind: MessageKind
    direction: Direction = Direction.UNKNOWN
    received: int | None = None
    """Time of the arrival line; None when the log does not have it."""
    first_seen: int = 0
    last_seen: int = 0
    completed: int | None = None
    frozen: bool = False
    sender: str | None = None
    size: int | None = None
    message_id: str | None = None
    subject: str | None = None
    client_host: str | None = None
    client_helo: str | None = None
    client_ip: str | None = None
    protocol: str | None = None
    auth: str | None = None
    user: str | None = None
    parent_queue_id: str | None = None
    status: Status = Status.UNKNOWN
    recipients: list[RecipientFacts] = field(default_factory=list)
    attempts: list[AttemptFacts] = field(default_factory=list)


@dataclass(slots=True)
class RejectionFacts(_Shipped):
    """Mail refused before it became a message."""

    time: int
    permanent: bool
    stage: Phase
    queue_id: str | None = None
    host: str | None = None
    helo: str | None = None
    ip: str | None = None
    auth: str | None = None
    sender: str | None = None
    recipient: str | None = None
    reply: str | None = None
    smtp_code: int | None = None
    enhanced_code: str | None = None
    subject: str | None = None
    message_id: str | None = None


_ARGUMENTS: dict[type, attrgetter[tuple[Any, ...]]] = {
    kind: attrgetter(*(each.name for each in fields(kind)))
    for kind in (RecipientFacts, AttemptFacts, MessageFacts, RejectionFacts)
}
"""What each kind is made of."""
