"""The roll-up: three facts that never overwrite each other become the one word shown."""

from __future__ import annotations

from collections.abc import Iterable

from mailtui.model.enums import Outcome, QueueState, Status

FAILED = frozenset({Status.BOUNCED, Status.BLOCKED, Status.EXPIRED, Status.REJECTED})
"""Final and bad: mail that did not get there."""
OPEN = frozenset({Status.QUEUED, Status.DEFERRED, Status.FROZEN})
"""Not final: the server still holds the mail."""
HELD_UP = frozenset({Status.DEFERRED, Status.FROZEN})
"""Not final, and something is in the way."""

WORST_FIRST = (
    Status.FROZEN,
    Status.BLOCKED,
    Status.BOUNCED,
    Status.EXPIRED,
    Status.COMPLAINED,
    Status.DEFERRED,
    Status.QUEUED,
    Status.UNKNOWN,
    Status.REJECTED,
    Status.CANCELLED,
    Status.SUPPRESSED,
    Status.DISCARDED,
    Status.ACCEPTED,
    Status.DELIVERED,
)
_OF_OUTCOME = {outcome: Status(outcome) for outcome in Outcome if outcome is not Outcome.UNKNOWN}
_RANK = {status: rank for rank, status in enumerate(WORST_FIRST)}
_GOOD = frozenset({Status.ACCEPTED, Status.DELIVERED, Status.DISCARDED})


def recipient_status(queue: QueueState, outcome: Outcome, complained: bool = False) -> Status:
    """The word for one recipient.

    A final outcome wins over the queue (the server is done with the address); a complaint wins
    over a delivery that it presupposes.
    """
    if complained:
        return Status.COMPLAINED
    if outcome is not Outcome.UNKNOWN:
        return _OF_OUTCOME[outcome]
    if queue in (QueueState.QUEUED, QueueState.ACTIVE):
        return Status.QUEUED
    if queue in (QueueState.DEFERRED, QueueState.FROZEN):
        return Status(queue)
    return Status.CANCELLED if queue is QueueState.REMOVED else Status.UNKNOWN


def message_status(recipients: Iterable[Status]) -> Status:
    """The word for a message: its worst open or failed recipient; `partial` when others got through."""
    words = set(recipients)
    if not words:
        return Status.UNKNOWN
    worst = min(words, key=_RANK.__getitem__)
    if worst in FAILED and words & _GOOD:
        return Status.PARTIAL
    return worst
