"""Marks in the lists, as a user makes them: keys in, symbols and numbers out."""

from __future__ import annotations

import pytest
from tests.ui.domains import ALL as DOMAINS
from tests.ui.domains import FakeDomains
from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.ui.words import Look


@pytest.fixture
async def user(visit, desk):
    async with visit(desk, "") as user:
        yield user


@pytest.fixture
def failing():
    return FakeDesk(FakeSearch(count=80), incidents=FakeIncidents(ALL, unfiled=30))


def signs(user, number=6):
    """What stands before the first rows of the search list."""
    return "".join(line[0] for line in user.lines[5 : 5 + number])


async def test_space_marks_and_goes_down(user):
    await user.press("space", "space")
    assert signs(user) == "●●▌   "
    assert "2 marked" in user.lines[0]
    await user.press("k")
    assert signs(user) == "●◉    "
    await user.press("space")
    assert signs(user) == "● ▌   "
    assert "1 marked" in user.lines[0]


async def test_a_range_begins_at_the_row_that_was_marked_last(user):
    await user.press("j", "space", "j", "j", "V")
    assert signs(user) == " ●●●◉ "
    assert "4 marked" in user.lines[0]


async def test_a_range_upwards_and_from_nowhere(user):
    await user.press("G", "g", "j", "j", "V")
    assert "V on another row marks all between" in user.notice
    await user.press("k", "k", "V")
    assert signs(user) == "◉●●   "


async def test_esc_leaves_the_panel_then_the_marks_never_the_screen(user):
    await user.press("space", "p", "escape")
    assert "1 marked" in user.lines[0]
    await user.press("escape")
    assert "marked" not in user.lines[0]
    await user.press("escape")
    assert user.app.screen is user.app.search


async def test_all_that_match_are_marked_by_the_query_not_by_what_is_loaded(visit):
    desk = FakeDesk(FakeSearch(count=120_000))
    async with visit(desk, "") as user:
        read = desk.search.rows_read
        await user.press("*")
        assert "120 000 marked, 20 000 of them not in this list" in user.lines[0]
        assert desk.search.rows_read == read
        await user.press("G")
        assert user.lines[-2].startswith("◉")


async def test_rows_that_come_later_are_not_marked(user, desk):
    await user.press("*")
    desk.search.count += 5
    await user.press("r", "G")
    assert user.list.count == 20_005
    assert user.lines[-2].startswith("▌")
    assert "20 000 marked" in user.lines[0]


async def test_inverting(user, desk):
    desk.search.count = 10
    await user.press("r", "space", "space", "~")
    assert signs(user) == "  ◉●●●"
    assert "8 marked" in user.lines[0]


async def test_marks_outlast_a_refresh_and_a_changed_query_says_how_many_are_in_it(user):
    await user.press("*", "r")
    assert "20 000 marked  " in user.lines[0]
    await user.press("!")
    assert "20 000 marked, 12 500 of them not in this list" in user.lines[0]
    await user.press("!", "[")
    assert "20 000 marked, 12 500" in user.lines[0]


async def test_marks_on_what_is_no_longer_listed(user):
    await user.press("space", "!")
    assert "1 marked, none of them in this list" in user.lines[0]


async def test_keys_that_come_while_the_matching_rows_are_found_wait_for_them(user, desk):
    desk.search.gate.clear()
    await user.pilot.press("*", "space", "j")
    assert "marking, esc stops" in user.lines[0]
    desk.search.gate.set()
    await user.press("r")
    assert "19 999 marked" in user.lines[0]
    assert user.list.cursor == 2


async def test_esc_stops_the_search_for_what_to_mark(user, desk):
    desk.search.gate.clear()
    await user.pilot.press("*", "escape")
    desk.search.gate.set()
    await user.press("j")
    assert "mark" not in user.lines[0]
    assert len(user.list.marks) == 0


async def test_what_matches_cannot_be_found(user, desk):
    desk.search.error = RuntimeError("gone")
    await user.press("*")
    assert "RuntimeError" in user.notice
    assert "mark" not in user.lines[0]


async def test_in_triage_incidents_and_single_failures(visit, failing):
    async with visit(failing) as user:
        await user.press("space", "*")
        singles = sum(1 for key in user.app.triage.rows.marks if not isinstance(key, int))
        assert (len(user.app.triage.rows.marks), singles) == (35, 30)
        assert "35 marked" in user.lines[0]
        heading = next(line for line in user.lines if "fit no incident" in line)
        assert not heading.startswith(("●", "◉"))
        await user.press("escape", "G", "space")
        assert user.lines[-2].startswith("◉")


async def test_marks_belong_to_their_screen(visit, failing):
    async with visit(failing) as user:
        await user.press("space", "2")
        assert "marked" not in user.lines[0]
        await user.press("1")
        assert "1 marked" in user.lines[0]


async def test_the_recipients_of_an_incident(visit, failing):
    async with visit(failing) as user:
        await user.press("enter", "*")
        assert "10 marked" in user.lines[0]
        await user.press("escape")
        assert "marked" not in user.lines[0]


async def test_domains(visit):
    async with visit(FakeDesk(domains=FakeDomains(DOMAINS))) as user:
        await user.press("5", "space", "space")
        assert "2 marked" in user.lines[0]
        await user.press("/")
        await user.type("no such name")
        await user.press("enter")
        assert "2 marked, none of them in this list" in user.lines[0]


async def test_without_unicode(desk):
    from datetime import UTC

    from tests.ui.conftest import settle
    from tests.ui.fakes import NOON
    from tests.ui.user import User

    from mailtui.ui.app import MailtuiApp

    app = MailtuiApp(lambda: desk, "", look=Look(zone=UTC, ascii=True, now=lambda: NOON))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("space", "space", "k")
        assert signs(user, 3) == "*@ "
