"""How often a destination fails in a certain way when nothing is wrong."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from mailtui.ingest.incidents.events import SUCCESS, Event
from mailtui.model.moment import DAY, HOUR

Baseline = Callable[[int, int], tuple[int, int]]
"""`(signature, time) -> (failed, all)` of the seven days before the hour of `time`, that hour left out:
failures of the signature, and these with all successes of the destination. What fails in other ways is left
out, since retries in an outage would make everything else look rare. All hours before must be known."""

DAYS = 7
USUAL = (3, 75)
"""What is added to the counts: 3 failures in 75 attempts. A destination without history is believed to fail
in 4 % of attempts, so that three failures in a row are beyond chance and one or two are not; and what has not
failed in 1000 attempts may still fail in three."""
HIGHEST = 0.2
"""No baseline is above this, else a destination that was down for a day could not be seen to fail again."""


def hour_of(time: int) -> int:
    """The beginning of the hour."""
    return time - time % HOUR


def usual(failed: int, tried: int) -> float:
    """The share of attempts that is expected to fail, smoothed by `USUAL` and at most `HIGHEST`."""
    return min(HIGHEST, (failed + USUAL[0]) / (tried + USUAL[1]))


class Hours:
    """Hourly counts of one destination; calling it answers as `Baseline` asks. Hours come in any order."""

    def __init__(self) -> None:
        self._all = _Counts()
        self._lost = _Counts()
        self._failed: dict[int, _Counts] = {}

    @property
    def empty(self) -> bool:
        """Nothing was counted."""
        return not self._all.counted

    def add(self, event: Event) -> None:
        """Count one attempt."""
        self.add_hour(event.time, SUCCESS, 1)
        if event.signature != SUCCESS:
            self.add_hour(event.time, event.signature, 1)

    def add_hour(self, time: int, signature: int, count: int) -> None:
        """Count failures of a signature in the hour of `time`, or with SUCCESS: all attempts."""
        hour = hour_of(time)
        if signature == SUCCESS:
            self._all.add(hour, count)
        else:
            self._lost.add(hour, count)
            self._failed.setdefault(signature, _Counts()).add(hour, count)

    def __call__(self, signature: int, time: int) -> tuple[int, int]:
        """What `Baseline` says."""
        end = hour_of(time)
        start = end - DAYS * DAY
        counts = self._failed.get(signature)
        failed = counts.between(start, end) if counts else 0
        return failed, failed + self._all.between(start, end) - self._lost.between(start, end)


class _Counts:
    """Counts by hour, with running sums: made when asked for, and kept while hours come in order."""

    __slots__ = ("_counts", "_hours", "_sums")

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._hours: list[int] = []
        self._sums: list[int] = []

    @property
    def counted(self) -> bool:
        return bool(self._counts)

    def add(self, hour: int, count: int) -> None:
        self._counts[hour] = self._counts.get(hour, 0) + count
        if not self._hours or hour < self._hours[-1]:
            self._hours = []
        elif hour == self._hours[-1]:
            self._sums[-1] += count
        else:
            self._hours.append(hour)
            self._sums.append(self._sums[-1] + count)

    def between(self, start: int, end: int) -> int:
        if not self._hours:
            self._hours = sorted(self._counts)
            self._sums = [0, *accumulate(self._counts[hour] for hour in self._hours)]
        return self._sums[bisect_left(self._hours, end)] - self._sums[bisect_left(self._hours, start)]
