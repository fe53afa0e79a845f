"""The definitions of the campaign metrics, on numbers worked out by hand and on any set of events."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.enums import Actor, EventProvider, Outcome, ProviderEventKind, Severity
from mailtui.model.metrics import Tally, Told, metrics, tally, violations
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.rate import Rate, rate, wilson
from mailtui.model.standing import Standing, fold
from mailtui.model.thresholds import THRESHOLDS, Threshold, breach, breaches

Kind = ProviderEventKind
BY_HAND = Tally(
    attempted=1000,
    delivered=900,
    hard=40,
    blocked=30,
    soft_final=20,
    pending=10,
    skipped=50,
    opened=450,
    opened_human=270,
    opened_machine=180,
    clicked=90,
    engaged=300,
    complained=2,
    unsubscribed=9,
)


def test_every_rate_by_hand() -> None:
    found = metrics(BY_HAND)
    assert {name: value.text for name, value in found._asdict().items()} == {
        "delivery": "90.00 %",
        "hard_bounce": "4.00 %",
        "block": "3.00 %",
        "soft_bounce": "2.00 %",
        "unique_open": "50.00 %",
        "human_open": "30.00 %",
        "machine_open": "20.00 %",
        "click_through": "10.00 %",
        "click_to_open": "30.00 %",
        "complaint": "0.22 %",
        "unsubscribe": "1.00 %",
        "list_loss": "5.10 %",
    }
    assert found.click_to_open[:2] == (90, 300)
    assert found.complaint[:2] == (2, 900)


def test_without_delivery_events_delivered_is_estimated() -> None:
    told = metrics(BY_HAND._replace(delivered=0, pending=910), Told(deliveries=False))
    assert told.delivery.text == "n/a"
    assert (told.click_through.denominator, told.click_through.text) == (910, "~9.89 %")


def test_what_is_not_told_is_no_zero() -> None:
    told = metrics(BY_HAND._replace(complained=0), Told(complaints=False, opens=False))
    assert (told.complaint.text, told.unique_open.text, told.click_to_open.text) == ("n/a", "n/a", "n/a")
    assert told.complaint.unavailable == "the provider tells no complaints"
    assert told.click_through.text == "10.00 %"


def test_nothing_sent_shows_a_dash() -> None:
    assert {value.text for value in metrics(Tally())} == {"-"}


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 200, 0.0009, 0.0278),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilson_as_published(hits: int, tries: int, low: float, high: float) -> None:
    """The last is Newcombe's example (1998, Statistics in Medicine 17, table I, method 3)."""
    assert wilson(hits, tries) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_value(hits: int, tries: int) -> None:
    found = rate(hits, tries)
    if hits > tries:
        assert (found.low, found.high) == (None, None)
    else:
        assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("complaints", "delivered", "severity"),
    [
        (1, 200, None),
        (2, 1000, None),
        (3, 1000, Severity.WARN),
        (3, 100_000, None),
        (200, 100_000, Severity.WARN),
        (500, 100_000, Severity.FAIL),
        (20, 1000, Severity.FAIL),
        (0, 0, None),
    ],
)
def test_small_numbers_raise_no_alarm(complaints: int, delivered: int, severity: Severity | None) -> None:
    gmail = THRESHOLDS[0]
    found = breach(rate(complaints, delivered), gmail)
    assert (found.severity if found else None) == severity


def test_thresholds_are_for_whom_they_are_for() -> None:
    bad = metrics(Tally(attempted=10_000, delivered=8_000, hard=2_000, complained=100))
    assert [one.threshold.name for one in breaches(bad, "ses", "google")] == [
        "Gmail spam rate",
        "SES bounce rate",
        "SES complaint rate",
    ]
    assert breaches(bad, "sendgrid", "microsoft") == ()
    own = (Threshold("ours", "block", 0.0, 0.5, "our own"),)
    assert breaches(bad, thresholds=own) == ()
    assert all(one.source and 0 < one.warn < one.critical < 1 for one in THRESHOLDS)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"pending": 11}, "attempted"),
        ({"opened": 451}, "opened 451"),
        ({"engaged": 80}, "engaged 80"),
        ({"unsubscribed": -1}, "unsubscribed is negative"),
    ],
)
def test_counts_that_contradict_each_other_are_told(change: dict[str, int], word: str) -> None:
    assert violations(BY_HAND) == ()
    (told,) = violations(BY_HAND._replace(**change))
    assert word in told


# any set of events

EVENTS = st.lists(
    st.builds(
        ProviderEvent,
        st.just(EventProvider.SES),
        st.sampled_from(list(Kind)),
        key=st.integers(0, 30).map(str),
        time=st.one_of(st.none(), st.integers(0, 6)),
        permanent=st.sampled_from([None, True, False]),
        blocked=st.booleans(),
        reply=st.sampled_from(["", "a", "b"]),
    ),
    max_size=14,
)
ACTORS = st.dictionaries(st.integers(0, 30).map(str), st.sampled_from(list(Actor)))


