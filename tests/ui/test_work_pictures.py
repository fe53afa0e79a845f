"""What marks, states, notes and tags look like in the lists, and the boxes that show what an act is on."""

from dataclasses import replace

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch, make_row
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.work import Remarks, TagOn

SIZES = [(80, 24), (120, 40)]
TAGS = (TagOn("vip", "red", SubjectKind.MESSAGE), TagOn("todo", "", SubjectKind.MESSAGE))
NOTED = Remarks((SubjectKind.MESSAGE,), TAGS)
ELSEWHERE = Remarks((SubjectKind.ADDRESS,), (TagOn("known", "green", SubjectKind.ADDRESS),))


def worked(number):
    """Every row with something else on it."""
    row = make_row(number)
    return (
        row,
        replace(row, remarks=NOTED),
        replace(row, state=IncidentState.WAITING, assignee="ann"),
        replace(row, remarks=ELSEWHERE),
        replace(row, state=IncidentState.RESOLVED, remarks=NOTED),
    )[number % 5]


@pytest.fixture
def look_at(snap_compare, make_app):
    def compare(size, *keys, query=""):
        async def before(pilot):
            await settle(pilot)
            for key in keys:
                await pilot.press(key)
                await settle(pilot)

        known = tuple(replace(one, remarks=NOTED) if one.id in (7, 13) else one for one in ALL)
        desk = FakeDesk(FakeSearch(count=300, make=worked), incidents=FakeIncidents(known, unfiled=113))
        return snap_compare(make_app(desk, query), terminal_size=size, run_before=before)

    return compare


@pytest.mark.parametrize("size", SIZES)
def test_rows_with_marks_states_notes_and_tags(look_at, size):
    assert look_at(size, "space", "j", "space", "j", "j", "V")


@pytest.mark.parametrize("size", SIZES)
def test_incidents_with_marks_notes_and_tags(look_at, size):
    assert look_at(size, "space", "j", "space", query=None)


@pytest.mark.parametrize("size", SIZES)
def test_what_an_act_is_on(look_at, size):
    assert look_at(size, "*", "m", query="status:blocked")


@pytest.mark.parametrize("size", SIZES)
def test_what_was_not_changed(look_at, size):
    assert look_at(size, "*", "m", "w", query="status:blocked,rejected")
