"""`mailtui note`: write, edit, delete or read the notes on one thing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output
from mailtui.errors import UsageError

if TYPE_CHECKING:
    from mailtui.model.act import Done
    from mailtui.model.work import NoteChangedError
    from mailtui.services.desk import Desk


@click.command()
@click.argument("words", nargs=-1, metavar="SUBJECT [TEXT|-]")
@click.option("--private", is_flag=True, help="Only you see it.")
@click.option("--edit", "edited", type=int, metavar="ID", help="Give your note ID another text: TEXT or -.")
@click.option("--version", type=int, metavar="N", help="With --edit, --delete: only if this is its version.")
@click.option("--delete", "deleted", type=int, metavar="ID", help="Take your note ID away.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the audit.")
@output.json_option
def command(
    words: tuple[str, ...],
    private: bool,
    edited: int | None,
    version: int | None,
    deleted: int | None,
    why: str,
    as_json: bool,
) -> None:
    """Write a note on one thing, or show those that are there.

    SUBJECT is a queue id, <Message-ID>, address, incident (#12), domain of the list,
    campaign:NAME, thread:ID, or row id (d5.1, r7).
    With TEXT, or - for what is on standard input, a note is written; without, the notes on SUBJECT are
    printed. Only its author edits or deletes a note; `mailtui undo` takes either back.
    """
    from mailtui.cli import notes_output
    from mailtui.services.desk import open_desk
    from mailtui.services.subjects import subject_of

    if edited is not None or deleted is not None:
        _change(words, private, edited, deleted, version, why, as_json)
        return
    if not words:
        raise UsageError("note on what?", "for example: mailtui note 1tKxyz-000000001AB-2cDe 'called them'")
    desk = open_desk(app.database(), app.operator_zone())
    subject = subject_of(desk, words[0])
    if len(words) > 1:
        text = _text(words[1:])
        _report(app.acting().note(subject, text, private=private, why=why), as_json)
    else:
        notes_output.show(desk, desk.notes.notes_of([subject]), as_json)


def _change(
    words: tuple[str, ...],
    private: bool,
    edited: int | None,
    deleted: int | None,
    version: int | None,
    why: str,
    as_json: bool,
) -> None:
    """Edit or delete an own note."""
    from mailtui.model.work import NoteChangedError
    from mailtui.services.desk import open_desk

    if edited is not None and deleted is not None:
        raise UsageError("--edit and --delete at once", "say one of them")
    desk, acting = open_desk(app.database(), app.operator_zone()), app.acting()
    try:
        if deleted is not None:
            done = acting.delete_note(deleted, version, why)
        else:
            assert edited is not None
            text = _text(words)
            known = desk.notes.get(edited).version if version is None else version
            done = acting.edit_note(edited, known, text, private=_whose(desk, edited, private), why=why)
    except NoteChangedError as error:
        _tell_now(desk, error)
        raise
    _report(done, as_json)


def _whose(desk: Desk, note: int, private: bool) -> bool:
    """A private note stays private."""
    return private or desk.notes.get(note).private


def _text(words: tuple[str, ...]) -> str:
    text = " ".join(words)
    if not text:
        raise UsageError(
            "a note needs a text", "give it after the subject, or - to read it from standard input"
        )
    return sys.stdin.read() if text == "-" else text


def _tell_now(desk: Desk, error: NoteChangedError) -> None:
    """What the note says now, before the error itself."""
    from mailtui.cli import notes_output

    if error.now is not None:
        for line in notes_output.story(desk, [error.now], app.operator_zone()):
            output.say(line)


def _report(done: Done, as_json: bool) -> None:
    from mailtui.cli.undo import report

    if as_json:
        told = {"title": done.title, "changed": done.changed, "notes": list(done.made)}
        output.print_json(told | {"refused": [one.why for one in done.refused]})
    elif not done.changed and not done.refused:
        output.say("it says so already")
    else:
        report(done, as_json=False)
        for note in done.made:
            output.say(f"note {note}")
