"""Conversations: threads, their messages, whom these answer, and the inboxes they came to."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from mailtui.store.tables.columns import WITHOUT_ROWID, big, key


class Inbox(SQLModel, table=True):
    """A local part at a domain that mail is read at."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_external", "origin", "external_id", unique=True),
        Index("ix_inbox_domain", "domain", "local_part"),
    )
    id: int = key()
    origin: str
    external_id: str
    domain: str
    local_part: str
    name: str = ""
    catchall: bool = False
    created: int | None = big(optional=True)
    updated: int | None = big(optional=True)
    deleted: int | None = big(optional=True)


class Thread(SQLModel, table=True):
    """A conversation."""

    __tablename__ = "thread"
    __table_args__ = (Index("ix_thread_last", "last"),)
    id: int = key()
    subject: str
    """Of its first message, without Re: and Fwd: (RFC 5256 section 2.1)."""
    first: int = big()
    last: int = big()
    messages: int = 0
    deleted: int | None = big(optional=True)
    """Hidden since, as the system says that it came from."""


class Letter(SQLModel, table=True):
    """What a message is in its conversation; the message itself is a `Message` of kind conversation."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_thread", "thread_id", "sent"),
        Index(
            "ix_letter_subject",
            "subject_key",
            "sent",
            sqlite_where=text("subject_key IS NOT NULL"),
            postgresql_where=text("subject_key IS NOT NULL"),
        ),
    )
    message_id: int = key()
    thread_id: int = big(foreign_key="thread.id")
    inbox_id: int | None = big(optional=True, foreign_key="inbox.id")
    sent: int | None = big(optional=True)
    """The Date field, UTC microseconds."""
    rfc_id: str = ""
    """RFC 5322 Message-ID without angle brackets."""
    in_reply_to: str = ""
    from_name: str = ""
    subject_key: int | None = big(optional=True)
    """Digest of the base subject; NULL when it is empty."""
    loose: bool = False
    """It answers nothing by its header fields, so that its subject may place it."""
    storage_key: str = ""
    """Where the system that it came from keeps the raw mail."""


class MessageReference(SQLModel, table=True):
    """A message that a letter answers: position 0 for In-Reply-To, then References from the newest."""

    __tablename__ = "message_reference"
    __table_args__ = (Index("ix_message_reference_digest", "digest"), WITHOUT_ROWID)
    message_id: int = key()
    position: int = Field(primary_key=True)
    digest: int = big()
    """Of `referenced`, as `message_link` has it."""
    referenced: str
