"""Tags and notes from the lists: on what they are put, what is told, and again with a dot."""

from __future__ import annotations

import pytest
from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.ui.screens.note_editor import NoteEditor
from mailtui.ui.screens.preview import Preview
from mailtui.ui.screens.tag_editor import TagEditor


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=80), incidents=FakeIncidents(ALL, unfiled=30))


@pytest.fixture
async def user(visit, desk):
    async with visit(desk, "status:blocked") as user:
        yield user


@pytest.fixture
async def home(visit, desk):
    async with visit(desk) as user:
        yield user


def message(number):
    """The message of row `number` of the fake database."""
    return Subject(SubjectKind.MESSAGE, 1_000_000 - number)


async def test_t_tags_the_message_of_the_row(user, desk):
    await user.press("t")
    assert isinstance(user.app.screen, TagEditor)
    assert "Tags of 1 message" in user.text
    await user.type("+vip")
    await user.press("enter")
    assert [(said[0], said[1]) for said in desk.acting.said] == [("tag", (message(5),))]
    assert "u undoes" in user.notice


async def test_t_on_marks_says_what_they_are(user, desk):
    await user.press("*", "t")
    assert "Tags of 10 messages" in user.text
    assert "and 7 others" in user.text
    await user.type("+vip -todo")
    await user.press("enter")
    assert len(desk.acting.said[0][1]) == 10
    assert "10 marked" in user.lines[0]


async def test_esc_in_the_tags_changes_nothing(user, desk):
    await user.press("t", "escape")
    assert desk.acting.said == []


async def test_a_dot_tags_the_next_row_with_the_same(user, desk):
    await user.press("t")
    await user.type("+vip")
    await user.press("enter", "j", ".")
    assert [said[1] for said in desk.acting.said] == [(message(5),), (message(13),)]
    await user.press("*", ".")
    assert isinstance(user.app.screen, Preview)
    assert "tag +vip: 10 messages" in user.text
    await user.press("enter")
    assert len(desk.acting.said) == 3


async def test_in_triage_the_incident_is_tagged_and_noted(home, desk):
    await home.press("t")
    await home.type("+known")
    await home.press("enter", "c")
    assert isinstance(home.app.screen, NoteEditor)
    await home.type("they know")
    await home.press("escape", "s")
    incident = Subject(SubjectKind.INCIDENT, 7)
    assert [(said[0], said[1]) for said in desk.acting.said] == [("tag", (incident,)), ("note", (incident,))]
    assert home.notice.startswith("note on 1 incident")


async def test_the_dot_writes_the_same_note_elsewhere(home, desk):
    await home.press("c")
    await home.type("they know")
    await home.press("escape", "s", "j", ".")
    assert [said[1][0].id for said in desk.acting.said] == [7, 12]
    assert [said[2] for said in desk.acting.said] == ["they know"] * 2


async def test_a_note_that_is_not_saved_is_no_act(home, desk):
    await home.press("c")
    await home.type("draft")
    await home.press("escape", "q", ".")
    assert desk.acting.said == []
    assert home.notice == "Repeat: nothing was done yet"
