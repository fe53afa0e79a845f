"""What people add to the facts: subjects of their acts, notes, tags. Plain values; texts may be hostile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mailtui.model.enums import SubjectKind

NUMBER_BITS = 16
"""Of a recipient's id; the bits above are the id of its message."""


class Subject(NamedTuple):
    """What a note, a tag or an act is about: the id of a row of its kind in the database."""

    kind: SubjectKind
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
