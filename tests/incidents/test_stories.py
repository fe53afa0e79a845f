"""What happens at a destination, and the incidents that it makes."""

from __future__ import annotations

import random

from tests.incidents.story import (
    GREYLISTED,
    REFUSED,
    START,
    UNKNOWN,
    at,
    course_of,
    every,
    fails,
    minutes,
    ok,
    told,
)

from mailtui.ingest.incidents import SUCCESS, Event
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND


def test_an_outage_of_everything():
    (spell,) = told(ok(*every(0, 60, 1)), fails(*every(60.5, 100, 1)), ok(*every(100, 130, 1)))
    assert (minutes(spell.onset), minutes(spell.opened), minutes(spell.recovered)) == (60.5, 62.5, 100)
    assert (minutes(spell.last_seen), spell.failures, spell.reopened, spell.previous) == (
        98.5,
        39,
        None,
        None,
    )


def test_three_messages_to_one_recipient_are_no_incident():
    assert told(ok(0), [Event(at(m), REFUSED, f"m{m}", "one") for m in (1, 2, 3, 4)], ok(5)) == []


def test_retries_of_one_message_are_no_incident():
    retries = [Event(at(m), REFUSED, "same", f"r{r}") for m in (1, 16, 31, 46, 61) for r in range(5)]
    assert told(ok(0), retries) == []


def test_slow_failures_open_by_their_ratio():
    (spell,) = told(ok(*every(0, 300, 10)), fails(300, 330, 370, 400, 450, 500))
    assert (minutes(spell.onset), minutes(spell.opened), spell.recovered) == (300, 450, None)


def test_a_block_of_a_part_begins_with_its_first_failure_and_outlives_lucky_successes():
    chance = random.Random(5)
    ticks = every(600, 780, 0.5)
    failing = [tick for tick in ticks if chance.random() < 0.7]
    lucky = sorted(set(ticks) - set(failing))
    (spell,) = told(ok(*every(0, 600, 1)), ok(*lucky), fails(*failing), ok(*every(780, 900, 0.5)))
    assert minutes(spell.onset) == min(failing)
    assert (minutes(spell.recovered), spell.reopened) == (max(failing) + 0.5, None)
    assert spell.failures == len(failing)


def test_flapping_is_one_incident_that_comes_back():
    up = [ok(*every(60 * n, 60 * n + 30, 1)) for n in range(4)]
    down = [fails(*every(60 * n + 30, 60 * n + 60, 1)) for n in range(3)]
    (spell,) = told(*up, *down)
    assert (minutes(spell.onset), minutes(spell.recovered)) == (30, 180)
    assert (minutes(spell.reopened), spell.failures) == (152, 90)


def test_a_straggler_after_recovery_changes_nothing():
    outage = [ok(*every(0, 60, 1)), fails(*every(60, 90, 1)), ok(*every(90, 200, 1))]
    (before,) = told(*outage)
    assert told(*outage, fails(100.5)) == [before]


def test_a_second_outage_after_thirty_hours_is_new_and_points_to_the_first():
    usual = [minute for minute in every(0, 3000, 5) if not 60 <= minute < 100 and not 1900 <= minute < 1960]
    first, second = told(ok(*usual), fails(*every(60, 100, 2)), fails(*every(1900, 1960, 2)))
    assert (minutes(first.onset), minutes(first.recovered)) == (60, 100)
    assert (minutes(second.onset), minutes(second.recovered)) == (1900, 1960)
    assert (first.previous, second.previous) == (None, first.onset)


def test_a_second_outage_after_twenty_hours_is_the_first_again():
    usual = [minute for minute in every(0, 3000, 5) if not 60 <= minute < 100 and not 1300 <= minute < 1360]
    (spell,) = told(ok(*usual), fails(*every(60, 100, 2)), fails(*every(1300, 1360, 2)))
    assert (minutes(spell.onset), minutes(spell.reopened), minutes(spell.recovered)) == (60, 1304, 1360)
    assert spell.failures == 50


def test_one_recipient_that_fails_for_26_hours():
    tries = [Event(START + n * 2 * HOUR, REFUSED, "m", "full") for n in range(14)]
    traffic = ok(*every(1, 1700, 7))
    (spell,) = told(tries, traffic)
    assert (spell.onset, spell.opened, spell.recovered) == (START, START + DAY, None)
    got = Event(START + 27 * HOUR, SUCCESS, "m", "full")
    (spell,) = told(tries, traffic, [got])
    assert (spell.recovered, spell.failures) == (got.time, 14)


def test_greylisting_is_an_incident_only_when_it_never_ends():
    normal = fails(*every(0, 600, 2), signature=GREYLISTED)
    assert told(normal, ok(*every(20, 620, 2))) == []
    endless = [Event(START + n * 3 * HOUR, GREYLISTED, "m", "never") for n in range(10)]
    (spell,) = told(normal, endless)
    assert (spell.opened, spell.recipient, spell.failures) == (START + DAY, "never", len(endless))


def test_a_few_percent_of_unknown_users_never_open():
    for seed in range(5):
        chance = random.Random(seed)
        ticks = every(0, 10_000, 0.5)
        unknown = {tick for tick in ticks if chance.random() < 0.03}
        noise = fails(*sorted(unknown), signature=UNKNOWN)
        assert told(noise, ok(*(tick for tick in ticks if tick not in unknown))) == []


def test_failures_of_another_kind_do_not_end_the_run_nor_join_it():
    other = fails(60.7, 61.7, signature=UNKNOWN)
    (spell,) = told(ok(*every(0, 60, 1)), fails(60.5, 61.5, 62.5, 63.5), other)
    assert (spell.signature, minutes(spell.onset), spell.failures) == (REFUSED, 60.5, 4)


def test_no_traffic_is_no_recovery():
    events = [*ok(*every(0, 60, 1)), *fails(60, 61, 62), *fails(20_000, signature=UNKNOWN)]
    course = course_of(events)
    course.feed(events)
    assert [spell.recovered for spell in course.incidents()] == [None]


def test_in_the_second_of_the_first_failure_a_success_counts_as_older():
    now = at(60)
    tied = [Event(now, REFUSED, "b", "b"), Event(now, SUCCESS, "a", "a")]
    (spell,) = told(ok(*every(0, 60, 1)), tied, fails(61, 62))
    assert (spell.onset, minutes(spell.opened)) == (now, 62)


def test_recipients_of_one_message_are_one_success():
    copies = [Event(at(70) + n * SECOND, SUCCESS, "big", f"r{n}") for n in range(10)]
    (spell,) = told(ok(*every(0, 60, 1)), fails(60, 61, 62), copies)
    assert spell.recovered is None
    (spell,) = told(ok(*every(0, 60, 1)), fails(60, 61, 62), copies, ok(71, 72))
    assert spell.recovered == at(70)


def test_an_incident_is_forgotten_a_day_after_its_recovery():
    events = [*ok(*every(0, 60, 1)), *fails(60, 61, 62), *ok(63, 64, 65)]
    course = course_of(events)
    course.feed(events)
    assert len(course.incidents()) == len(course.changed()) == 1
    course.feed(ok(65 + DAY / MINUTE))
    assert course.incidents() == course.changed() == []
