"""OUTLOOK: when mail that waits is tried again, and when the server gives it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Interval(NamedTuple):
    """From when to when something happens, UTC microseconds, both ends included."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What happens next to a recipient that waits."""

    next_try: Interval | None
    """None when nothing is tried by itself: the message is frozen."""
    gives_up: Interval | None
    """When the bounce is written if every try until then fails; None when nobody can tell."""
    since: int | None = None
    """The first failure, from which the server counts; None when it counts from the arrival."""
    reasons: tuple[str, ...] = ()
    """Why so, and why it is an interval, in whole clauses."""
    as_of: int | None = None
    """The end of the log, where it ended some time ago: then the outlook is from there."""
