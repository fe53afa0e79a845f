"""The outlook: intervals that hold together, and the moments Exim's and Postfix's documents give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailtui.diagnosis.outlook import (
    DEFAULT,
    RetryRule,
    Step,
    Timing,
    Waiting,
    outlook,
    parse_rules,
    postfix_outlook,
)
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.model.outlook import Interval, Outlook

START = 1_700_000_000 * SECOND
(RULE,) = parse_rules(DEFAULT)
FAST = Timing(queue_runner=10 * MINUTE)

lengths = st.integers(1, 5 * 86_400).map(lambda seconds: seconds * SECOND)
steps = st.builds(
    Step, st.sampled_from("FGH"), lengths, lengths, st.integers(1000, 4000).map(lambda factor: factor / 1000)
)
rules = st.lists(steps, max_size=4).map(lambda found: RetryRule("*", "*", None, tuple(found), ""))
timings = st.builds(Timing, lengths, lengths)


@st.composite
def waitings(draw: st.DrawFn) -> Waiting:
    tries = sorted(draw(st.lists(lengths, min_size=1, max_size=12)))
    received = draw(st.none() | st.integers(-10 * DAY, tries[-1]))
    now = tries[-1] + draw(st.integers(0, 10 * DAY))
    return Waiting(
        START + now,
        received if received is None else START + received,
        tuple(START + tried for tried in tries),
        "the host",
        draw(st.booleans()),
        draw(st.booleans()),
    )


def holds(found: Outlook, now: int) -> None:
    """What is true of every outlook."""
    assert found.next_try is not None
    assert now <= found.next_try.earliest <= found.next_try.latest
    if found.gives_up is not None:
        assert found.next_try.earliest <= found.gives_up.earliest <= found.gives_up.latest
    assert found.reasons


@given(waitings(), rules, timings)
def test_intervals_are_never_inverted_and_never_past(
    waiting: Waiting, rule: RetryRule, timing: Timing
) -> None:
    holds(outlook(waiting, rule, timing), waiting.now)


@given(waitings(), rules, timings, lengths)
def test_what_is_slower_is_never_sooner(waiting: Waiting, rule: RetryRule, timing: Timing, more: int) -> None:
    one = outlook(waiting, rule, timing)
    slower = outlook(waiting, rule, Timing(timing.queue_runner + more, timing.longest))
    later = outlook(moved(waiting, more), rule, timing)
    for mine, other, moves in ((one, slower, 0), (one, later, more)):
        for before, after in ((mine.next_try, other.next_try), (mine.gives_up, other.gives_up)):
            assert before is not None
            assert after is not None
            assert after.earliest == before.earliest + moves
            assert after.latest >= before.latest + moves


def moved(waiting: Waiting, more: int) -> Waiting:
    received = waiting.received
    return Waiting(
        waiting.now + more,
        received if received is None else received + more,
        tuple(tried + more for tried in waiting.tries),
        waiting.of,
        waiting.of_host,
        waiting.complete,
    )


@given(waitings(), rules, timings, lengths)
def test_time_that_passes_brings_nothing_forward(
    waiting: Waiting, rule: RetryRule, timing: Timing, more: int
) -> None:
    one = outlook(waiting, rule, timing)
    later = outlook(
        Waiting(waiting.now + more, waiting.received, waiting.tries, "", waiting.of_host, waiting.complete),
        rule,
        timing,
    )
    assert one.next_try is not None
    assert later.next_try is not None
    assert one.next_try.earliest <= later.next_try.earliest
    assert one.next_try.earliest <= later.next_try.latest, "the end may come nearer: more is known by then"


@given(st.none() | st.integers(-10 * DAY, 0), st.integers(0, 10 * DAY))
def test_postfix_holds_too(received: int | None, passed: int) -> None:
    arrived = received if received is None else START + received
    holds(postfix_outlook(START + passed, arrived, START), START + passed)


def of_host(*minutes: int, now: int, received: int = 0, complete: bool = True) -> Outlook:
    """The default rules; minutes from the start, arrival included."""
    tries = tuple(START + minute * MINUTE for minute in minutes)
    waiting = Waiting(START + now * MINUTE, START + received * MINUTE, tries, "the host", True, complete)
    return outlook(waiting, RULE, FAST)


def minutes(found: Interval | None) -> tuple[int, int]:
    assert found is not None
    return (found.earliest - START) // MINUTE, (found.latest - START) // MINUTE


def test_a_first_failure_is_tried_again_after_a_quarter_of_an_hour() -> None:
    assert minutes(of_host(0, now=1).next_try) == (15, 25)


def test_a_try_that_is_due_waits_for_the_queue_run() -> None:
    assert minutes(of_host(0, now=20).next_try) == (20, 30)


def test_gaps_grow_after_two_hours() -> None:
    quarters = range(0, 121, 15)
    assert minutes(of_host(*quarters, 130, now=131).next_try) == (190, 200)
    assert minutes(of_host(*quarters, 130, 190, now=191).next_try) == (280, 290)


def test_several_messages_at_once_are_one_try() -> None:
    quarters = range(0, 121, 15)
    assert minutes(of_host(*quarters, 130, 190, 190, now=191).next_try) == (280, 290)


def test_the_bounce_comes_with_the_first_try_behind_the_cut_off() -> None:
    four_days = 4 * 24 * 60
    assert minutes(of_host(0, now=1, received=10).gives_up) == (four_days, four_days + 20)
    young = of_host(0, now=3 * 24 * 60, received=2 * 24 * 60)
    assert minutes(young.gives_up) == (four_days, four_days + 6 * 60 + 10)
    assert young.since == START


def test_a_message_past_the_cut_off_gets_one_last_try() -> None:
    five_days = 5 * 24 * 60
    found = of_host(0, now=1, received=-five_days)
    assert minutes(found.next_try) == (1, 11)
    assert found.gives_up == found.next_try
    assert "a message older than 4 d gets one last try" in found.reasons


def test_where_the_log_begins_later_the_interval_is_wider_and_says_so() -> None:
    found = of_host(0, now=1, complete=False)
    assert minutes(found.next_try)[1] > minutes(of_host(0, now=1).next_try)[1]
    assert any("may be earlier" in reason for reason in found.reasons)


def test_errors_of_an_address_count_from_the_arrival() -> None:
    waiting = Waiting(START, START - DAY, (START,), "the address", False)
    found = outlook(waiting, RULE, FAST)
    assert found.next_try == Interval(START + 6 * HOUR, START + 6 * HOUR + 10 * MINUTE)


def test_random_gaps_are_intervals() -> None:
    (rule,) = parse_rules("* * F,1m,10m; H,1d,30m,2")
    waiting = Waiting(START + 100 * MINUTE, START, (START, START + 90 * MINUTE), "the host", True)
    found = outlook(waiting, rule, Timing(queue_runner=SECOND)).next_try
    assert found == Interval(START + 120 * MINUTE, START + 120 * MINUTE + SECOND)
    slow = Waiting(waiting.now, START, (START, START + 30 * MINUTE, START + 90 * MINUTE), "the host", True)
    (rule,) = parse_rules("* * H,1d,30m,2")
    found = outlook(slow, rule, Timing(queue_runner=SECOND)).next_try
    assert found == Interval(START + 120 * MINUTE, START + 210 * MINUTE + SECOND)


def test_without_a_rule_the_next_failure_is_the_last() -> None:
    found = outlook(Waiting(START, START, (START,), "the host", True), None, FAST)
    assert found.gives_up == Interval(START, START + 10 * MINUTE)
    assert found.reasons == ("no retry rule matches: Exim gives up at the next failure",)


def test_postfix_doubles_its_waits_within_bounds() -> None:
    def waits(age: int) -> int:
        found = postfix_outlook(START, START - age * SECOND, START).next_try
        assert found is not None
        return (found.earliest - START) // SECOND

    assert [waits(age) for age in (0, 200, 600, 1200, 9000)] == [300, 300, 600, 1200, 4000]


def test_postfix_gives_up_after_five_days() -> None:
    found = postfix_outlook(START, START - HOUR, START - MINUTE)
    assert found.gives_up is not None
    assert found.gives_up.earliest == START - HOUR + 5 * DAY
