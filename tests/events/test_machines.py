"""Who opened and who clicked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.diagnosis.machines.agents import builtin_agents
from mailtui.diagnosis.machines.verdict import MANY, Visit, judge, visit_of
from mailtui.model.enums import Actor, EventProvider, ProviderEventKind
from mailtui.model.moment import HOUR, SECOND
from mailtui.model.provider_event import ProviderEvent

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
OPEN = Visit(False, time=100 * SECOND, user_agent=CHROME, ip="203.0.113.5")


def click(seconds: float, link: str = "a", **more: Any) -> Visit:
    return Visit(True, time=round(seconds * SECOND), link=link, user_agent=CHROME, ip="203.0.113.5", **more)


def _actors(*visits: Visit, opens_tracked: bool = True) -> str:
    """`h` or `m` for each visit."""
    return "".join(verdict.actor[0] for verdict in judge(visits, opens_tracked))


def test_someone_opens_and_clicks() -> None:
    assert _actors(OPEN, click(130), click(131, "b"), click(160, "c")) == "hhhh"


def test_soon_after_the_sending_is_no_evidence() -> None:
    """There is no moment of sending to ask for."""
    assert "sent" not in Visit._fields
    assert _actors(OPEN, click(100)) == "hh"


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "python-requests/2.32.3",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0",
    ],
)
def test_known_agents_are_machines(agent: str) -> None:
    assert _actors(OPEN._replace(user_agent=agent)) == "m"


@pytest.mark.parametrize("agent", ["", CHROME, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"])
def test_other_agents_may_be_people(agent: str) -> None:
    assert _actors(OPEN._replace(user_agent=agent)) == "h"


def test_what_the_provider_says_counts_but_its_no_is_no_acquittal() -> None:
    assert _actors(OPEN._replace(machine=True)) == "m"
    assert _actors(OPEN._replace(machine=False, user_agent="curl/8.5")) == "m"


def test_only_the_head_is_asked_for_by_a_machine() -> None:
    assert _actors(OPEN, click(130, method="head")) == "hm"


def test_many_links_at_once() -> None:
    burst = [click(130 + number / 2, f"link {number}") for number in range(5)]
    assert _actors(OPEN, *burst, click(300, "link 1")) == "h" + "m" * 5 + "h"


def test_one_link_again_and_again_is_an_impatient_person() -> None:
    assert _actors(OPEN, *[click(130 + number / 10) for number in range(9)]) == "h" * 10


def test_many_links_with_time_between() -> None:
    assert _actors(OPEN, *[click(130 + 1.5 * number, str(number)) for number in range(6)]) == "h" * 7


def test_the_open_of_a_scanner_goes_with_its_clicks() -> None:
    scanner = OPEN._replace(time=129 * SECOND, ip="198.51.100.1")
    burst = [click(130, str(number))._replace(ip="198.51.100.1") for number in range(MANY)]
    assert _actors(OPEN, scanner, *burst) == "hmmmm"


def test_a_click_without_or_before_an_open() -> None:
    assert _actors(click(130)) == "m"
    assert _actors(click(130), opens_tracked=False) == "h"
    assert _actors(click(90), OPEN, click(110)) == "mhh"


def test_the_reason_is_told() -> None:
    assert [verdict.why for verdict in judge([click(90), OPEN])] == ["clicked before it was opened", ""]
    assert judge([OPEN._replace(user_agent="Mozilla/5.0")])[0].why == (
        "the agent of Apple Mail Privacy Protection"
    )


def test_visits_of_events() -> None:
    event = ProviderEvent(
        EventProvider.SES, ProviderEventKind.CLICKED, "k", time=1, link="a", ip="i", user_agent="u"
    )
    assert visit_of(event) == Visit(True, 1, "a", None, "", "u", "i")
    assert visit_of(event._replace(kind=ProviderEventKind.DELIVERED)) is None


def test_every_agent_is_told_where_it_is_from() -> None:
    agents = builtin_agents()
    assert agents.whole
    assert all(part == part.lower() and len(part) > 3 and name for part, name in agents.parts)


VISITS = st.lists(
    st.builds(
        Visit,
        st.booleans(),
        time=st.one_of(st.none(), st.integers(0, 5 * SECOND), st.integers(0, HOUR)),
        link=st.sampled_from("abcd"),
        machine=st.sampled_from([None, None, True, False]),
        method=st.sampled_from(["", "GET", "HEAD"]),
        user_agent=st.sampled_from(["", CHROME, "Mozilla/5.0"]),
        ip=st.sampled_from(["", "192.0.2.1", "192.0.2.2"]),
    ),
    max_size=12,
)


@given(VISITS, st.booleans(), st.randoms(use_true_random=False))
def test_order_and_repetition_make_no_difference(visits: list[Visit], tracked: bool, random: Any) -> None:
    told = dict(zip(visits, judge(visits, tracked), strict=True))
    again = visits * 2
    random.shuffle(again)
    assert dict(zip(again, judge(again, tracked), strict=True)) == told


@given(VISITS)
def test_bursts_are_those_that_trying_every_span_finds(visits: list[Visit]) -> None:
    """Against the plain definition: MANY different links within BURST around the click."""
    plain = [visit._replace(machine=None, method="", user_agent="") for visit in visits]
    clicks = [visit for visit in plain if visit.is_click and visit.time is not None]
    for visit, verdict in zip(plain, judge(plain, opens_tracked=False), strict=True):
        if visit.is_click:
            spans = (
                {other.link for other in clicks if start.time <= other.time <= start.time + 2 * SECOND}
                for start in clicks
                if visit.time is not None and start.time <= visit.time <= start.time + 2 * SECOND
            )
            assert (verdict.actor is Actor.MACHINE) == any(len(links) >= MANY for links in spans)
