"""How often a list that follows may be run again: soon after a change, but not all the time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

SHARE = 9
"""Times the last answer took, until it is asked for again: a costly query runs a tenth of the time."""
GIVEN_UP = 10.0
"""Seconds after which an answer is not waited for any more: it failed, or another query took its place."""


class AtMost:
    """So many times in any second; the first ones at once, which an even pace would not allow."""

    def __init__(self, times: int = 2) -> None:
        self._last: deque[float] = deque(maxlen=times)

    def allows(self) -> bool:
        """Whether it may be done now; if so, it counts as done."""
        if monotonic() < self.soonest:
            return False
        self.did()
        return True

    def did(self) -> None:
        """It is done now."""
        self._last.append(monotonic())

    @property
    def soonest(self) -> float:
        """When it may be done again, on the clock of `monotonic`."""
        return self._last[0] + 1 if len(self._last) == self._last.maxlen else 0.0


class Pace:
    """Runs something when asked, now or as soon as it may be; what is asked meanwhile counts as one.

    At most twice a second, for slow lines.
    """

    def __init__(self, run: Callable[[], None], later: Callable[[float, Callable[[], None]], object]) -> None:
        """`later(seconds, call)` is a timer."""
        self._run = run
        self._later = later
        self._began: float | None = None
        self._next = 0.0
        self._paints = AtMost()
        self._waiting = False
        self._again = False

    def ask(self) -> bool:
        """There is something new; whether it is run at once."""
        now = monotonic()
        if self._began is not None and now - self._began < GIVEN_UP:
            self._again = True
        elif now >= self._next:
            self._start()
            return True
        elif not self._waiting:
            self._waiting = True
            self._later(self._next - now, self._start)
        return False

    def done(self) -> None:
        """The answer is there (also that to a question of somebody else)."""
        if self._began is None:
            return
        began, self._began = self._began, None
        self._next = max(self._paints.soonest, began + SHARE * (monotonic() - began))
        if self._again:
            self._again = False
            self.ask()

    def _start(self) -> None:
        self._waiting = False
        self._began = monotonic()
        self._paints.did()
        self._run()
