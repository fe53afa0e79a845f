"""How often a destination fails in a certain way when nothing is wrong."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from mailtui.ingest.incidents.events import SUCCESS, Event
from mailtui.model.moment import DAY, HOUR

Baseline = Callable[[int, int], tuple[int, int]]
"""`(signature, time) -> (failed, all)`: failures of the signature and all attempts at the destination in the
seven days before the hour of `time`, that hour left out. It must know all hours that came before."""

DAYS = 7
USUAL = (1, 25)
"""What is added to the counts: one failure in 25 attempts. A destination without history is believed to
fail in 4 % of attempts, so that three failures in a row are beyond chance and one or two are not."""
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
        counts = self._all if signature == SUCCESS else self._failed.setdefault(signature, _Counts())
        counts.add(hour_of(time), count)

    def __call__(self, signature: int, time: int) -> tuple[int, int]:
        """Failures and attempts of the seven days before the hour of `time`."""
        end = hour_of(time)
        start = end - DAYS * DAY
        failed = self._failed.get(signature)
        return failed.between(start, end) if failed else 0, self._all.between(start, end)


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
