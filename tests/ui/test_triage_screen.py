"""Triage as a user drives it: what fails, how urgent, what people decide about it."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC

import pytest
from tests.ui.conftest import settle
from tests.ui.fakes import FakeDesk, FakeSearch, FakeState
from tests.ui.incidents import ALL, BLOCKED, DROPPED, NOON, RESTRICTED, FakeIncidents, many
from tests.ui.user import User

from mailtui.errors import StoreError
from mailtui.model.enums import FailureClass, IncidentState, Side, SubjectKind
from mailtui.model.moment import HOUR, MINUTE
from mailtui.model.view import StoreState
from mailtui.model.work import Remarks, Subject, TagOn, recipient
from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.choice import Choice
from mailtui.ui.screens.incident import IncidentScreen
from mailtui.ui.screens.trace import TraceScreen
from mailtui.ui.words import Look

FIRST = 3
"""The line of the first row."""


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=300), incidents=FakeIncidents(ALL, unfiled=113))


@pytest.fixture
async def user(visit, desk):
    async with visit(desk, me="me") as found:
        yield found


def rows(user):
    return user.app.triage.rows


def here(user):
    return user.app.triage.incident_here


def incident(number):
    return Subject(SubjectKind.INCIDENT, number)


# -- what is shown -------------------------------------------------------------------------------


async def test_it_is_home_and_the_most_urgent_comes_first(user):
    assert "mailtui  Triage" in user.lines[0]
    assert user.lines[FIRST].split() == ["▌new", "provider-block", "US", "microsoft", "412", "3", "h"]
    assert [line.split()[0] for line in user.lines[FIRST + 1 : FIRST + 5]] == [
        "open", "waiting", "ignored", "recovered",
    ]  # fmt: skip
    assert "113 failures that fit no incident" in user.lines[FIRST + 5]
    assert "✗ bounced" in user.lines[FIRST + 7]


async def test_how_many_are_left_does_not_depend_on_the_query(user):
    def left():
        return user.lines[0].partition(" left")[0].split()[-1]

    before = left()
    assert int(before) > 113
    shown = rows(user).count
    await user.press("exclamation_mark")
    assert rows(user).count != shown
    assert left() == before
    await user.press("slash", *"status:sent", "enter")
    assert left() == before


async def test_why_nothing_is_explained_here(user):
    await user.press("x")
    assert user.notice == "Diagnosis: open the incident first: enter, then x; or p here"
    await user.press("G")
    assert "why" not in user.lines[-1]
    await user.press("x")
    assert user.notice == "Diagnosis: open the trace first: enter, then x; or p here"


@pytest.mark.parametrize("failure_class", FailureClass)
async def test_at_80_columns_a_class_is_never_cut(visit, failure_class):
    known = replace(BLOCKED, failure_class=failure_class, side=Side.POLICY, state=IncidentState.RESOLVED)
    async with visit(FakeDesk(incidents=FakeIncidents((known,)))) as user:
        line = user.lines[FIRST]
        for word in ("resolved", failure_class, "POLICY", "microsoft", "412", "09:00:00"):
            assert f" {word} " in line.replace("▌", " ")


async def test_at_80_columns_the_time_left_before_mail_bounces(visit, desk):
    soon = replace(DROPPED, id=1, next_bounce=NOON + 59 * MINUTE)
    desk.incidents.known = (*ALL, soon, replace(DROPPED, id=2, next_bounce=NOON - HOUR))
    async with visit(desk) as user:
        assert user.lines[FIRST - 1].split() == [
            *("STATE", "CLASS", "SIDE", "PROVIDER", "PEOPLE", "SINCE", "BOUNCES")
        ]
        for place, wanted in ((1, "in 26 h"), (3, "59 min"), (4, "due")):
            assert user.lines[FIRST + place][:-1].rstrip().endswith(f" {wanted}")


@pytest.mark.parametrize(
    ("size", "wanted"), [((80, 24), "…2.0.2.26 "), ((120, 40), "microsoft from 192.0.2.26 ")]
)
async def test_our_address_tells_twins_apart(visit, desk, size, wanted):
    desk.incidents.known = (BLOCKED, replace(BLOCKED, id=8, egress="192.0.2.26"), RESTRICTED)
    async with visit(desk, size=size) as user:
        assert wanted in user.lines[FIRST + 1]
        assert wanted.replace("26", "25") in user.lines[FIRST]
        assert "192" not in user.lines[FIRST + 2]


async def test_at_80_columns_who_takes_it_notes_and_tags(visit, desk):
    tags = (TagOn("vip", "red", SubjectKind.INCIDENT), TagOn("held", "", SubjectKind.INCIDENT))
    noted = replace(DROPPED, remarks=Remarks((SubjectKind.INCIDENT,), tags))
    desk.incidents.known = (replace(BLOCKED, remarks=Remarks((), tags)), noted)
    async with visit(desk) as user:
        assert " SINCE " in user.lines[FIRST - 1]
        assert " vip held microsoft " in user.lines[FIRST]
        assert " (anna) ✎ +2 " in user.lines[FIRST + 1]
        desk.incidents.known = (BLOCKED,)
        await user.press("r")
        assert " ONSET " in user.lines[FIRST - 1]


async def test_at_120_columns_everything(visit, desk):
    async with visit(desk, size=(120, 40)) as user:
        row = user.lines[FIRST + 1]
        for word in ("open", "connection-dropped", "NET", "11-19 12:00", "31 min ago", "in 26 h", "anna"):
            assert word in row
        assert "█" in row
        assert " 123k   1.2M " in user.text


async def test_at_120_columns_single_failures_say_class_and_side(visit, desk):
    async with visit(desk, size=(120, 40)) as user:
        heading, *shown = user.lines[FIRST + 6 : FIRST + 12]
        assert heading.split()[:5] == ["TIME", "STATUS", "CLASS", "SIDE", "FROM"]
        assert any("bounced    recipient-unknown" in line and " RCPT " in line for line in shown)


async def test_without_unicode_the_bars_are_ascii(desk):
    app = MailtuiApp(lambda: desk, look=Look(zone=UTC, ascii=True, now=lambda: NOON))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        shown = [line[:-1].replace("…", "") for line in User(app, pilot).lines]  # but for the scroll bar
        assert "\n".join(shown).isascii()


async def test_nothing_fails(visit):
    quiet = FakeIncidents((), last_failure=NOON - 3 * HOUR)
    async with visit(FakeDesk(FakeSearch(count=0), incidents=quiet)) as user:
        assert "Nothing is failing; last failure 3 h ago" in user.text
        await user.press("e", "m")
        assert "there is nothing here" in user.notice


async def test_only_what_is_over(visit):
    over = FakeIncidents(ALL[1:2], last_failure=NOON - 4 * HOUR)
    async with visit(FakeDesk(FakeSearch(count=0), incidents=over)) as user:
        assert "Nothing is failing; last failure 4 h ago" in user.lines[2]
        assert "recovered" in user.lines[4]


async def test_nothing_was_imported(visit):
    desk = FakeDesk(FakeSearch(count=0), state=FakeState(StoreState(0, 0, None)))
    desk.incidents.last_failure = None
    async with visit(desk) as user:
        assert "mailtui import /var/log/exim4" in user.text


async def test_failures_without_a_cause_are_told(visit, desk):
    desk.incidents.undiagnosed = 1204
    async with visit(desk) as user:
        assert "1 204 failures have no cause yet: mailtui diagnose --all" in user.lines[2]
    empty = FakeDesk(FakeSearch(count=0), incidents=FakeIncidents((), undiagnosed=1))
    async with visit(empty) as user:
        assert "But 1 failure has no cause yet: mailtui diagnose --all" in user.text


async def test_an_error_is_said_once_and_r_tries_again(visit, desk):
    desk.incidents.error = StoreError("the database is locked", "stop the other import")
    async with visit(desk) as user:
        assert user.notice == "the database is locked: stop the other import"
        assert "could not be read" in user.text
        desk.incidents.error = None
        await user.press("r")
        assert user.notice == ""
        assert "provider-block" in user.lines[FIRST]


# -- moving --------------------------------------------------------------------------------------


async def test_the_cursor_passes_over_headings(user):
    await user.press("j", "j", "j", "j", "j")
    assert user.app.triage.rows.row is not None
    assert "▌" in user.lines[FIRST + 7]
    await user.press("k")
    assert here(user).id == 15


async def test_next_and_previous_open_failure(user):
    await user.press("e", "e")
    assert here(user) == RESTRICTED
    await user.press("e")
    assert rows(user).row is not None, "the first single failure: ignored and recovered are passed over"
    await user.press("E")
    assert here(user) == RESTRICTED
    await user.press("G", "e")
    assert user.notice == "no further open failure below"


async def test_5_000_incidents(visit):
    async with visit(FakeDesk(FakeSearch(count=0), incidents=FakeIncidents(many(5_000)))) as user:
        began = time.perf_counter()
        for _ in range(20):
            await user.pilot.press("pagedown")
        await user.press("G")
        assert rows(user).cursor == 4_999
        assert "provider5000" in user.lines[-2]
        assert time.perf_counter() - began < 5


# -- deciding ------------------------------------------------------------------------------------


async def test_m_sets_the_state_and_goes_to_the_next_open_one(user, desk):
    await user.press("m")
    assert isinstance(user.app.screen, Choice)
    await user.press("j", "j", "enter")
    assert desk.acting.said == [("state", (incident(7),), IncidentState.WAITING, "")]
    assert "▌open" in user.lines[FIRST + 1]
    assert user.lines[FIRST].startswith(" waiting   provider-block")
    assert user.notice == "1 incident: waiting; u undoes"


async def test_a_state_has_its_letter_and_esc_leaves_it(user, desk):
    await user.press("m", "escape", "m", "q")
    assert desk.acting.said == []
    await user.press("m", "r")
    assert desk.acting.said == [("state", (incident(7),), IncidentState.RESOLVED, "")]
    assert here(user) == DROPPED


async def test_a_takes_it_and_gives_it_back(user, desk):
    await user.press("a")
    assert desk.acting.said == [("assign", (incident(7),), "ann", "")]
    assert here(user) == replace(BLOCKED, assignee="ann")
    await user.press("a")
    assert desk.acting.said[-1] == ("assign", (incident(7),), None, "")


async def test_a_then_m_act_on_the_same_incident(user, desk):
    await user.press("a", "m", "o")
    assert desk.acting.said[1] == ("state", (incident(7),), IncidentState.OPEN, "")
    assert here(user).id == BLOCKED.id, "it is open still, so the cursor stays"
    await user.press("m", "w")
    assert here(user) == DROPPED


async def test_what_cannot_be_written_is_said_once(user, desk):
    desk.acting.error = StoreError("the database is read-only", "ask its owner")
    await user.press("a")
    assert user.notice == "the database is read-only: ask its owner"
    assert here(user) == BLOCKED


async def test_a_single_failure_has_a_state_of_its_own(user, desk):
    await user.press("G", "m", "w", "a")
    key = rows(user).key
    single = recipient(key.owner, key.number)
    assert desk.acting.said == [
        ("state", (single,), IncidentState.WAITING, ""),
        ("assign", (single,), "ann", ""),
    ]


# -- going ---------------------------------------------------------------------------------------


async def test_enter_opens_the_incident_and_q_comes_back_then_quits(user):
    await user.press("j", "enter")
    assert isinstance(user.app.screen, IncidentScreen)
    assert "connection-dropped  NET" in user.lines[1]
    await user.press("q")
    assert here(user) == DROPPED
    await user.press("q")
    assert user.app._exit


async def test_enter_on_a_single_failure_opens_its_trace(user):
    await user.press("G", "enter")
    assert isinstance(user.app.screen, TraceScreen)
    await user.press("1")
    assert user.app.screen is user.app.triage


async def test_keys_of_the_screens_work_everywhere(user):
    await user.press("2")
    assert user.app.screen is user.app.search
    assert "✓ delivered" in user.text
    await user.press("enter", "1")
    assert user.app.screen is user.app.triage
    await user.press("3")
    assert isinstance(user.app.screen, TraceScreen)
    await user.press("2", "q")
    assert isinstance(user.app.screen, TraceScreen), "back to where one came from"
    await user.press("1", "2", "1", "q")
    assert user.app._exit


async def test_w_goes_to_the_incident_of_a_row_from_anywhere(user):
    await user.press("w")
    assert isinstance(user.app.screen, IncidentScreen)
    await user.press("w")
    assert "is the incident" in user.notice
    await user.press("enter", "w")
    assert isinstance(user.app.screen, IncidentScreen)
    assert len(user.app.screen_stack) == 2, "back to it, not another one on top"
    await user.press("2", "w")
    assert "nothing failed" in user.notice
    await user.press("!", "w")
    assert "fits no incident" in user.notice
    await user.press("e", "e", "w")
    assert "refused" in user.notice


# -- narrowing -----------------------------------------------------------------------------------


async def test_a_query_narrows_incidents_and_singles(user, desk):
    await user.press("/")
    await user.type("class:connection-dropped")
    await user.press("enter")
    assert user.app.focused is rows(user)
    assert "connection-dropped" in user.lines[5]
    assert "provider-block" not in user.text
    assert desk.search.asked[-1] == "class:connection-dropped is:unfiled"
    await user.press("/")
    user.app.triage.bar.input.set_text("")
    await user.press("escape")
    await user.until("provider-block")
    assert not user.app.triage.bar.display
    assert "provider-block" in user.lines[FIRST]


async def test_nothing_matches(user):
    await user.press("/")
    await user.type("class:auth-failed to:@nowhere.example")
    await user.press("enter")
    assert "No failure matches" in user.text
    assert "2 searches all mail" in user.text


async def test_the_large_histogram_tells_of_failures_only(user):
    await user.press("i")
    assert " failed " in user.text
    assert " good " not in user.text


async def test_failures_only(user, desk):
    await user.press("!")
    assert "is:failed is:unfiled" in desk.search.asked[-1]
    assert "deferred" not in user.text
    await user.press("!")
    assert "deferred" in user.text


# -- panels --------------------------------------------------------------------------------------


async def test_facts_and_raw_lines_of_an_incident(user):
    await user.press("p")
    assert "ms-s3140" in user.text
    await user.press("p", "P")
    assert "mainlog:1204" in user.text
    assert "bob@outlook.com: block list" in user.text
    await user.press("G")
    assert "mainlog:7" in user.text


# -- staying up to date --------------------------------------------------------------------------


async def test_new_facts_appear_by_themselves_and_the_cursor_stays(user, desk):
    await user.press("j")
    desk.incidents.known = (*many(3), *ALL)
    desk.state.value = replace(desk.state.value, lines=400_000)
    await user.until("provider1")
    assert here(user) == DROPPED


async def test_what_did_not_change_is_not_painted_again(user, desk, monkeypatch):
    painted = []
    monkeypatch.setattr(rows(user), "refresh", lambda *_, **__: painted.append(1))
    asked = desk.incidents.asked
    desk.state.value = replace(desk.state.value, lines=400_000, messages=100_001)
    await user.until("100 001 messages")
    await asyncio.sleep(0.6)
    await settle(user.pilot)
    assert desk.incidents.asked == asked + 1
    assert painted == []


async def test_an_idle_screen_asks_for_nothing_but_the_state(user, desk):
    asked = desk.incidents.asked
    await asyncio.sleep(1.2)
    await settle(user.pilot)
    assert desk.incidents.asked == asked
