"""One domain as a user reads it: expected against found, what to publish, SPF tree, failures, history."""

import pytest
from tests.ui.conftest import settle
from tests.ui.domains import ALL, KEY, PENDING, SPF_RECORD, FakeDomains
from tests.ui.fakes import FakeDesk, FakeSearch

from mailtui.ui.screens.domain import DomainScreen
from mailtui.ui.screens.trace import TraceScreen
from mailtui.ui.widgets.zone_panel import ZonePanel


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=300), domains=FakeDomains(ALL))


@pytest.fixture
async def user(visit, desk):
    async with visit(desk, size=(120, 40)) as found:
        await found.press("5", "j", "enter")
        yield found


def page(user):
    return "\n".join("".join(text for text, _ in line.runs) for line in user.app.screen.rows.lines)


async def test_the_head_says_how_it_stands_and_how_old_that_is(user):
    assert "shop.example  failing  since 09:00:00" in user.lines[1]
    assert "known 20 min ago, next in 40 min" in user.lines[1]
    assert "SPF ✗" in user.lines[2]
    assert "412 recipients failed" in user.text


async def test_what_to_publish_has_name_type_and_value_each_by_itself(user):
    lines = user.app.screen.rows.lines
    values = [line.value for line in lines if line.value]
    at = values.index(SPF_RECORD.name)
    assert values[at : at + 3] == [SPF_RECORD.name, "TXT", SPF_RECORD.value]
    assert "mends    spf-must (fail)" in page(user)


async def test_expected_against_found_with_advice_and_rfc(user):
    text = page(user)
    assert "expected include:_spf.google.com; 192.0.2.77 passes" in text
    assert "found    v=spf1 mx include:_spf.sender.example" in text
    assert "✗ fail spf-must  RFC 7208 section 5" in text
    assert "Publish the record; mail from there fails until then." in text
    assert f"expected p={KEY}" in text
    assert "? 198.51.100.53: no answer within 2 s since 11:00:00" in text


async def test_the_spf_tree_has_the_cost_of_each_include(user):
    text = page(user)
    assert "SPF: 7 of 10 lookups used" in text
    assert "     5  └ include:_spf.sender.example" in text
    assert "     2    └ include:_a.sender.example" in text
    assert "no SPF record is there" in text


async def test_addresses_that_do_not_pass_come_first(user):
    text = page(user)
    assert "Sending addresses: 1 of 2 do not pass SPF" in text
    assert text.index("192.0.2.77      fail") < text.index("198.51.100.9    pass")
    assert "by include:_spf.sender.example > a:out.sender.example" in text


async def test_history_has_old_and_new(user):
    text = page(user)
    assert "SPF shop.example  ok → failing" in text
    assert "was      v=spf1 include:_spf.google.com -all" in text
    assert "is       v=spf1 mx include:_spf.sender.example" in text


async def test_e_goes_from_one_thing_to_mend_to_the_next(user):
    assert "spf-must" in "".join(text for text, _ in user.app.screen.rows.line.runs)
    await user.press("e")
    assert "dmarc-none-policy" in "".join(text for text, _ in user.app.screen.rows.line.runs)
    await user.press("E", "E")
    assert "nothing further above" in user.notice


async def test_the_first_heading_is_in_sight(user):
    assert "To mend: 2" in user.text
    await user.press("G", "g")
    assert "To mend: 2" in user.text


async def test_failures_open_a_search_or_their_trace(user, desk):
    await user.press("enter")
    assert "go to the failures" in user.notice
    rows = user.app.screen.rows
    rows.move_to(next(place for place, line in enumerate(rows.lines) if line.search))
    await user.press("enter")
    assert user.app.screen is user.app.search
    assert user.query == "sender-domain:=shop.example class:auth-failed"
    await user.press("q")
    assert isinstance(user.app.screen, DomainScreen)


async def test_a_failure_opens_its_trace(visit, desk, monkeypatch):
    monkeypatch.setattr("tests.ui.fakes.accepts", lambda query: lambda row: True)
    async with visit(desk) as user:
        await user.press("5", "j", "enter")
        rows = user.app.screen.rows
        rows.move_to(next(place for place, line in enumerate(rows.lines) if line.row))
        await user.press("enter")
        assert isinstance(user.app.screen, TraceScreen)


async def test_the_zone_file_is_one_key_away(user):
    assert not user.app.screen.query_one(ZonePanel).display
    await user.press("P")
    assert 'shop.example. 3600 IN TXT "v=spf1 include:_spf.google.com' in user.text
    await user.press("escape")
    assert not user.app.screen.query_one(ZonePanel).display


async def test_printed_plainly_nothing_is_wrapped(visit, desk):
    async with visit(desk) as user:
        await user.press("5", "j", "enter")
        lines = user.app.screen.plain()
        assert f"  value    {SPF_RECORD.value}" in lines
        assert SPF_RECORD.snippet() in lines


async def test_r_looks_again(user, desk):
    await user.press("r")
    assert ("verify", ("shop.example",)) in desk.domains.said
    assert "shop.example  ok" in user.lines[1]


async def test_esc_stops_a_look_that_hangs(user, desk):
    desk.domains.gate.clear()
    await user.pilot.press("r")
    await user.sees("looking at DNS: 0 of 1")
    await user.pilot.press("escape")
    await user.pilot.pause()
    assert "Stopped" in user.notice
    desk.domains.gate.set()
    await settle(user.pilot)
    await user.press("q")
    assert user.app.screen is user.app.domains


async def test_it_follows_what_others_learn(user, desk):
    desk.domains.known = ()
    desk.domains.changed += 1
    await user.until("shop.example is not on the list of domains")


async def test_removed_it_is_left(user, desk):
    await user.press("D", "y")
    assert user.app.screen is user.app.domains
    assert "shop.example" not in [one.name for one in user.app.domains.rows.domains]


async def test_a_domain_that_was_never_looked_at(visit):
    async with visit(FakeDesk(FakeSearch(count=9), domains=FakeDomains((PENDING,)))) as user:
        await user.press("5", "enter")
        assert "never; r looks at its DNS now" in user.text
        assert "To mend" not in user.text
        await user.press("j", "G", "e")
        assert user.app.is_running


async def test_more_is_expected_from_here_too(user, desk):
    await user.press("+")
    assert user.app.focused.value == "shop.example "
    await user.pilot.press(*"--ip 192.0.2.9")
    await user.press("enter")
    added = [one for one in desk.domains.said if one[0] == "add"]
    assert added[0][1] == "shop.example"
    assert added[0][2].ips == ("192.0.2.9",)
