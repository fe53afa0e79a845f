"""Contacts, the lists and segments they are in, and the templates they are mailed with.

`origin` is the name of the server row of the database that a row was read from; empty for files and people.
`external_id` is what a row is called there; of a file's row, its name.
"""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from mailtui.model.enums import ContactStatus, MembershipState
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class Contact(SQLModel, table=True):
    """A person as a sender of campaigns knows them: one for each address."""

    __tablename__ = "contact"
    __table_args__ = (
        one_of("status", ContactStatus),
        Index("ix_contact_status", "status"),
        Index("ix_contact_external", "origin", "external_id"),
    )
    id: int = key()
    address_id: int = big(foreign_key="address.id", unique=True)
    origin: str = ""
    external_id: str = ""
    first_name: str = ""
    last_name: str = ""
    status: int = word()
    verified: bool | None = None
    """Whether the address is known to be theirs."""
    consent: bool | None = None
    """NULL: nothing is said."""
    consent_at: int | None = big(optional=True)
    confirmation_sent: int | None = big(optional=True)
    """When they were asked to confirm (double opt-in)."""
    confirmed: int | None = big(optional=True)
    subscribed: int | None = big(optional=True)
    unsubscribed: int | None = big(optional=True)
    unsubscribe_reason: str = ""
    bounces: int = 0
    """As told by the system that keeps the contact, as are the four after it."""
    last_bounce: int | None = big(optional=True)
    bounce_type: str = ""
    complaints: int = 0
    last_complaint: int | None = big(optional=True)
    source: str = ""
    """How the contact came to be: `WEB_FORM`, `CSV_IMPORT`."""
    notes: str = ""
    tags: str = "[]"
    """JSON: an array of texts."""
    custom: str = "{}"
    """JSON: an object, the sender's own fields."""
    created: int | None = big(optional=True)
    updated: int | None = big(optional=True)
    imported: int = big()
    """When mailtui last read it."""


class ContactList(SQLModel, table=True):
    """A list of contacts."""

    __tablename__ = "contact_list"
    __table_args__ = (Index("ix_contact_list_external", "origin", "external_id", unique=True),)
    id: int = key()
    origin: str = ""
    external_id: str
    name: str
    description: str = ""
    double_opt_in: bool | None = None
    created: int | None = big(optional=True)
    updated: int | None = big(optional=True)


class Membership(SQLModel, table=True):
    """A contact on a list, or one that was."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("state", MembershipState),
        Index("ix_membership_contact", "contact_id"),
        WITHOUT_ROWID,
    )
    list_id: int = key()
    contact_id: int = key()
    state: int = word()
    subscribed: int | None = big(optional=True)
    unsubscribed: int | None = big(optional=True)


class Segment(SQLModel, table=True):
    """Contacts by conditions; of a list, or of all."""

    __tablename__ = "segment"
    __table_args__ = (Index("ix_segment_external", "origin", "external_id", unique=True),)
    id: int = key()
    origin: str = ""
    external_id: str
    list_id: int | None = big(optional=True, foreign_key="contact_list.id")
    name: str
    description: str = ""
    conditions: str
    """JSON, as it was given."""
    error: str | None = None
    """Why the conditions cannot be evaluated; NULL when they can."""
    dynamic: bool = True
    created: int | None = big(optional=True)
    updated: int | None = big(optional=True)


class MailTemplate(SQLModel, table=True):
    """What campaigns are written with. (`Template` is the shape of a reply.)"""

    __tablename__ = "mail_template"
    __table_args__ = (Index("ix_mail_template_external", "origin", "external_id", "version", unique=True),)
    id: int = key()
    origin: str = ""
    external_id: str
    version: int = 1
    name: str
    description: str = ""
    subject: str = ""
    html: str | None = None
    text: str | None = None
    preview_text: str = ""
    variables: str = "[]"
    """JSON: an array of names, as declared; those used are read from the text."""
    kind: str = ""
    system: bool = False
    active: bool = True
    created: int | None = big(optional=True)
    updated: int | None = big(optional=True)


class SourceMark(SQLModel, table=True):
    """How far a table of another system's database was read."""

    __tablename__ = "source_mark"
    __table_args__ = WITHOUT_ROWID
    source_id: int = key()
    part: str = Field(primary_key=True)
    mark: str
    """JSON: the last moment and key that were read."""
    rows: int = big(default=0)
    read: int = big()
    """When."""


class Erasure(SQLModel, table=True):
    """A person who was erased, or is being erased; whom, is told only until it is done."""

    __tablename__ = "erasure"
    id: int = key()
    address: str | None = Field(default=None)
    """NULL when it is done."""
    stand_in: str
    """The address that is in its place everywhere."""
    asked_by: str
    begun: int = big()
    finished: int | None = big(optional=True)
    part: str = ""
    """What it is at; with `mark` what goes on after a kill."""
    mark: int = big(default=0)
    """Up to which block of that part it is done."""
    counts: str = "{}"
    """JSON: rows by what they are."""
    salt: bytes = Field(sa_type=LargeBinary)
    """The key of `store.persons.hashed`, by which it can be told that an address is not to be mailed."""
