"""Acts on marks and on rows: what is asked first, what is done, what is told, taken back, done again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch, FakeState
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.errors import StoreError
from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.work import Subject, recipient
from mailtui.ui.screens.choice import Choice
from mailtui.ui.screens.preview import Preview
from mailtui.ui.screens.refused import Refused

FAILED = "status:blocked"
"""A query with nothing but failures: every eighth row."""


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=80), incidents=FakeIncidents(ALL, unfiled=30))


@pytest.fixture
async def user(visit, desk):
    async with visit(desk, FAILED) as user:
        yield user


@pytest.fixture
async def home(visit, desk):
    async with visit(desk) as user:
        yield user


def single(number):
    """The failure in row `number` of the fake database."""
    return recipient(1_000_000 - number, 1)


def footer(user):
    return user.lines[-1]


# -- on how many ---------------------------------------------------------------------------------


async def test_the_verb_says_how_many(user):
    assert "m state  " in footer(user)
    await user.press("space", "space")
    assert "m state 2 " in footer(user)
    await user.press("*")
    assert "m state 10 " in footer(user)


async def test_a_state_for_the_marks_says_first_what_they_are(user, desk):
    await user.press("*", "m")
    assert isinstance(user.app.screen, Choice)
    assert "State of 10 failures" in user.text
    assert "10 recipients of 10 messages" in user.text
    assert "blocked: news5@shop.example to bob@example.org" in user.text
    assert "and 7 others" in user.text
    await user.press("w")
    assert [said[0] for said in desk.acting.said] == ["state"]
    assert set(desk.acting.said[0][1]) == {single(number) for number in range(5, 80, 8)}
    assert user.notice == "10 failures: waiting; u undoes"
    assert "10 marked" in user.lines[0]


async def test_without_marks_it_is_the_row(user, desk):
    await user.press("j", "m", "w")
    assert desk.acting.said == [("state", (single(13),), IncidentState.WAITING, "")]


async def test_setting_many_aside_asks_why_once(user, desk):
    await user.press("*", "m", "r")
    assert isinstance(user.app.screen, Preview)
    assert "state resolved: 10 failures" in user.text
    assert "10 recipients of 10 messages" in user.text
    await user.type("they moved")
    await user.press("enter")
    assert desk.acting.said[0][2:] == (IncidentState.RESOLVED, "they moved")


async def test_esc_in_the_preview_leaves_all_as_it_is(user, desk):
    await user.press("*", "m", "i", "escape")
    assert desk.acting.said == []
    assert "10 marked" in user.lines[0]


async def test_one_is_set_aside_without_a_question(user, desk):
    await user.press("m", "r")
    assert desk.acting.said == [("state", (single(5),), IncidentState.RESOLVED, "")]


async def test_rows_that_arrived_after_the_preview_are_not_acted_on(user, desk):
    await user.press("*", "m")
    desk.search.count = 160
    desk.state.value = replace(desk.state.value, lines=desk.state.value.lines + 1)
    await settle(user.pilot)
    await user.press("w")
    assert len(desk.acting.said[0][1]) == 10


async def test_whom_many_are_assigned_to_is_asked(user, desk):
    await user.press("*", "a", "t")
    assert desk.acting.said[0][0::2] == ("assign", "ann")
    await user.press("a", "g")
    assert desk.acting.said[1][0::2] == ("assign", None)


async def test_incidents_and_single_failures_at_once(home, desk):
    await home.press("space", "G", "space", "m")
    assert "State of 1 incident and 1 failure" in home.text
    assert "1 incident with 415 messages" in home.text
    await home.press("w")
    (_, subjects, state, _) = desk.acting.said[0]
    assert (subjects[0], len(subjects), state) == (
        Subject(SubjectKind.INCIDENT, 7),
        2,
        IncidentState.WAITING,
    )


async def test_the_marked_recipients_of_an_incident_else_the_incident(home, desk):
    await home.press("enter", "m", "w")
    assert desk.acting.said[0][1] == (Subject(SubjectKind.INCIDENT, 7),)
    await home.press("*", "m", "o")
    assert len(desk.acting.said[1][1]) == 10
    assert {one.kind for one in desk.acting.said[1][1]} == {SubjectKind.RECIPIENT}


async def test_in_a_trace_it_is_the_recipient(user, desk):
    await user.press("enter", "m", "w")
    assert desk.acting.said == [("state", (single(5),), IncidentState.WAITING, "")]


# -- what cannot be ------------------------------------------------------------------------------


async def test_who_may_not_sees_it_grey_and_is_told_why(visit, desk):
    desk.acting.why_not = "you are a viewer: ask an admin to add you (eve) to group mail-ops"
    async with visit(desk, FAILED) as user:
        for key in ("m", "a", "u", "U"):
            await user.press(key)
            assert "you are a viewer: ask an admin" in user.notice
        assert desk.acting.said == []


async def test_mail_that_did_not_fail_has_no_state(visit, desk):
    async with visit(desk, "") as user:
        await user.press("m")
        assert user.notice == "State: this mail is delivered: nothing failed"


async def test_what_was_not_changed_is_listed_with_why(user, desk):
    desk.acting.gone = frozenset({single(13), single(21)})
    await user.press("*", "m", "w")
    assert isinstance(user.app.screen, Refused)
    assert "10 failures: waiting: 2 not changed" in user.text
    assert user.text.count("it is not in the database any more:") == 1
    assert user.text.count("blocked: news") == 2
    await user.press("escape")
    assert user.app.screen is user.app.search


async def test_refused_mail_among_the_marks_is_told_too(visit, desk):
    desk.search.count = 16
    async with visit(desk, "") as user:
        await user.press("*", "m", "w")
        assert "2 not changed" in user.text
        assert "is no failure of a delivery:" in user.text
        assert user.text.count("rejected: news") == 2


async def test_an_act_that_fails_is_said_once_and_costs_no_mark(user, desk):
    desk.acting.error = StoreError("the database is read-only", "ask its owner")
    await user.press("space", "space", "m", "w")
    assert user.notice == "the database is read-only: ask its owner"
    assert "2 marked" in user.lines[0]
    desk.acting.error = None
    await user.press("m", "w")
    assert user.notice.startswith("2 failures: waiting")


# -- long acts -----------------------------------------------------------------------------------


@pytest.fixture
async def crowd(visit):
    desk = FakeDesk(FakeSearch(count=24_000), incidents=FakeIncidents(ALL))
    async with visit(desk, FAILED) as user:
        user.desk = desk
        yield user


async def start(user):
    user.desk.acting.gate.clear()
    await user.press("*")
    await user.pilot.press("m")
    await user.pilot.pause()
    await user.pilot.press("w")
    for _ in range(200):
        await user.pilot.pause(0.02)
        if "esc stops" in user.lines[0] and " of 3 000" in user.lines[0]:
            return
    raise AssertionError(user.lines[0])


async def test_a_long_act_says_how_far_it_is(crowd):
    await start(crowd)
    assert "1 of 3 000, esc stops" in crowd.lines[0]
    crowd.desk.acting.gate.set()
    await settle(crowd.pilot)
    assert "esc stops" not in crowd.lines[0]
    assert crowd.notice == "3 000 failures: waiting; u undoes"


async def test_esc_stops_a_long_act_and_nothing_has_changed(crowd):
    await start(crowd)
    await crowd.pilot.press("escape")
    crowd.desk.acting.gate.set()
    await settle(crowd.pilot)
    assert crowd.notice == "Stopped; nothing has changed"
    assert crowd.desk.acting.said == []
    assert "3 000 marked" in crowd.lines[0]


async def test_acts_are_done_one_after_the_other(crowd):
    await start(crowd)
    await crowd.pilot.press("a", "t")
    crowd.desk.acting.gate.set()
    await settle(crowd.pilot)
    assert [said[0] for said in crowd.desk.acting.said] == ["state", "assign"]


# -- again, and back -----------------------------------------------------------------------------


async def test_a_dot_does_it_again_on_another_row(user, desk):
    await user.press(".")
    assert user.notice == "Repeat: nothing was done yet"
    await user.press("m", "w", ".", "a", ".")
    assert [said[0] for said in desk.acting.said] == ["state", "state", "assign", "assign"]
    assert [said[1] for said in desk.acting.said[:2]] == [(single(5),), (single(13),)]


async def test_a_dot_on_many_shows_them_first_and_asks_why_where_they_are_set_aside(user, desk):
    await user.press("m", "r", "*", ".")
    assert isinstance(user.app.screen, Preview)
    await user.type("known")
    await user.press("enter")
    assert desk.acting.said[1][2:] == (IncidentState.RESOLVED, "known")
    await user.press("a", "t", ".")
    assert "take: 10 failures" in user.text
    await user.press("enter")
    assert [said[0] for said in desk.acting.said] == ["state", "state", "assign", "assign"]


async def test_a_dot_works_on_another_screen(home, desk):
    await home.press("m", "w", "enter", ".")
    assert desk.acting.said[1] == ("state", (Subject(SubjectKind.INCIDENT, 12),), IncidentState.WAITING, "")


async def test_u_says_what_it_took_back(user, desk):
    await user.press("m", "w", "u")
    assert user.notice == "undo: 1 failure: waiting; U does it again; u takes back one more"
    await user.press("U")
    assert user.notice == "redo: 1 failure: waiting"
    await user.press("u", "u")
    assert user.notice == "there is nothing to undo: act first"


# -- the next open failure -----------------------------------------------------------------------


async def test_the_cursor_goes_to_the_next_failure_that_waits_for_somebody(user, desk):
    await user.press("m", "w")
    assert user.list.cursor == 1
    await user.press("m", "o")
    assert user.list.cursor == 1


async def test_past_all_that_was_acted_on(home):
    await home.press("space", "space", "g", "m", "w")
    rows = home.app.triage.rows
    assert rows.incident.id == 13


# -- two people ----------------------------------------------------------------------------------


async def test_what_another_decides_is_shown_and_cursor_and_marks_stay(user, desk):
    await user.press("j", "space")
    asked = len(desk.search.asked)
    now = desk.state.value
    desk.search.make = changed(desk.search.make)
    desk.state = FakeState(replace(now, acts=now.acts + 1))
    for _ in range(100):
        await user.pilot.pause(0.02)
        if len(desk.search.asked) > asked and "resolved" in user.text:
            break
    await settle(user.pilot)
    assert "resolved (bob)" in user.text
    assert (user.list.cursor, len(user.list.marks)) == (2, 1)


def changed(make):
    def make_changed(number):
        return replace(make(number), state=IncidentState.RESOLVED, assignee="bob")

    return make_changed
