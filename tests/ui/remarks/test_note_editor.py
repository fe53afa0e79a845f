"""Notes by keys: written blind, never lost, never over what was written elsewhere."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.conftest import settle
from tests.ui.remarks.conftest import LOOK, Host, Person
from tests.ui.user import User
from textual.pilot import Pilot

from mailtui.model.enums import SubjectKind
from mailtui.model.work import NoteView, Subject
from mailtui.ui import noting
from mailtui.ui.drafts import MOST, Draft, Drafts
from mailtui.ui.noting import Written
from mailtui.ui.screens.note_board import KEEP_AFTER
from mailtui.ui.screens.note_editor import NoteEditor

Open = Callable[[Person], NoteEditor]


@pytest.fixture
def opened(key, drafts: Drafts) -> Open:
    def make(person: Person) -> NoteEditor:
        return NoteEditor(person.acting, person.notes, lambda: noting.of_row(person.notes, key), drafts, LOOK)

    return make


@pytest.fixture
def written(ann: Person, key) -> Callable[[], list[NoteView]]:
    """What ann can read of all that the row is about."""
    return lambda: ann.notes.notes_of([place.subject for place in ann.notes.places(key)])


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("enter" if char == "\n" else "space" if char == " " else char for char in text))
    await settle(pilot)


async def test_a_note_is_typed_and_saved_without_ctrl(ann: Person, opened: Open, written) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "called them\nqs p")
        await User(app, pilot).press("escape", "s")
        (answer,) = app.answers
        assert isinstance(answer, Written)
        assert (answer.text, answer.private, answer.done.changed) == ("called them\nqs p", False, 1)
    (note,) = written()
    assert (note.text, note.private, note.subject.kind) == ("called them\nqs p", False, SubjectKind.MESSAGE)


async def test_it_may_be_private_and_on_the_address_or_the_incident(
    ann: Person, bob: Person, opened: Open, written
) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await typed(pilot, "hers")
        await user.press("escape", "p")
        assert "private: only you see it" in user.text
        await user.press("o")
        assert "Note on address" in user.text
        await user.press("s")
    (note,) = written()
    assert (note.private, note.subject.kind) == (True, SubjectKind.ADDRESS)
    assert bob.notes.notes_of([note.subject]) == []
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await typed(pilot, "all of it")
        await user.press("escape")
        while "Note on incident" not in user.text:
            await user.press("o")
        await user.press("s")
    assert {note.subject.kind for note in written()} == {SubjectKind.ADDRESS, SubjectKind.INCIDENT}


async def test_own_notes_are_edited_and_deleted(ann: Person, opened: Open, written) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "frist")
        await User(app, pilot).press("escape", "s")
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "frist" in user.text
        await user.press("escape", "e")
        assert "Edit your note" in user.text
        await user.press(*["backspace"] * 4, *"irst", "escape", "s")
    assert [note.text for note in written()] == ["first"]
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await User(app, pilot).press("escape", "d")
        assert app.answers[0].done.title.startswith("delete note")
    assert written() == []
    ann.acting.undo()
    assert [note.text for note in written()] == ["first"]


async def test_notes_of_others_are_only_read(ann: Person, bob: Person, opened: Open, written) -> None:
    app = Host(opened(bob))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "of bob")
        await User(app, pilot).press("escape", "s")
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("escape")
        assert "bob, " in user.text
        await user.press("e")
        assert "only bob changes this note" in user.text
        await user.press("d")
        assert app.answers == []
    assert [note.author for note in written()] == ["bob"]


async def test_what_was_written_elsewhere_is_shown_and_not_overwritten(
    ann: Person, opened: Open, written
) -> None:
    """Ann sits at two terminals."""
    target = ann.notes.places
    assert target
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "first")
        await User(app, pilot).press("escape", "s")
    (note,) = written()
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("escape", "e", *" here", "escape")
        ann.acting.edit_note(note.id, note.version, "first, [red]there", private=False)
        await user.press("s")
        assert app.answers == []
        assert "changed by ann meanwhile" in user.text
        assert "first, [red]there" in user.text
        assert "first here" in user.text
        assert [one.text for one in written()] == ["first, [red]there"]
        await user.press("s")
        assert len(app.answers) == 1
    assert [one.text for one in written()] == ["first here"]


async def test_a_note_that_was_taken_away_meanwhile_becomes_a_new_one(
    ann: Person, opened: Open, written
) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "first")
        await User(app, pilot).press("escape", "s")
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("escape", "e", "x", "escape")
        ann.acting.delete_note(written()[0].id)
        await user.press("s")
        assert "taken away meanwhile" in user.text
        assert written() == []
        await user.press("s")
    assert [one.text for one in written()] == ["firstx"]


async def test_a_draft_survives_the_end_of_the_program(
    ann: Person, opened: Open, written, tmp_path: Path
) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "half a thought")
        await pilot.pause(KEEP_AFTER * 1.5)
        path = tmp_path / "state/drafts.json"
        assert json.loads(path.read_text())[0]["text"] == "half a thought"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "half a thought" in user.text
        assert "a draft of" in user.text
        await user.press("escape", "s")
    assert [note.text for note in written()] == ["half a thought"]
    assert json.loads(path.read_text()) == []


async def test_leaving_keeps_the_draft_and_an_empty_text_forgets_it(
    ann: Person, opened: Open, drafts: Drafts, written
) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "no")
        await User(app, pilot).press("escape", "q")
        assert app.answers == [None]
    assert written() == []
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "no" in user.text
        await user.press("backspace", "backspace", "escape", "escape")
    assert drafts._all() == []


async def test_an_error_costs_no_text(ann: Person, opened: Open, tmp_path: Path, written) -> None:
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("escape", "s")
        assert "a note needs a text" in user.text
        await user.press("i")
        await typed(pilot, "kept")
        os.rename(tmp_path / "mailtui.db", tmp_path / "away.db")
        await user.press("escape", "s")
        assert "there is no database" in user.text
        assert "kept" in user.text
        os.rename(tmp_path / "away.db", tmp_path / "mailtui.db")
        await user.press("s")
    assert [note.text for note in written()] == ["kept"]


async def test_hostile_notes_and_pastes_stay_text(ann: Person, opened: Open, key) -> None:
    subject = ann.notes.places(key)[0].subject
    ann.acting.note(subject, "[red]\x1b]52;c;cm0=\x07\u202eevil [/oops]")
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "\x1b" not in user.text
        assert "[red]\\x1b]52" in user.text
        await user.press("escape", "e")
        assert "\x1b" not in user.text
        assert "\\u202eevil [/oops]" in user.text


async def test_several_rows_get_a_note_each(ann: Person, drafts: Drafts) -> None:
    subjects = [Subject(SubjectKind.MESSAGE, number) for number in (1, 2, 3)]
    targets = noting.of_subjects(ann.notes, subjects)
    app = Host(NoteEditor(ann.acting, ann.notes, lambda: targets, drafts, LOOK))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "Note on each of 3 messages" in user.text
        await typed(pilot, "same")
        await user.press("escape", "s")
    assert [note.text for note in ann.notes.notes_of(subjects)] == ["same"] * 3


def test_only_so_many_drafts_are_kept(drafts: Drafts) -> None:
    for number in range(MOST + 5):
        drafts.keep(Draft(f"message:{number}", "text", False, None, number))
    assert drafts.find("message:0") is None
    assert drafts.find(f"message:{MOST + 4}") is not None
    assert len(drafts._all()) == MOST


def test_a_damaged_file_of_drafts_is_as_if_there_were_none(tmp_path: Path) -> None:
    (tmp_path / "drafts.json").write_text('[{"about": 1')
    drafts = Drafts(tmp_path)
    assert drafts.find("x") is None
    drafts.keep(Draft("x", "text", True, 3, 1))
    assert Drafts(tmp_path).find("x") == Draft("x", "text", True, 3, 1)
    assert Drafts(None).find("x") is None


async def test_while_the_screen_is_shared_no_name_is_shown_and_none_is_lost(
    ann: Person, opened: Open, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailtui.model.visible import _Sharing

    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await typed(pilot, "ask bob@example.org")
        await User(app, pilot).press("escape", "s")
    monkeypatch.setattr(_Sharing, "on", True)
    app = Host(opened(ann))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("escape", "e")
        assert "the screen is shared" in user.text
        assert "bob@" not in user.text
    assert [note.text for note in written()] == ["ask bob@example.org"]


async def test_no_key_is_lost_while_it_is_read_what_the_note_is_on(
    ann: Person, key, drafts: Drafts, written
) -> None:
    gate = threading.Event()

    def slowly() -> list[noting.Target]:
        gate.wait(10)
        return noting.of_row(ann.notes, key)

    app = Host(NoteEditor(ann.acting, ann.notes, slowly, drafts, LOOK))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"quick", "escape", "s")
        assert app.answers == []
        gate.set()
        await settle(pilot)
        assert len(app.answers) == 1
    assert [note.text for note in written()] == ["quick"]
    assert drafts._all() == []
