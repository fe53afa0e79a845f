"""Notes as acts: their author's alone, never over a newer version, private ones seen by nobody else."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.acting.conftest import ANN, BOB, EVE

from mailtui.errors import NotAllowedError, NotFoundError, UsageError
from mailtui.model.enums import SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import NoteChangedError, NoteView, Reader, Subject
from mailtui.services.acting import Acting
from mailtui.services.acting.noting import LONGEST, MOST, _cleaned
from mailtui.store.engine import reader
from mailtui.store.work import notes

Desk = Callable[[Operator], Acting]
Read = Callable[..., list[NoteView]]
ONE = Subject(SubjectKind.MESSAGE, 1)


@pytest.fixture
def read(database: Path) -> Read:
    def ask(who: Operator = ANN, subject: Subject = ONE) -> list[NoteView]:
        engine = reader(database)
        with engine.connect() as connection:
            found = notes.of_subjects(connection, [subject], Reader(who.uid, who.known_as))
        engine.dispose()
        return found

    return ask


def test_a_note_is_written_edited_taken_away_and_brought_back(desk_of: Desk, read: Read) -> None:
    ann = desk_of(ANN)
    done = ann.note(ONE, "called them\r\n\r\nwaits  \n")
    (note,) = read()
    assert done.made == (note.id,)
    assert (note.text, note.author, note.own, note.version) == ("called them\n\nwaits", "ann", True, 1)
    ann.edit_note(note.id, note.version, "they called back", private=False)
    (later,) = read()
    assert (later.text, later.version, later.created) == ("they called back", 2, note.created)
    assert later.edited is not None
    ann.delete_note(note.id, later.version)
    assert read() == []
    ann.undo()
    ann.undo()
    (again,) = read()
    assert (again.text, again.edited, again.created) == (note.text, None, note.created)
    assert again.version > later.version
    ann.undo()
    assert read() == []
    ann.redo()
    assert [one.text for one in read()] == [note.text]


def test_only_its_author_changes_a_note(desk_of: Desk, read: Read) -> None:
    desk_of(ANN).note(ONE, "mine")
    (note,) = read()
    assert not read(BOB)[0].own
    bob = desk_of(BOB)
    with pytest.raises(NotAllowedError, match="only ann"):
        bob.edit_note(note.id, note.version, "yours", private=False)
    with pytest.raises(NotAllowedError, match="only ann"):
        bob.delete_note(note.id)
    with pytest.raises(NotAllowedError):
        desk_of(EVE).note(ONE, "a viewer writes nothing")
    assert [one.text for one in read()] == ["mine"]


def test_of_a_private_note_nobody_else_learns_that_it_is_there(
    desk_of: Desk, read: Read, database: Path
) -> None:
    desk_of(ANN).note(ONE, "the secret of bob", private=True)
    (note,) = read()
    assert note.private
    assert (
        read(BOB) == read(dataclasses.replace(ANN, uid=7)) == read(dataclasses.replace(BOB, uid=1001)) == []
    )
    for verb in (
        lambda: desk_of(BOB).edit_note(note.id, 1, "x", private=False),
        lambda: desk_of(BOB).delete_note(note.id),
    ):
        with pytest.raises(NotFoundError, match="there is no note"):
            verb()
    with sqlite3.connect(database) as connection:
        audit = connection.execute("SELECT subjects, before, after, reason FROM audit_entry").fetchall()
    connection.close()
    assert "secret" not in repr(audit)


def test_who_shares_the_account_is_another(desk_of: Desk, read: Read) -> None:
    """Two people become root by sudo: each has notes of their own."""
    one = dataclasses.replace(ANN, uid=0, name="root", sudo_user="ann")
    other = dataclasses.replace(one, sudo_user="bob")
    desk_of(one).note(ONE, "mine", private=True)
    assert [note.author for note in read(one)] == ["root (ann)"]
    assert read(other) == []


def test_an_edit_of_an_older_version_overwrites_nothing(desk_of: Desk, read: Read) -> None:
    ann = desk_of(ANN)
    ann.note(ONE, "first")
    (note,) = read()
    ann.edit_note(note.id, note.version, "from the other terminal", private=True)
    with pytest.raises(NoteChangedError) as raised:
        ann.edit_note(note.id, note.version, "from this one", private=False)
    assert raised.value.now is not None
    assert (raised.value.now.text, raised.value.now.author) == ("from the other terminal", "ann")
    with pytest.raises(NoteChangedError):
        ann.delete_note(note.id, note.version)
    ann.delete_note(note.id)
    with pytest.raises(NoteChangedError) as raised:
        ann.edit_note(note.id, 2, "from this one", private=False)
    assert raised.value.now is None
    assert "taken away" in raised.value.title


def test_undo_does_not_take_back_a_later_edit(desk_of: Desk, read: Read, database: Path) -> None:
    ann = desk_of(ANN)
    ann.note(ONE, "first")
    (note,) = read()
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE note SET text = 'changed behind our back'")
    connection.close()
    undone = ann.undo()
    assert (undone.changed, len(undone.refused)) == (0, 1)
    assert [one.text for one in read()] == ["changed behind our back"]
    assert note.id == undone.refused[0].subject.id


def test_several_subjects_get_a_note_each(desk_of: Desk, read: Read) -> None:
    two = Subject(SubjectKind.MESSAGE, 2)
    gone = Subject(SubjectKind.MESSAGE, 10**9)
    done = desk_of(ANN).note([ONE, two, ONE, gone], "same cause")
    assert (len(done.made), done.refused[0].subject) == (2, gone)
    assert [one.text for one in read(ANN, two)] == ["same cause"]
    with pytest.raises(UsageError, match="too many"):
        desk_of(ANN).note([Subject(SubjectKind.MESSAGE, n) for n in range(MOST + 1)], "no")


@pytest.mark.parametrize("text", ["", " \n\t\n", "x" * (LONGEST + 1)])
def test_a_note_that_says_nothing_or_too_much_is_refused(text: str, desk_of: Desk, read: Read) -> None:
    with pytest.raises(UsageError):
        desk_of(ANN).note(ONE, text)
    assert read() == []


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_any_text_can_be_kept(text: str) -> None:
    try:
        kept = _cleaned(text)
    except UsageError:
        assert not text.replace("\0", "x").strip()
        return
    kept.encode("utf-8")
    assert "\0" not in kept
    assert "\r" not in kept
    assert _cleaned(kept) == kept
