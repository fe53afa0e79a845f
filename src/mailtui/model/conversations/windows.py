"""Messages with one subject and one participant in common, joined where they are close in time.

Two messages within SPAN belong together when one of them at least is `loose`: it answers no message by its
headers. Weeks are SPAN long, so a week that has a loose message is one group; between neighbouring weeks the
nearest decide. That makes the time for all messages proportional to their number, however many have the same
subject.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable

from mailtui.model.moment import DAY

SPAN = 7 * DAY
Join = Callable[[int, int], None]


class _Week:
    """The messages of one week: as long as none is loose, each for itself."""

    def __init__(self) -> None:
        self.all: list[tuple[int, int]] = []
        """Moments and nodes, in order; kept for neighbours while the week is no group."""
        self.node: int | None = None
        """Any node of the group, once the week is one."""
        self.first = self.last = 0
        """Of every message, once the week is a group."""
        self.first_loose = self.last_loose = 0

    def add(self, moment: int, node: int, is_loose: bool, join: Join) -> None:
        if self.node is None and not is_loose:
            insort(self.all, (moment, node))
            return
        if self.node is None:
            self._become_group(moment, node, join)
        join(self.node if self.node is not None else node, node)
        self.first, self.last = min(self.first, moment), max(self.last, moment)
        if is_loose:
            self.first_loose = min(self.first_loose, moment)
            self.last_loose = max(self.last_loose, moment)

    def _become_group(self, moment: int, node: int, join: Join) -> None:
        for _, other in self.all:
            join(node, other)
        moments = [moment, *(other for other, _ in self.all)]
        self.first, self.last, self.node = min(moments), max(moments), node
        self.first_loose = self.last_loose = moment
        self.all = []

    def reached(self, begin: int, end: int, is_loose: bool) -> list[int]:
        """Nodes that a message with neighbours from `begin` to `end` is to be joined with."""
        if self.node is not None:
            first, last = (self.first, self.last) if is_loose else (self.first_loose, self.last_loose)
            return [self.node] if first <= end and last >= begin else []
        if not is_loose:
            return []
        low, high = bisect_left(self.all, (begin, -1)), bisect_right(self.all, (end, 1 << 62))
        return [node for _, node in self.all[low:high]]


class Windows:
    """The weeks of one subject and one participant."""

    def __init__(self) -> None:
        self._weeks: dict[int, _Week] = {}

    def add(self, moment: int, node: int, is_loose: bool, join: Join) -> None:
        """Put a message in, and join it with those it belongs to."""
        number = moment // SPAN
        week = self._weeks.setdefault(number, _Week())
        had, before_first, before_last = week.node is not None, week.first_loose, week.last_loose
        week.add(moment, node, is_loose, join)
        for place in (number - 1, number + 1):
            neighbour = self._weeks.get(place)
            if neighbour is None:
                continue
            begin, end = moment - SPAN, moment + SPAN
            if is_loose and had:  # what loose ones of this week reach already is joined already
                begin, end = (begin, before_first - SPAN) if place < number else (before_last + SPAN, end)
            for other in neighbour.reached(begin, end, is_loose):
                join(node, other)
