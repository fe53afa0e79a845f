"""What `mailtui note` and `mailtui notes` print of a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output
from mailtui.cli.remark_output import note_object
from mailtui.cli.times import for_people
from mailtui.model.visible import visible
from mailtui.model.work import NoteView

if TYPE_CHECKING:
    from mailtui.services.desk import Desk


def show(desk: Desk, notes: Sequence[NoteView], as_json: bool) -> None:
    """All of them, in full."""
    if as_json:
        names = desk.notes.names({note.subject for note in notes})
        output.print_json([as_object(note, names[note.subject]) for note in notes])
        return
    for line in story(desk, notes, app.operator_zone()):
        click.echo(visible(line))


def story(desk: Desk, notes: Sequence[NoteView], zone: tzinfo) -> Iterator[str]:
    """A head for each note, its text below."""
    names = desk.notes.names({note.subject for note in notes})
    for note in notes:
        private = ", private" if note.private else ""
        edited = f", edited {for_people(note.edited, zone)}" if note.edited is not None else ""
        when = for_people(note.created, zone)
        yield f"note {note.id} on {names[note.subject]}: {note.author}, {when}{edited}{private}"
        yield from (f"    {line}" for line in note.text.split("\n"))


def as_object(note: NoteView, name: str) -> dict[str, Any]:
    """The note in JSON, with what it is on in words."""
    return note_object(note) | {"subject_name": name}