@given(EVENTS, ACTORS, st.randoms(use_true_random=False))
def test_order_and_repetition_make_no_difference(
    events: list[Any], actors: dict[str, Actor], random: Any
) -> None:
    again = events * 2
    random.shuffle(again)
    assert fold(again, actors) == fold(events, actors)


@given(st.lists(st.tuples(EVENTS, ACTORS), max_size=8), st.randoms(use_true_random=False))
def test_any_campaign_adds_up(campaign: list[Any], random: Any) -> None:
    standings = [fold(events, actors) for events, actors in campaign]
    counted = tally(standings)
    assert violations(counted) == ()
    assert counted.attempted + counted.skipped == len(campaign)
    ctor = metrics(counted).click_to_open.value
    assert ctor is None or ctor <= 1
    random.shuffle(standings)
    assert tally(standings) == counted
    assert sum((tally([standing]) for standing in standings), Tally()) == counted


def _told(kind: Kind, time: int | None, **more: Any) -> ProviderEvent:
    return ProviderEvent(EventProvider.SES, kind, f"{kind}{time}", time, **more)


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([_told(Kind.SENT, 1)], Outcome.UNKNOWN),
        ([_told(Kind.SENT, 1), _told(Kind.DEFERRED, 2)], Outcome.UNKNOWN),
        ([_told(Kind.DELIVERED, 3), _told(Kind.DEFERRED, 2)], Outcome.ACCEPTED),
        ([_told(Kind.DELIVERED, 3), _told(Kind.BOUNCED, 9, permanent=True)], Outcome.BOUNCED),
        ([_told(Kind.DELIVERED, 3), _told(Kind.BOUNCED, 3, permanent=True)], Outcome.BOUNCED),
        ([_told(Kind.DELIVERED, 9), _told(Kind.BOUNCED, 3, permanent=False)], Outcome.ACCEPTED),
        ([_told(Kind.BOUNCED, 3, permanent=True, blocked=True)], Outcome.BLOCKED),
        ([_told(Kind.BOUNCED, 3, permanent=False)], Outcome.EXPIRED),
        ([_told(Kind.BOUNCED, 3)], Outcome.EXPIRED),
        ([_told(Kind.REJECTED, 3)], Outcome.REJECTED),
        ([_told(Kind.RENDERING_FAILED, 3)], Outcome.REJECTED),
        ([_told(Kind.SENT, 1), _told(Kind.SUPPRESSED, 3)], Outcome.SUPPRESSED),
        ([_told(Kind.CLICKED, 3)], Outcome.ACCEPTED),
        ([_told(Kind.DEFERRED, 3), _told(Kind.UNSUBSCRIBED, 2)], Outcome.ACCEPTED),
        ([_told(Kind.SENT, 1), _told(Kind.SUBSCRIBED, 3)], Outcome.UNKNOWN),
        ([_told(Kind.OPENED, 9), _told(Kind.BOUNCED, 3, permanent=False)], Outcome.EXPIRED),
    ],
)
def test_what_became_of_one(events: list[ProviderEvent], outcome: Outcome) -> None:
    found = fold(events, {})
    assert found.outcome is outcome
    put_off = any(event.kind is Kind.DEFERRED for event in events)
    assert found.deferred == (outcome is Outcome.UNKNOWN and put_off)


def test_engagement_beside_the_outcome() -> None:
    told = [_told(Kind.OPENED, 4), _told(Kind.OPENED, 5), _told(Kind.CLICKED, 6), _told(Kind.COMPLAINED, 7)]
    actors = {"opened4": Actor.MACHINE}
    assert fold(told, actors) == Standing(
        Outcome.ACCEPTED,
        opened=5,
        clicked=6,
        complained=7,
        opens_human=1,
        opens_machine=1,
        clicks_human=1,
    )
    left = [_told(Kind.UNSUBSCRIBED, 5)]
    assert fold(left, {}).unsubscribed == 5
    assert fold([*left, _told(Kind.SUBSCRIBED, 6)], {}).unsubscribed is None
    assert fold([*left, _told(Kind.SUBSCRIBED, 6), _told(Kind.UNSUBSCRIBED, 8)], {}).unsubscribed == 8


def test_the_diagnosis_knows_better_than_the_provider() -> None:
    event = _told(Kind.BOUNCED, 3, permanent=True)
    assert fold([event], {}, about_us=lambda one: one is event).outcome is Outcome.BLOCKED


def test_a_rate_that_cannot_be_is_shown_without_interval() -> None:
    assert rate(3, 2) == Rate(3, 2, 1.5, None, None)
