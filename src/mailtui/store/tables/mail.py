"""Mail flow: messages, their recipients and the attempts to deliver them, and what was refused."""

from __future__ import annotations

from sqlalchemy import DDL, Index, LargeBinary, SmallInteger, event, text
from sqlmodel import Field, SQLModel

from mailtui.model.enums import (
    AttemptOutcome,
    Direction,
    LinkKind,
    MessageKind,
    Outcome,
    Phase,
    QueueState,
    Role,
    Status,
)
from mailtui.store.eventful import AT_ONCE, EVENTFUL
from mailtui.store.tables.columns import WITHOUT_ROWID, big, derived, key, one_of, word


def _where(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


EVERY_ATTEMPT = """
    CREATE VIEW every_attempt AS
    SELECT message_id, number, recipient, time, outcome, entry_id, router_id, transport_id, host_id,
        phase, smtp_code, enhanced_code, errno, reply_id, duration, egress_id, cause_id
    FROM delivery_attempt UNION ALL
    SELECT message_id, try_number, number, finished, CAST(0 AS INTEGER), entry_id, router_id, transport_id,
        host_id, CAST(NULL AS INTEGER), smtp_code, enhanced_code, CAST(NULL AS INTEGER),
        CAST(NULL AS INTEGER), duration, egress_id, CAST(NULL AS INTEGER)
    FROM recipient WHERE entry_id IS NOT NULL
"""
"""All tries, wherever they are told, with the columns of `delivery_attempt`.

The types are written out: SQLite looks into each half by its own indexes only when both have the same.
"""


class Message(SQLModel, table=True):
    """One queue id on one server. Its facts are a function of its log entries and nothing else."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("kind", MessageKind),
        one_of("direction", Direction),
        one_of("status", Status),
        Index("ix_message_queue_id", "queue_id", "server_id", unique=True),
        Index("ix_message_sender", "sender_id", "first_seen"),
        _where("ix_message_parent", "parent_queue_id", where="parent_queue_id IS NOT NULL"),
    )
    id: int = key()
    server_id: int = big(foreign_key="server.id")
    queue_id: str
    kind: int = word()
    direction: int = word()
    status: int = word()
    first_seen: int = big()
    received_after: int | None = big(optional=True)
    """Since `first_seen`, as are other times stored by what they are apart from another: mostly nothing."""
    seen_for: int = big()
    completed_before: int | None = big(optional=True)
    received: int | None = derived("first_seen + received_after")
    last_seen: int = derived("first_seen + seen_for")
    completed: int | None = derived("first_seen + seen_for - completed_before")
    frozen: bool = False
    sender_id: int | None = big(optional=True, foreign_key="address.id")
    size: int | None = big(optional=True)
    subject: str | None = None
    host_id: int | None = big(optional=True, foreign_key="host.id")
    auth_id: int | None = big(optional=True, foreign_key="label.id")
    parent_queue_id: str | None = None
    """On a bounce: the queue id (same server) of the message it reports."""
    events: bytes | None = Field(default=None, sa_type=LargeBinary)
    lines: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Its lines in the log, what each says and when: see `store.entries`."""


class MessageLink(SQLModel, table=True):
    """Under which other id the mail is known: a 64-bit digest, found again in the raw line."""

    __tablename__ = "message_link"
    __table_args__ = (one_of("kind", LinkKind), WITHOUT_ROWID)
    kind: int = word(primary_key=True)
    digest: int = key()
    message_id: int = key()


class Recipient(SQLModel, table=True):
    """One address of one message, with the three facts, their roll-up, and the last attempt."""

    __tablename__ = "recipient"
    __table_args__ = (
        one_of("role", Role),
        one_of("queue_state", QueueState),
        one_of("outcome", Outcome),
        one_of("status", Status),
        Index("ix_recipient_time", "time"),
        Index("ix_recipient_address", "address_id", "time"),
        _where("ix_recipient_original", "original_id", "time", where="original_id IS NOT NULL"),
        _where("ix_recipient_status", "status", "time", where=EVENTFUL),
        _where("ix_recipient_cause", "cause_id", "time", where="cause_id IS NOT NULL"),
        _where("ix_recipient_host", "host_id", "finished", where=f"{AT_ONCE} AND host_id IS NOT NULL"),
        WITHOUT_ROWID,
    )
    message_id: int = key()
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    time: int = big()
    """When the message was received (or first seen): what lists are sorted by."""
    address_id: int = big(foreign_key="address.id")
    original_id: int | None = big(optional=True, foreign_key="address.id")
    role: int = word()
    queue_state: int = word()
    outcome: int = word()
    status: int = word()
    attempts: int = 0
    first_after: int | None = big(optional=True)
    tried_for: int | None = big(optional=True)
    finished_after: int | None = big(optional=True)
    """Since `time`; `tried_for` is between the first attempt and the last."""
    first_attempt: int | None = derived("time + first_after")
    last_attempt: int | None = derived("time + first_after + tried_for")
    finished: int | None = derived("time + finished_after")
    host_id: int | None = big(optional=True, foreign_key="host.id")
    smtp_code: int | None = Field(default=None, sa_type=SmallInteger)
    enhanced_code: str | None = None
    phase: int | None = word(optional=True)
    reply_id: int | None = big(optional=True, foreign_key="reply.id")
    cause_id: int | None = big(optional=True)
    """Why it failed or waits; NULL when it did not."""
    try_number: int | None = Field(default=None, sa_type=SmallInteger)
    entry_id: int | None = big(optional=True)
    """Where one try was all, and it succeeded at once, that try is told from here on: see EVERY_ATTEMPT."""
    router_id: int | None = big(optional=True)
    transport_id: int | None = big(optional=True)
    duration: int | None = big(optional=True)
    egress_id: int | None = big(optional=True)


class DeliveryAttempt(SQLModel, table=True):
    """One try to deliver one recipient; what is not a column is in the raw line of `entry_id`.

    The only try of a recipient, when it succeeded, is in the row of that instead.
    """

    __tablename__ = "delivery_attempt"
    __table_args__ = (
        one_of("outcome", AttemptOutcome),
        one_of("phase", Phase),
        _where("ix_attempt_host", "host_id", "time", where="host_id IS NOT NULL"),
        _where("ix_attempt_reply", "reply_id", "time", where="reply_id IS NOT NULL"),
        _where("ix_attempt_cause", "cause_id", "time", where="cause_id IS NOT NULL"),
        _where("ix_attempt_failed", "time", where="cause_id IS NOT NULL"),
        WITHOUT_ROWID,
    )
    message_id: int = key()
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    recipient: int = Field(sa_type=SmallInteger)
    time: int = big()
    outcome: int = word()
    entry_id: int = big()
    router_id: int | None = big(optional=True, foreign_key="label.id")
    transport_id: int | None = big(optional=True, foreign_key="label.id")
    host_id: int | None = big(optional=True, foreign_key="host.id")
    phase: int | None = word(optional=True)
    smtp_code: int | None = Field(default=None, sa_type=SmallInteger)
    enhanced_code: str | None = None
    errno: int | None = None
    reply_id: int | None = big(optional=True, foreign_key="reply.id")
    duration: int | None = big(optional=True)
    """Milliseconds."""
    egress_id: int | None = big(optional=True)
    """Our own address of the connection, where the log has it (+outgoing_interface)."""
    cause_id: int | None = big(optional=True)
    """Why it failed; NULL on success."""


class Rejection(SQLModel, table=True):
    """Mail refused before it became a message.

    `fingerprint` is server, second, text and how many-th of its kind: the copies of one refusal in
    the main and the reject log are one row.
    """

    __tablename__ = "rejection"
    __table_args__ = (
        one_of("stage", Phase),
        Index("ix_rejection_time", "time"),
        Index("ix_rejection_address", "address_id", "time"),
        Index("ix_rejection_sender", "sender_id", "time"),
        Index("ix_rejection_host", "host_id", "time"),
        _where("ix_rejection_reply", "reply_id", "time", where="reply_id IS NOT NULL"),
    )
    id: int = key()
    fingerprint: int = big(unique=True)
    server_id: int = big(foreign_key="server.id")
    entry_id: int = big()
    time: int = big()
    permanent: bool = True
    stage: int = word()
    queue_id: str | None = None
    host_id: int | None = big(optional=True, foreign_key="host.id")
    auth_id: int | None = big(optional=True, foreign_key="label.id")
    sender_id: int | None = big(optional=True, foreign_key="address.id")
    address_id: int | None = big(optional=True, foreign_key="address.id")
    subject: str | None = None
    smtp_code: int | None = Field(default=None, sa_type=SmallInteger)
    enhanced_code: str | None = None
    reply_id: int | None = big(optional=True, foreign_key="reply.id")


event.listen(SQLModel.metadata, "after_create", DDL(EVERY_ATTEMPT))  # type: ignore[no-untyped-call]
