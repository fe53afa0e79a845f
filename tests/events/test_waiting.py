"""Mail that waits before it leaves, and mail that is called off, by systems with a queue of their own."""

from __future__ import annotations

from itertools import permutations

import pytest

from mailtui.ingest.events.settling import settled
from mailtui.model.enums import EventProvider, Outcome, ProviderEventKind, QueueState
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.standing import BEING_SENT, Standing, fold

Kind = ProviderEventKind


def told(*kinds: tuple[Kind, int], sub_type: str = "") -> list[ProviderEvent]:
    """Events with their times; the sub-type is that of the last."""
    events = [
        ProviderEvent(EventProvider.RELAY, kind, f"{kind}{time}", time, permanent=True)
        for kind, time in kinds
    ]
    return [*events[:-1], events[-1]._replace(sub_type=sub_type)]


def standing(events: list[ProviderEvent]) -> Standing:
    """The same in every order, and told twice."""
    found = {fold(order, {}) for order in permutations(events)} | {fold(events * 2, {})}
    (one,) = found
    return one


@pytest.mark.parametrize(
    ("kinds", "outcome", "queued", "deferred"),
    [
        (((Kind.QUEUED, 1),), Outcome.UNKNOWN, QueueState.QUEUED, False),
        (((Kind.QUEUED, 1), (Kind.SENT, 2)), Outcome.UNKNOWN, QueueState.NONE, False),
        (((Kind.QUEUED, 1), (Kind.DEFERRED, 2)), Outcome.UNKNOWN, QueueState.QUEUED, True),
        (((Kind.QUEUED, 1), (Kind.DEFERRED, 2), (Kind.SENT, 3)), Outcome.UNKNOWN, QueueState.NONE, False),
        (((Kind.QUEUED, 1), (Kind.SENT, 2), (Kind.DEFERRED, 3)), Outcome.UNKNOWN, QueueState.NONE, True),
        (((Kind.QUEUED, 1), (Kind.CANCELLED, 2)), Outcome.CANCELLED, None, False),
        (((Kind.QUEUED, 1), (Kind.CANCELLED, 2), (Kind.SENT, 3)), Outcome.UNKNOWN, QueueState.NONE, False),
        (((Kind.CANCELLED, 2), (Kind.SENT, 3), (Kind.DELIVERED, 4)), Outcome.ACCEPTED, None, False),
        (((Kind.SENT, 1), (Kind.DEFERRED, 2), (Kind.SENT, 3)), Outcome.UNKNOWN, None, True),
        (((Kind.QUEUED, 1), (Kind.DELIVERED, 2)), Outcome.ACCEPTED, None, False),
    ],
)
def test_what_was_told_last_counts(
    kinds: tuple[tuple[Kind, int], ...], outcome: Outcome, queued: QueueState | None, deferred: bool
) -> None:
    found = standing(told(*kinds))
    assert (found.outcome, found.queued, found.deferred) == (outcome, queued, deferred)


def test_what_is_being_handed_over_is_active() -> None:
    found = standing(told((Kind.QUEUED, 1), (Kind.QUEUED, 2), sub_type=BEING_SENT))
    assert found.queued is QueueState.ACTIVE


@pytest.mark.parametrize(
    ("words", "sub_type", "outcome"),
    [
        ("mailbox does not exist", "bounced", Outcome.BOUNCED),
        ("", "bounced", Outcome.BOUNCED),
        ("Mailbox full", "bounced", Outcome.BOUNCED),
        ("blocked by spam filter", "bounced", Outcome.BLOCKED),
        ("mailbox does not exist", "failed", Outcome.BOUNCED),
        ("Connection timed out", "failed", Outcome.EXPIRED),
        ("Daily sending quota exceeded", "failed", Outcome.EXPIRED),
        ("SMTP error: Authentication failed", "failed", Outcome.BLOCKED),
        ("something else", "failed", Outcome.BLOCKED),
    ],
)
def test_words_without_a_code_are_diagnosed(words: str, sub_type: str, outcome: Outcome) -> None:
    event = ProviderEvent(
        EventProvider.RELAY, Kind.BOUNCED, "k", 1, permanent=None, reply=words, sub_type=sub_type
    )
    assert fold([settled(event)], {}).outcome is outcome
