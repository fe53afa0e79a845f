"""Notes: written by anyone who may act, changed by their author only, and never over a newer version."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mailtui.errors import UsageError
from mailtui.model.act import Done, counted
from mailtui.model.enums import SubjectKind
from mailtui.model.work import Reader, Subject
from mailtui.services.acting.frame import Frame
from mailtui.store.acting import noting
from mailtui.store.acting.acts import Act

LONGEST = 20_000
"""Characters of a note."""
MOST = 500
"""Subjects that get the same note at once."""


class Noting:
    """The verbs of notes; part of `Acting`. NotAllowedError for a viewer and for notes of others."""

    def note(
        self: Frame, subjects: Subject | Sequence[Subject], text: str, *, private: bool = False, why: str = ""
    ) -> Done:
        """Write a note on a subject, or the same on each of several. `Done.made` has the ids.

        UsageError when the text is empty or too long, or the subjects are too many.
        """
        several = [subjects] if isinstance(subjects, Subject) else list(dict.fromkeys(subjects))
        if len(several) > MOST:
            raise UsageError(
                f"{len(several)} rows are too many for a note on each (at most {MOST})",
                "put the note on their incident, or tag them",
            )
        plan = partial(noting.add, several, _cleaned(text), private)
        return self.act(Act("note", f"note on {counted(several)}", several, why), plan)

    def edit_note(self: Frame, note: int, version: int, text: str, *, private: bool, why: str = "") -> Done:
        """Another text for an own note, whose `version` was read before.

        NoteChangedError, with the note as it is now, when that is not its version any more.
        """
        plan = partial(noting.edit, note, version, _cleaned(text), private, _reader(self))
        return self.act(Act("note", f"edit note {note}", [Subject(SubjectKind.NOTE, note)], why), plan)

    def delete_note(self: Frame, note: int, version: int | None = None, why: str = "") -> Done:
        """Take an own note away; `undo` brings it back. `version` as of `edit_note`; None: any."""
        plan = partial(noting.delete, note, version, _reader(self))
        return self.act(Act("note", f"delete note {note}", [Subject(SubjectKind.NOTE, note)], why), plan)


def _reader(frame: Frame) -> Reader:
    return Reader(frame.operator.uid, frame.operator.known_as)


def _cleaned(text: str) -> str:
    """As it is kept: plain line ends, nothing at the end, only what a database takes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\\x00").split("\n")
    whole = "\n".join(line.rstrip() for line in lines).strip("\n")
    found = whole.encode("utf-8", "backslashreplace").decode("utf-8")  # lone surrogates
    if not found.strip():
        raise UsageError("a note needs a text", "write something, or leave with q")
    if len(found) > LONGEST:
        raise UsageError(f"this note has {len(found)} characters, at most {LONGEST} fit", "shorten it")
    return found
