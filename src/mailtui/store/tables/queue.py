"""What was seen of the live queue, and what follows from it for mail that waited by its log."""

from __future__ import annotations

from sqlalchemy import SmallInteger
from sqlmodel import Field, SQLModel

from mailtui.store.tables.columns import WITHOUT_ROWID, big, key


class QueueSnapshot(SQLModel, table=True):
    """How the queue of a server was at a moment (`time`, UTC microseconds)."""

    __tablename__ = "queue_snapshot"
    __table_args__ = (WITHOUT_ROWID,)
    server_id: int = key()
    time: int = key()
    messages: int = big()
    deferred: int = big()
    """Messages with a recipient that was put off by its log."""
    frozen: int = big()
    oldest: int | None = big(optional=True)
    """Arrival of the oldest message, UTC microseconds, as exactly as Exim tells its age."""
    size: int = big()
    """Bytes of all messages, as exactly as Exim tells them."""


class QuietRecipient(SQLModel, table=True):
    """A recipient that waits by its log, but of which nothing is heard: its status is shown as unknown.

    Derived: the next line about the message makes it void, and it can be made anew at any time.
    """

    __tablename__ = "quiet_recipient"
    __table_args__ = (WITHOUT_ROWID,)
    message_id: int = key()
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    last_seen: int = big()
    """Time of the message's last line when this was noticed; another one makes it void."""
    queue_state: int = Field(sa_type=SmallInteger)
    """Where it stood by the log (a code of QueueState)."""
    gone: bool = False
    """The queue was read and the message was not there; else only the log went on without it."""
