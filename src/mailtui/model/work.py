"""What people add to the facts: subjects of their acts, notes, tags. Plain values; texts may be hostile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.errors import ConflictError
from mailtui.model.enums import SubjectKind

NUMBER_BITS = 16
"""Of a recipient's id; the bits above are the id of its message."""


class Subject(NamedTuple):
    """What a note, a tag or an act is about: the id of a row of its kind in the database."""

    kind: SubjectKind
    id: int


class CampaignKey(NamedTuple):
    """A campaign by its id in the database, as lists and marks go by it."""

    id: int


def recipient(message_id: int, number: int) -> Subject:
    """One address of one message."""
    return Subject(SubjectKind.RECIPIENT, message_id << NUMBER_BITS | number)


def message_of(subject: Subject) -> tuple[int, int]:
    """The message id and the number of a recipient."""
    return subject.id >> NUMBER_BITS, subject.id & (1 << NUMBER_BITS) - 1


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as its readers see it. Times are UTC microseconds."""

    id: int
    subject: Subject
    author: str
    own: bool
    """Whether the reader wrote it, and so may change it."""
    private: bool
    text: str
    created: int
    edited: int | None
    version: int


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag and on how many subjects it is."""

    name: str
    colour: str
    count: int = 0


class TagOn(NamedTuple):
    """A tag that a row shows, and on what it is: on its message, its recipient, an address of it, ..."""

    name: str
    colour: str
    on: SubjectKind


@dataclass(frozen=True, slots=True)
class Remarks:
    """What people put on a row: on the thing itself, on the address it is about, on its incident."""

    noted: tuple[SubjectKind, ...] = ()
    """On what its notes are, once for each note that the reader may read."""
    tags: tuple[TagOn, ...] = ()
    """Those on the thing itself first, each name once."""
    notes: tuple[NoteView, ...] = ()
    """The notes in full, oldest first, where details were asked for."""

    def __bool__(self) -> bool:
        return bool(self.noted or self.tags)


NO_REMARKS = Remarks()


class Carried(NamedTuple):
    """A tag, and how many of some subjects carry it."""

    name: str
    colour: str
    number: int


class Place(NamedTuple):
    """A subject that something can be put on, as people call it; may be hostile."""

    subject: Subject
    name: str


class Reader(NamedTuple):
    """Who reads: private notes are theirs who wrote them, by the uid and name that the kernel knows."""

    uid: int
    name: str


class NoteChangedError(ConflictError):
    """The note is another one than who edits it has read; nothing was overwritten."""

    def __init__(self, now: NoteView | None) -> None:
        """`now`: as it is; None when it was taken away."""
        what = "was taken away" if now is None else f"was changed by {now.author}"
        super().__init__(f"this note {what} meanwhile", "read it as it is now, then decide what to keep")
        self.now = now
