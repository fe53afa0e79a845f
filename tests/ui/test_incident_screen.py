"""The Incident screen: whom one cause hits, what proves it, what to do."""

from dataclasses import replace

import pytest
from tests.ui.fakes import FakeDesk, FakeSearch, make_row
from tests.ui.incidents import ALL, BLOCKED, DROPPED, FakeIncidents
from tests.ui.trace.fakes import GREYLISTED

from mailtui.errors import StoreError
from mailtui.model.enums import IncidentState
from mailtui.model.view import Explained
from mailtui.ui.screens.trace import TraceScreen


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=300), incidents=FakeIncidents(ALL))


@pytest.fixture
async def user(visit, desk):
    async with visit(desk, me="me") as found:
        await found.press("enter")
        yield found


async def test_the_head_says_what_whom_since_when_and_who_looks_after_it(user):
    assert "new  provider-block  US (reputation)" in user.lines[1]
    assert "critical, since 3 h" in user.lines[1]
    assert "microsoft  via mx1 from 192.0.2.25, at mail" in user.lines[2]
    assert "412 people, 415 messages, 1 290 failures" in user.lines[3]
    assert "onset 2026-11-21 09:00:00 UTC" in user.lines[4]
    assert "nobody yet" in user.lines[5]


async def test_its_recipients_are_a_query(user, desk):
    assert desk.search.asked[-1] == "inc:7"
    assert "⊘ blocked" in user.lines[9]
    assert "37 rows" in user.lines[0]
    await user.press("j", "enter")
    assert isinstance(user.app.screen, TraceScreen)
    await user.press("q")
    assert user.app.screen.rows.cursor == 1


async def test_the_card_is_beside_the_list_where_there_is_room_and_x_shows_it_elsewhere(user, visit, desk):
    assert "NEXT" not in user.text
    await user.press("x")
    assert "file the provider's form" in user.text
    await user.press("escape")
    assert "NEXT" not in user.text
    async with visit(desk, size=(120, 40)) as wide:
        await wide.press("enter")
        assert "CAUSE      provider-block" in wide.text
        assert "incident 7" in wide.text
        await wide.press("x")
        assert "CAUSE" not in wide.text


async def test_raw_lines_of_the_row_then_of_the_incident(user):
    await user.press("P")
    assert "mainlog:7" in user.text
    await user.press("P")
    assert "mainlog:1204" in user.text
    await user.press("P")
    assert "mainlog" not in user.text


async def test_deciding_shows_in_the_head(user, desk):
    await user.press("m", "o")
    assert user.lines[1].startswith(" open  provider-block")
    await user.press("a")
    assert "with     ann" in user.lines[5]
    assert [said[0] for said in desk.acting.said] == ["state", "assign"]
    await user.press("q")
    assert "open      provider-block" in user.lines[3]


async def test_what_was_decided_cannot_be_written(user, desk):
    desk.acting.error = StoreError("the database is read-only", "ask its owner")
    await user.press("m", "o")
    assert user.notice == "the database is read-only: ask its owner"
    assert user.lines[1].startswith(" new  provider-block")


async def test_failures_only(user, desk):
    await user.press("!")
    assert desk.search.asked[-1] == "inc:7 is:failed"
    await user.press("!")
    assert desk.search.asked[-1] == "inc:7"


async def test_an_incident_that_is_no_more(user, desk):
    desk.incidents.known = ()
    await user.press("r")
    assert "The incident is no more" in user.text
    await user.press("q")
    assert user.app.screen is user.app.triage


async def test_what_came_before_and_what_waits(user):
    await user.press("q", "j", "enter")
    assert "6 wait, first bounces in 26 h" in user.lines[3]
    assert "the same as incident 4 before" in user.lines[5]
    assert user.app.screen.incident == DROPPED
    assert user.app.screen.incident.state is IncidentState.OPEN


async def test_it_prints_in_full(user):
    said = "\n".join(user.app.screen.plain())
    assert "part of their network is on our block list (S3140)" in said
    assert "bob@example.org" in said


async def test_on_a_small_screen_one_panel_at_a_time(user):
    await user.press("x", "P")
    assert "NEXT" not in user.text
    assert "mainlog:7" in user.text
    await user.press("p")
    assert "mainlog:7" not in user.text
    assert "▌" in user.text, "the list is still there"


async def test_on_a_small_screen_the_keys_of_pages_read_the_card_to_its_end(visit, desk):
    long = replace(BLOCKED, sample_reply=BLOCKED.sample_reply * 4)
    desk.incidents.known = (long,)
    async with visit(desk) as user:
        await user.press("enter", "x")
        assert "CAUSE" in user.text
        assert "COMMAND" not in user.text
        await user.press("pagedown")
        assert "COMMAND" in user.text
        assert user.app.screen.rows.cursor == 0
        await user.press("pageup")
        assert "CAUSE" in user.text
        await user.press("pagedown", "pagedown")
        assert user.app.screen.rows.cursor > 0, "then the list goes on"


async def test_the_card_of_the_newest_failure_is_shown_where_there_is_one(visit, desk):
    newest = make_row(5)
    desk.incidents.newest_row = newest.key
    traced = desk.tracing.trace

    def explained(message_id):
        trace = traced(message_id)
        (event,) = trace.threads[0].events
        return replace(trace, diagnoses=(Explained(GREYLISTED, event, event),))

    desk.tracing.trace = explained
    async with visit(desk, size=(120, 40)) as user:
        await user.press("enter")
        assert "CAUSE      greylisted" in user.text
