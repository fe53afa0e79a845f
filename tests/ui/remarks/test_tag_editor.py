"""Tags by keys: one line, names that complete, what the marked rows carry."""

from __future__ import annotations

import pytest
from tests.ui.conftest import settle
from tests.ui.remarks.conftest import Host, Person
from tests.ui.user import User

from mailtui.model.enums import SubjectKind
from mailtui.model.tags import TagChange
from mailtui.model.work import Subject
from mailtui.ui.screens.tag_editor import TagEditor

THREE = [Subject(SubjectKind.MESSAGE, number) for number in (1, 2, 3)]


@pytest.fixture
def editor(ann: Person) -> TagEditor:
    ann.acting.tag(THREE, "+vip")
    ann.acting.tag(THREE[:2], "+todo")
    ann.acting.tag([Subject(SubjectKind.MESSAGE, 4)], "+known +vip")
    ann.acting.colour_tag("vip", "red")
    return TagEditor("3 messages", THREE, ann.notes)


async def test_it_says_what_all_and_what_some_carry(editor: TagEditor) -> None:
    app = Host(editor)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        text = User(app, pilot).text
        assert "Tags of 3 messages" in text
        assert "todo on 2 of 3" in text
        assert "vip on all" in text
        assert "4 uses (red)" in text  # never colour alone


async def test_where_no_tag_is_though_others_have_some_it_says_on_what(ann: Person) -> None:
    ann.acting.tag([Subject(SubjectKind.MESSAGE, 4)], "+badaddr")
    app = Host(TagEditor("1 address", [Subject(SubjectKind.ADDRESS, 7)], ann.notes))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        text = User(app, pilot).text
        assert "no tag is on 1 address yet" in text
        assert "1 use" in text


async def test_an_expression_is_typed_and_answered(editor: TagEditor) -> None:
    app = Host(editor)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"+boss -todo", "enter")
        await settle(pilot)
        assert app.answers == [TagChange(("boss",), ("todo",))]


async def test_names_complete_and_only_what_is_there_comes_off(editor: TagEditor) -> None:
    app = Host(editor)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press(*"kn", "tab")
        assert "+known" in user.text
        await user.press("minus")
        assert "-known" not in user.text
        assert "-vip" in user.text
        await user.press("t", "tab", "enter")
        assert app.answers == [TagChange(("known",), ("todo",))]


async def test_the_arrows_choose_a_name(editor: TagEditor) -> None:
    app = Host(editor)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("down", "down", "enter")
        assert app.answers == []
        await user.press("enter")
        assert app.answers == [TagChange(("todo",), ())]


async def test_what_cannot_be_is_said_and_the_line_stays(editor: TagEditor) -> None:
    app = Host(editor)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press(*"vipp", "enter")
        assert "has neither + nor -" in user.text
        assert "+vipp puts it on" in user.text
        assert app.answers == []
        await user.press("escape")
        assert app.answers == [None]


async def test_a_strangers_words_stay_words(ann: Person) -> None:
    app = Host(TagEditor("[red]\x1b[31m\u202e", THREE, ann.notes, "+[/oops]"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        assert "\x1b" not in user.text
        assert "[red]\\x1b[31m\\u202e" in user.text
        await user.press("enter")
        assert "cannot be the name" in user.text
