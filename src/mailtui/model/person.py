"""PERSON: what is known of one address, and what an erasure did or would do. Texts may be hostile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from mailtui.model.suppression import SuppressionView
from mailtui.model.work import NoteView, TagView


class ContactView(NamedTuple):
    """A person as a sender of campaigns knows them. Times are UTC microseconds."""

    id: int
    name: str
    status: str
    verified: bool | None
    consent: bool | None
    """None: nothing is said."""
    consent_at: int | None
    confirmed: int | None
    subscribed: int | None
    unsubscribed: int | None
    unsubscribe_reason: str
    source: str
    """How the contact came to be."""
    origin: str
    """The system that it was read from; '' for a file."""
    tags: Sequence[str]
    custom: Mapping[str, object]
    notes: str
    """What the sender's own system notes; '' for nothing."""


class ListView(NamedTuple):
    """A list that a contact is on, or was."""

    id: int
    name: str
    state: str
    subscribed: int | None
    unsubscribed: int | None


class CampaignOf(NamedTuple):
    """A campaign that somebody got mail of, and what they did with it."""

    id: int
    name: str
    mails: int
    last: int
    """When the newest of them was sent."""
    outcome: str
    """Of that."""
    opened: int | None
    clicked: int | None
    complained: int | None
    unsubscribed: int | None
    machine: bool
    """Only machines opened it."""


class LastFailure(NamedTuple):
    """The newest mail to somebody that failed or waits."""

    time: int
    failure_class: str
    side: str
    reply: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything about an address that fits on a page; mails are a search."""

    address: str
    """As the logs write it first, else as it was asked for."""
    spellings: Sequence[str]
    """The same in other upper and lower case."""
    subject: int | None
    """The id of the address, for notes and tags; None when no log has named it."""
    received: int
    """Mails to it."""
    sent: int
    """Mails from it."""
    refused: int
    """Mails to or from it that were never accepted."""
    first: int | None
    last: int | None
    contact: ContactView | None
    lists: Sequence[ListView]
    campaigns: Sequence[CampaignOf]
    suppressions: Sequence[SuppressionView]
    """All there ever were, of its domain too."""
    erased_before: bool
    """Somebody with this address was erased who was not to be mailed."""
    notes: Sequence[NoteView]
    tags: Sequence[TagView]
    failure: LastFailure | None
    erasing: int | None
    """When an erasure began that is not done."""

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return bool(
            self.subject is not None
            or self.contact
            or self.suppressions
            or self.erasing
            or self.erased_before
        )


class Outside(StrEnum):
    """Where an address may still lie, and what the import makes of it when it is read again."""

    LOG = "log file"
    EVENTS = "events"
    MAIL = "mail archive"
    CONTACTS = "contacts"
    DATABASE = "database"
    EXPORT = "export"

    @property
    def comes_back(self) -> bool:
        """Whether the same, read again into the same database, brings the address back."""
        return self in (Outside.CONTACTS, Outside.DATABASE)

    @property
    def sentence(self) -> str:
        """What happens when it is read again."""
        return _READ_AGAIN[self]


_READ_AGAIN = {
    Outside.LOG: "the file is known: nothing comes back; its lines in another file do, beside the stand-in",
    Outside.EVENTS: "payloads are known, in whatever file they come, and bring nothing back; new ones do",
    Outside.MAIL: "mails are known in their archive and bring nothing back; under another --server they do",
    Outside.CONTACTS: "every import of it brings the contact back: take the row out of the file",
    Outside.DATABASE: "what changes there brings the contact back: erase there first",
    Outside.EXPORT: "nothing reads it; delete it",
}


class Again(NamedTuple):
    """Where the address may still lie outside."""

    what: Outside
    where: str
    """A file, or the folder it was in, where that is all that is known."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, or would do."""

    stand_in: str
    """'' where nothing was done."""
    counts: Mapping[str, int]
    """Rows by what they are."""
    open_mails: int
    """Mails that still wait: lines to come will name the address again."""
    again: Sequence[Again]
    left: int = 0
    """How often the address is still in the bytes of the file (free pages)."""
    audit_id: int | None = None
    kept: str = ""
    """Why the person stays not to be mailed, as `SuppressionReason` has it; '': they were to be mailed."""

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.counts.values())
