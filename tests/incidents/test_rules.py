"""The rules at their edges."""

from __future__ import annotations

import pytest
from tests.incidents.story import REFUSED, UNKNOWN, at, course_of, every, fails, minutes, ok, told

from mailtui.ingest.incidents import SUCCESS, Event, Hours
from mailtui.ingest.incidents.baseline import HIGHEST, usual
from mailtui.ingest.incidents.evidence import MOST as STRETCHES
from mailtui.ingest.incidents.evidence import Evidence, gained
from mailtui.ingest.incidents.recovery import Failing
from mailtui.ingest.incidents.waiting import MOST
from mailtui.model.moment import DAY, HOUR


def successes_to_recover(failed: int, passed: int) -> int:
    """How many successes in a row end an incident that had these tries."""
    failing = Failing(0, 1000, failed, passed)
    return next(number for number in range(1, 1000) if failing.succeed(number) is not None)


def test_a_destination_without_history_opens_at_three_messages():
    assert minutes(told(fails(0, 1, 2, 3))[0].opened) == 2


def test_messages_further_apart_than_a_quarter_of_an_hour_wait_for_the_fifth():
    assert minutes(told(fails(0, 8, 16, 24, 32))[0].opened) == 32


def test_a_success_between_begins_the_run_anew():
    assert told(ok(0), fails(1, 2), ok(3), fails(4, 5), ok(6)) == []
    assert minutes(told(ok(0, 0.2, 0.4), fails(1), ok(2, 2.2, 2.4), fails(3, 4, 5))[0].onset) == 3


@pytest.mark.parametrize(("failed", "passed", "enough"), [(3, 0, 3), (100, 0, 3), (70, 30, 7), (20, 80, 41)])
def test_the_more_has_passed_the_more_successes_a_recovery_takes(failed: int, passed: int, enough: int):
    assert successes_to_recover(failed, passed) == enough


def test_a_failure_soon_after_the_candidate_ends_the_hope():
    failing = Failing(0, 1000, 10, 0)
    assert [failing.succeed(1), failing.succeed(2), failing.fail()] == [None, None, None]
    assert [failing.succeed(time) for time in (3, 4, 5, 6)] == [None, None, None, 3]


def test_a_failure_as_rare_as_the_baseline_does_not():
    failing = Failing(100, 1000, 30, 70)
    assert [failing.succeed(time) for time in range(1, 20)] == [None] * 19
    failing.fail()
    assert next(found for time in range(20, 90) if (found := failing.succeed(time))) == 1


def test_the_baseline_is_of_seven_days_and_leaves_out_its_hour_and_other_kinds():
    hours = Hours()
    for when in (-8 * DAY, -7 * DAY, -HOUR, 0):
        hours.add(Event(80 * DAY + when, SUCCESS, "a", "a"))
        hours.add(Event(80 * DAY + when, REFUSED, "a", "a"))
        hours.add(Event(80 * DAY + when, UNKNOWN, "a", "a"))
    assert hours(REFUSED, 80 * DAY + HOUR - 1) == (2, 4)
    assert hours(99, 80 * DAY) == (0, 2)


def test_the_baseline_is_smoothed_and_bounded():
    assert usual(0, 0) == pytest.approx(0.04)
    assert usual(0, 1000) == pytest.approx(0.0028, abs=0.0001)
    assert usual(500, 1000) == HIGHEST


def test_recipients_of_a_message_share_its_fate():
    assert gained(3, 30, 0, 0.04) == pytest.approx(gained(3, 3, 0, 0.04))
    assert gained(5, 6, 150, 0.01) == 0


def test_stretches_rise_and_are_bounded():
    evidence = Evidence()
    for number in range(40):
        evidence.succeed(2 ** (40 - number))
        evidence.fail(number + 1, number, True)
        ratios = [one.failed / (one.failed + one.passed) for one in evidence.stretches]
        assert ratios == sorted(ratios)
    assert len(evidence.stretches) <= STRETCHES


def test_those_that_began_to_wait_earlier_keep_their_place():
    crowd = [Event(at(n), UNKNOWN, f"m{n}", f"r{n}") for n in range(MOST)]
    retries = [Event(at(n + 700), UNKNOWN, f"m{n}", f"r{n}") for n in range(MOST + 1)]
    course = course_of([])
    course.feed([*crowd, *retries])
    assert {wait[0] for wait in course._waiting.state()} == {event.address for event in crowd}
    course.feed(fails(1430, signature=UNKNOWN))
    assert "r1430" in {wait[0] for wait in course._waiting.state()}


def test_another_recipient_that_waits_as_long_keeps_the_incident():
    waits = [Event(at(h * 60), REFUSED, m, m) for h in range(0, 26, 5) for m in ("one", "two")]
    traffic = ok(*every(1, 1600, 7))
    got = [Event(at(1570), SUCCESS, "one", "one")]
    (spell,) = told(waits, traffic, got)
    assert spell.recovered is None
    (spell,) = told(waits, traffic, got, [Event(at(1580), SUCCESS, "two", "two")])
    assert spell.recovered == at(1580)
