"""Domains as a user drives it: is it us, what to publish, looking again, adding, removing."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC

import pytest
from tests.ui.conftest import settle
from tests.ui.domains import ALL, DISAGREED, FAILING, OK, PENDING, SUGGESTED, UNSURE, FakeDomains, many
from tests.ui.fakes import NOON, FakeDesk, FakeSearch
from tests.ui.user import User

from mailtui.errors import StoreError
from mailtui.services.domains.wishes import Wish
from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.confirming import Confirm
from mailtui.ui.screens.domain import DomainScreen
from mailtui.ui.screens.domains import DomainsScreen
from mailtui.ui.screens.suggesting import Suggestions
from mailtui.ui.words import Look

FIRST = 2
"""The line of the first row."""


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=300), domains=FakeDomains(ALL, suggested=SUGGESTED))


@pytest.fixture
async def user(visit, desk):
    async with visit(desk) as found:
        await found.press("5")
        yield found


def listed(user):
    return [one.name for one in user.app.domains.rows.domains]


def said(desk, what):
    return [one[1:] for one in desk.domains.said if one[0] == what]


# -- what is shown -------------------------------------------------------------------------------


async def test_the_state_of_every_area_is_seen_in_one_row(user):
    assert "mailtui  Triage > Domains" in user.lines[0]
    row = user.lines[FIRST + 1].split()
    assert row == ["shop.example", "failing", "ok", "✗", "ok", "!", "ok", "ok", "ok", "spf-must", "412"]
    assert listed(user) == [one.name for one in ALL], "in the order of the services"


async def test_what_is_not_known_has_a_question_mark_and_the_reason(user):
    await user.press("G")
    assert user.lines[FIRST + 6].split()[:2] == ["▌lost.example", "ok?"]
    assert "ok?" in user.lines[FIRST + 6].split()[2:]
    assert "198.51.100.53: no answer within 2 s" in user.text
    assert "known 5 h ago" in user.text
    await user.press("k", "k", "k")
    assert "the DNS server says SERVFAIL" in user.text
    assert "never known" in user.text


async def test_under_the_list_is_the_worst_in_words(user):
    assert "mailer.csv says spf verified, DNS says failing" in user.text
    await user.press("j")
    assert "fail     spf-must shop.example: v=spf1" in user.text
    assert "412 recipients failed or wait" in user.text
    assert "known 20 min ago, next in 40 min" in user.text


async def test_at_120_columns_since_age_and_the_first_thing_in_words(visit, desk):
    async with visit(desk, size=(120, 40)) as user:
        await user.press("5")
        row = user.lines[FIRST + 1]
        for word in ("shop.example", "failing", "09:00:00", "spf-must: v=spf1", "412", "20 min ago"):
            assert word in row
        assert "mailer.csv says spf" in user.lines[FIRST]


async def test_without_unicode_the_marks_are_ascii(desk):
    app = MailtuiApp(lambda: desk, look=Look(zone=UTC, ascii=True, now=lambda: NOON))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        for keys in (("5",), ("j", "enter"), ("G",)):
            await user.press(*keys)
            shown = [line[:-1].replace("…", "") for line in user.lines]  # but for the scroll bar
            assert "\n".join(shown).isascii(), ascii("\n".join(shown))


async def test_an_empty_list_says_what_to_do(visit):
    async with visit(FakeDesk(FakeSearch(count=9))) as user:
        await user.press("5")
        assert "No domain is on the list yet" in user.text
        assert "+   add one" in user.text
        await user.press("enter", "r")
        assert "there is no domain here" in user.notice
        await user.press("A")
        assert "no sending domain" in user.notice


async def test_an_error_is_said_and_r_tries_again(visit, desk):
    desk.domains.error = StoreError("the database is locked", "stop the other import")
    async with visit(desk) as user:
        await user.press("5")
        assert user.notice == "the database is locked: stop the other import"
        assert "could not be read" in user.text
        desk.domains.error = None
        await user.press("r")
        assert "shop.example" in user.text


async def test_e_goes_to_the_next_that_is_not_well(user):
    for name in ("shop.example", "mail.some-quite-long-domain.example", "dark.example"):
        await user.press("e")
        assert user.app.domains.domain_here.name == name
    await user.press("e")
    assert "no further domain below" in user.notice
    await user.press("E")
    assert user.app.domains.domain_here.name == "mail.some-quite-long-domain.example"


async def test_the_filter_narrows_as_one_types(user):
    await user.press("/", *"quite")
    assert listed(user) == ["mail.some-quite-long-domain.example"]
    await user.press("enter", "escape")
    assert len(listed(user)) == len(ALL)
    await user.press("/", *"nowhere")
    assert "No domain has “nowhere” in its name" in user.text
    await user.press("escape", "escape", "j")
    assert user.app.domains.domain_here is not None


async def test_what_is_written_right_after_the_list_was_read_is_news(user, desk):
    desk.domains.known = (replace(OK, name="another.example"), *ALL)
    desk.domains.changed += 1
    await user.until("another.example")


async def test_it_refreshes_itself_and_the_cursor_stays(user, desk):
    await user.press("j")
    asked = desk.domains.asked
    await asyncio.sleep(0.6)
    await settle(user.pilot)
    assert desk.domains.asked == asked, "nobody wrote anything about domains"
    desk.domains.known = (replace(OK, name="another.example"), *ALL)
    desk.domains.changed += 1
    await user.until("another.example")
    assert user.app.domains.domain_here == FAILING


# -- going ---------------------------------------------------------------------------------------


async def test_enter_opens_the_domain_and_q_goes_back(user):
    await user.press("j", "enter")
    assert isinstance(user.app.screen, DomainScreen)
    assert "shop.example" in user.lines[1]
    await user.press("q", "q")
    assert user.app.screen is user.app.triage


async def test_w_searches_for_the_failures_it_caused(user, desk):
    await user.press("w")
    assert "no failure" in user.notice
    await user.press("j", "w")
    assert user.app.screen is user.app.search
    assert user.query == "sender-domain:=shop.example class:auth-failed"
    await user.press("q")
    assert isinstance(user.app.screen, DomainsScreen)
    await user.press("w")
    assert user.query == "sender-domain:=shop.example class:auth-failed"


async def test_d_goes_from_a_mail_to_the_domain_it_was_sent_from(visit, desk):
    async with visit(desk, "") as user:
        await user.press("d")
        assert "this is a bounce" in user.notice
        await user.press("j", "d")
        assert isinstance(user.app.screen, DomainScreen)
        assert user.app.screen.domain_name == "shop.example"
        await user.press("q", "enter", "d")
        assert user.app.screen.domain_name == "shop.example"
        await user.press("d", "q", "q")
        desk.domains.known = ALL[2:]
        await user.press("d")
        assert "shop.example is not on the list" in user.notice
        await user.press("e", "e", "e", "d")
        assert "refused was sent by others" in user.notice


# -- looking -------------------------------------------------------------------------------------


async def test_r_looks_at_one_and_shows_what_came(user, desk):
    await user.press("j", "r")
    assert said(desk, "verify") == [(("shop.example",),)]
    assert user.lines[FIRST + 1].split()[1:] == ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"]
    assert "Looked at 1 domain" in user.notice


async def test_looking_tells_how_far_it_is_and_esc_stops_it(user, desk):
    desk.domains.gate.clear()
    await user.pilot.press("R")
    await user.sees("looking at DNS: 0 of 7, esc stops")
    assert "looking at DNS now" in user.text
    began = time.monotonic()
    await user.pilot.press("j", "j")
    await user.pilot.press("escape")
    await user.pilot.pause()
    assert time.monotonic() - began < 1.0
    assert "Stopped; 0 of 7 looked at" in user.notice
    assert "looking at DNS" not in user.lines[0]
    desk.domains.gate.set()
    await settle(user.pilot)


async def test_what_is_asked_while_looking_comes_after(user, desk):
    desk.domains.gate.clear()
    await user.pilot.press("r", "j", "r", "r")
    await user.sees("looking at DNS: 0 of 2")
    desk.domains.gate.set()
    await settle(user.pilot)
    await asyncio.sleep(0.3)
    await settle(user.pilot)
    assert said(desk, "verify") == [((DISAGREED.name,),), ((FAILING.name,),)]
    assert user.app.domains.looking == frozenset()


async def test_a_look_that_hangs_does_not_hold_up_the_exit(visit, desk):
    desk.domains.gate.clear()
    visiting = visit(desk)
    user = await visiting.__aenter__()
    await user.press("5")
    await user.pilot.press("R")
    await asyncio.sleep(0.2)
    began = time.monotonic()
    await visiting.__aexit__(None, None, None)
    assert time.monotonic() - began < 2.0


async def test_many_domains_open_at_once(visit):
    async with visit(FakeDesk(FakeSearch(count=9), domains=FakeDomains(many(1000)))) as user:
        await user.press("5", "G")
        assert user.app.domains.domain_here.name == "d0999.example"
        await user.press("R")
        await user.until("Looked at 1 000 domains")


# -- adding and removing -------------------------------------------------------------------------


async def test_adding_takes_the_words_of_the_command_and_looks_at_once(user, desk):
    await user.press("+")
    await user.pilot.press(*"letters.example --selector s1 --no-receive")
    await user.press("enter")
    wish = Wish(selectors={"s1": None}, receives=False)
    assert said(desk, "add") == [("letters.example", wish)]
    assert said(desk, "verify") == [(("letters.example",),)]
    assert "letters.example" in user.text
    assert user.app.focused is user.app.domains.rows


async def test_what_cannot_be_added_stays_in_the_line_with_the_reason(user, desk):
    await user.press("+")
    await user.pilot.press(*"nodots --selctor s1")
    await user.press("enter")
    assert user.notice == "there is no --selctor: Did you mean --selector?"
    await user.press("x", "escape")
    assert said(desk, "add") == []
    await user.press("j")
    assert user.app.domains.domain_here == FAILING


async def test_suggestions_are_marked_and_added(user, desk):
    await user.press("A")
    assert isinstance(user.app.screen, Suggestions)
    assert "letters.example" in user.text
    assert "--selector s1 --selector s2 --ip 192.0.2.25" in user.text
    assert "on the list, lacks --ip 192.0.2.26" in user.text
    await user.press("space", "j", "space", "enter")
    assert [one[0] for one in said(desk, "add")] == ["letters.example", "quiet.example"]
    assert said(desk, "add")[0][1] == Wish(selectors={"s1": None, "s2": None}, ips=("192.0.2.25",))
    assert {"letters.example", "quiet.example"} <= set(listed(user))


async def test_one_suggestion_by_enter_or_none(user, desk):
    await user.press("A", "escape")
    assert said(desk, "add") == []
    await user.press("A", "G", "g", "enter")
    assert [one[0] for one in said(desk, "add")] == ["letters.example"]


async def test_removing_asks_first(user, desk):
    await user.press("j", "D")
    assert isinstance(user.app.screen, Confirm)
    assert "Take shop.example off the list" in user.text
    await user.press("enter")
    assert said(desk, "remove") == []
    await user.press("D", "y")
    assert said(desk, "remove") == [("shop.example",)]
    assert "shop.example" not in listed(user)
    assert "shop.example is off the list" in user.notice


async def test_the_plain_lines_have_all_of_it(user):
    lines = user.app.domains.plain()
    assert any("mailer.csv says spf verified" in line for line in lines)
    assert any(PENDING.name in line and "not looked at yet" in line for line in lines)
    assert any(UNSURE.unsure in line for line in lines)
