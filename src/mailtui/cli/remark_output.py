"""Tags and notes in what commands print of a message or an incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from mailtui.cli.times import for_people, iso_or_none
from mailtui.model.enums import SubjectKind
from mailtui.model.work import NoteView, Remarks


def remark_lines(remarks: Remarks, zone: tzinfo) -> Iterator[str]:
    """In lines of text, not yet made visible; none where there is nothing."""
    if remarks.tags:
        yield f"  {'tags':11} {', '.join(tag.name for tag in remarks.tags)}"
    for note in remarks.notes:
        first, *more = note.text.split("\n")
        yield f"  {'note':11} {_head(note, zone)}: {first}"
        yield from (f"  {'':11} {line}" for line in more)


def remark_objects(remarks: Remarks) -> dict[str, Any]:
    """In JSON."""
    return {
        "tags": [tag.name for tag in remarks.tags],
        "notes": [note_object(note) for note in remarks.notes],
    }


def note_object(note: NoteView) -> dict[str, Any]:
    """A note in JSON; absent values are null, times ISO 8601."""
    return {
        "id": note.id,
        "on": str(note.subject.kind),
        "subject": note.subject.id,
        "author": note.author,
        "own": note.own,
        "private": note.private,
        "text": note.text,
        "created": iso_or_none(note.created),
        "edited": iso_or_none(note.edited),
        "version": note.version,
    }


def _head(note: NoteView, zone: tzinfo) -> str:
    where = " on the address" if note.subject.kind is SubjectKind.ADDRESS else ""
    edited = f", edited {for_people(note.edited, zone)}" if note.edited is not None else ""
    return f"{note.author}{where}, {for_people(note.created, zone)}{edited}{', private' * note.private}"
