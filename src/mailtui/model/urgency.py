"""How much an incident matters now: people affected x time left before mail bounces x novelty."""

from __future__ import annotations

from mailtui.model.enums import Urgency
from mailtui.model.moment import HOUR

STEPS = ((500.0, Urgency.CRITICAL), (100.0, Urgency.HIGH), (20.0, Urgency.MEDIUM))
"""From which score on an incident is how urgent; below all of them it is low."""
_HALF = 12 * HOUR
"""Haste and novelty halve in this time."""
_LATELY = HOUR
"""What failed within this time fails still."""


_LATE = 0.1
"""How much somebody counts whose mail came late, beside one whose mail waits or is lost."""


def score(
    people: int,
    waiting: int,
    *,
    final: bool,
    age: int,
    quiet: int,
    left: int | None,
    recovered: bool,
    known: bool,
) -> float:
    """What triage sorts by. Lengths of time are microseconds.

    `final`: mail is refused for good, not put off; `age` is the time since onset, `quiet` that since the last
    failure, `left` that until the first mail that waits bounces (None: nobody can tell); `known`: there was
    an incident of this kind before.
    """
    if recovered:
        concerned: float = waiting
    elif final:
        concerned = max(people, waiting)
    else:
        concerned = waiting + _LATE * max(people - waiting, 0)
    return concerned * _haste(waiting, final and quiet <= _LATELY, left) * _novelty(age, known)


def urgency(points: float) -> Urgency:
    """The word for a score."""
    return next((word for least, word in STEPS if points >= least), Urgency.LOW)


def _haste(waiting: int, at_once: bool, left: int | None) -> float:
    """1, up to 4 when mail bounces now; that is so too where it is refused at once and none of it waits."""
    if not waiting:
        return 4.0 if at_once else 1.0
    return 1.0 if left is None else 1 + 3 * _fading(left)


def _novelty(age: int, known: bool) -> float:
    """2 at onset, 1 when it is old; half as much again for what was never seen before."""
    return (1 + _fading(age)) * (1.0 if known else 1.5)


def _fading(time: int) -> float:
    """1 at nought, half after `_HALF`, and so on."""
    return float(0.5 ** (max(time, 0) / _HALF))
