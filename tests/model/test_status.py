"""The roll-up to the one word shown, over every combination there is."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

from mailtui.model.enums import Outcome, QueueState, Status
from mailtui.model.status import FAILED, OPEN, WORST_FIRST, message_status, recipient_status

EVERY = tuple(product(QueueState, Outcome, (False, True)))
GOOD = {Status.ACCEPTED, Status.DELIVERED, Status.DISCARDED}


def test_every_combination_has_a_word() -> None:
    assert {recipient_status(*facts) for facts in EVERY} <= set(WORST_FIRST)


def test_every_word_for_a_recipient_can_be_reached() -> None:
    assert {recipient_status(*facts) for facts in EVERY} == set(Status) - {Status.PARTIAL}


@pytest.mark.parametrize("queue", QueueState)
@pytest.mark.parametrize("outcome", [word for word in Outcome if word is not Outcome.UNKNOWN])
def test_a_final_outcome_wins_over_the_queue(queue: QueueState, outcome: Outcome) -> None:
    assert recipient_status(queue, outcome) == outcome


@pytest.mark.parametrize(("queue", "outcome"), product(QueueState, Outcome))
def test_a_complaint_wins_over_everything(queue: QueueState, outcome: Outcome) -> None:
    assert recipient_status(queue, outcome, complained=True) is Status.COMPLAINED


@pytest.mark.parametrize(
    ("queue", "status"),
    [
        (QueueState.NONE, Status.UNKNOWN),
        (QueueState.QUEUED, Status.QUEUED),
        (QueueState.ACTIVE, Status.QUEUED),
        (QueueState.DEFERRED, Status.DEFERRED),
        (QueueState.FROZEN, Status.FROZEN),
        (QueueState.REMOVED, Status.CANCELLED),
    ],
)
def test_without_an_outcome_the_queue_speaks(queue: QueueState, status: Status) -> None:
    assert recipient_status(queue, Outcome.UNKNOWN) is status


def test_the_ranking_holds_every_word_once() -> None:
    assert sorted(WORST_FIRST) == sorted(set(Status) - {Status.PARTIAL})


def test_open_failed_and_good_do_not_overlap() -> None:
    assert not FAILED & OPEN
    assert not GOOD & (FAILED | OPEN)


def test_a_message_without_recipients_is_unknown() -> None:
    assert message_status([]) is Status.UNKNOWN


def _sets() -> list[tuple[Status, ...]]:
    return list(chain.from_iterable(combinations(WORST_FIRST, size) for size in (1, 2, 3)))


def test_a_message_shows_its_worst_recipient_or_partial() -> None:
    for words in _sets():
        shown = message_status(words)
        worst = min(words, key=WORST_FIRST.index)
        if worst in FAILED and set(words) & GOOD:
            assert shown is Status.PARTIAL, words
        else:
            assert shown is worst, words


def test_neither_order_nor_repetition_matters() -> None:
    for words in _sets():
        assert message_status(reversed(words * 2)) is message_status(words)


def test_mail_still_held_is_never_called_done() -> None:
    for words in _sets():
        if Status.FROZEN in words:
            assert message_status(words) is Status.FROZEN
        if message_status(words) in GOOD:
            assert not set(words) & (OPEN | FAILED)


def test_partial_can_be_reached() -> None:
    assert message_status([Status.BOUNCED, Status.DELIVERED]) is Status.PARTIAL
