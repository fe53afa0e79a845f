"""What a note can be put on, for the note editor: the usual subject first, then what else it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject

if TYPE_CHECKING:
    from mailtui.model.act import Done
    from mailtui.model.view import RowKey
    from mailtui.ui.desk import Noting


class Target(NamedTuple):
    """One choice: its name for people, which may be hostile, and its subjects."""

    name: str
    subjects: tuple[Subject, ...]


class Written(NamedTuple):
    """What came of the editor: what was done, and the text, so that it can be done again elsewhere."""

    done: Done
    text: str
    private: bool


def of_row(notes: Noting, key: RowKey) -> list[Target]:
    """Of a search row: its message, its addresses, the recipient alone, its incident. May block."""
    return [Target(place.name, (place.subject,)) for place in notes.places(key)]


def of_subjects(notes: Noting, subjects: Sequence[Subject]) -> list[Target]:
    """Of one subject itself, such as an incident or a domain; of several each of them. May block."""
    if len(subjects) == 1:
        return [Target(notes.names(subjects)[subjects[0]], tuple(subjects))]
    from mailtui.model.act import counted

    return [Target(f"each of {counted(subjects)}", tuple(subjects))]


def of_rows(notes: Noting, keys: Sequence[RowKey], subjects: Sequence[Subject]) -> list[Target]:
    """Of several search rows: the incident of the first, which they often share; each of them. May block."""
    shared = [place for place in notes.places(keys[0]) if place.subject.kind is SubjectKind.INCIDENT]
    incidents = [Target(place.name, (place.subject,)) for place in shared]
    return [*of_subjects(notes, subjects), *incidents]
