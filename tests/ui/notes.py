"""Notes and tags in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mailtui.model.enums import SubjectKind
from mailtui.model.view import RowKey
from mailtui.model.work import Carried, NoteView, Place, Subject, TagView


@dataclass
class FakeNotes:
    """Knows what a test puts into it."""

    written: list[NoteView] = field(default_factory=list)
    known: list[TagView] = field(default_factory=lambda: [TagView("todo", "", 3), TagView("vip", "red", 12)])
    on_them: list[Carried] = field(default_factory=list)

    def notes_of(self, subjects: Collection[Subject]) -> Sequence[NoteView]:
        return [note for note in self.written if note.subject in subjects]

    def tags(self) -> Sequence[TagView]:
        return self.known

    def carried(self, subjects: Collection[Subject]) -> Sequence[Carried]:
        return self.on_them

    def names(self, subjects: Collection[Subject]) -> dict[Subject, str]:
        return {one: f"{one.kind} {one.id}" for one in subjects}

    def places(self, key: RowKey) -> Sequence[Place]:
        if key.is_rejection:
            return [Place(Subject(SubjectKind.REJECTION, key.number), "this refusal")]
        return [
            Place(Subject(SubjectKind.MESSAGE, key.owner), f"message {key.owner}"),
            Place(Subject(SubjectKind.ADDRESS, key.owner), f"address {key.owner}@example.org"),
        ]
