"""When failures of one signature become an incident of many."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from mailtui.ingest.incidents.baseline import Baseline, usual
from mailtui.ingest.incidents.events import Event, Key
from mailtui.ingest.incidents.evidence import Evidence, Finding, beyond, gained
from mailtui.model.moment import DAY, MINUTE

MESSAGES = 3
RECIPIENTS = 2
WITHIN = 15 * MINUTE
"""So many messages for so many recipients within this time, and no success between: rule 1."""
RUN_CHANCE = 0.01
"""How likely chance may be to make such a run once in a week of as many tries as the last one. Unknown users
come three in a row at a provider that gets thousands of messages; a destination that never fails needs no
more than three."""
EVENTS = 5
"""Messages that rule 2 asks for."""
RATIO_CHANCE = 0.0001
"""The same for its ratio: lower, because noise comes in bursts (a newsletter to old addresses)."""
KEPT = 8
"""Messages remembered; a retry of one of them is no further evidence."""


@dataclass(slots=True)
class _Run:
    """Failures since the last success of the destination."""

    onset: int
    messages: int
    failed: int
    others: int
    """Attempts that were no failures of this signature, until its onset."""


_RUN = attrgetter(*(field.name for field in fields(_Run)))


class Suspicion:
    """What is remembered of the failures of a signature that are no incident of many (yet).

    Told with each failure are the successes at the destination, `passed`, and the `others`: attempts that
    have passed or failed in another way. A success ends a run; a failure of another signature does not, but
    it weighs against this one.
    """

    __slots__ = ("_addresses", "_counts", "_evidence", "_messages", "_others", "_passed", "_run")

    def __init__(self, passed: int, others: int, state: list[Any] | None = None) -> None:
        self._passed, self._others = passed, others
        self._run = _Run(0, 0, 0, others)
        self._counts = True
        self._messages: list[tuple[Key, int]] = []
        self._addresses: list[tuple[Key, int]] = []
        self._evidence = Evidence()
        if state:
            self._counts, self._run = state[0], _Run(*state[1])
            self._messages = [(key, time) for key, time in state[2]]
            self._addresses = [(key, time) for key, time in state[3]]
            self._evidence = Evidence(state[4])

    def state(self) -> list[Any]:
        """The arguments of the constructor."""
        run, stretches = list(_RUN(self._run)), self._evidence.state()
        return [self._passed, self._others, [self._counts, run, self._messages, self._addresses, stretches]]

    def fail(self, event: Event, before: int, is_try: bool, passed: int, others: int) -> None:
        """Take a failure; `before` failures of the signature came earlier.

        It is a try, or another recipient of the try before.
        """
        if passed != self._passed or not self._run.onset:
            self._run = _Run(event.time, 0, 0, others)
        self._evidence.succeed(others - self._others)
        self._evidence.forget(event.time - DAY)
        self._passed, self._others = passed, others
        novel = _note(self._messages, event.message, event.time, KEPT)
        _note(self._addresses, event.address, event.time, RECIPIENTS)
        self._counts = novel or (self._counts and not is_try)
        if self._counts:
            self._evidence.fail(event.time, before, novel)
            self._run.messages += novel
            self._run.failed += 1

    def finding(self, signature: int, baseline: Baseline, now: int) -> Finding | None:
        """Since when there is an incident; None when the failures may be chance."""
        if len(self._messages) < MESSAGES or len(self._addresses) < RECIPIENTS:
            return None
        best = self._evidence.best(signature, baseline, self._run.onset)
        if best is None or not (self._by_ratio(best) or self._in_a_row(signature, baseline, now)):
            return None
        return best

    def _by_ratio(self, best: Finding) -> bool:
        enough = best.messages >= EVENTS and self._several(best.onset)
        return enough and best.gain >= beyond(RATIO_CHANCE, best.normal[1])

    def _in_a_row(self, signature: int, baseline: Baseline, now: int) -> bool:
        run = self._run
        since = max(run.onset, now - WITHIN)
        if not run.messages or self._messages[-MESSAGES][1] < since or not self._several(since):
            return False
        failed, tried = baseline(signature, run.onset)
        gain = gained(run.messages, run.failed, self._others - run.others, usual(failed, tried))
        return gain >= beyond(RUN_CHANCE, tried)

    def _several(self, since: int) -> bool:
        return self._addresses[-RECIPIENTS][1] >= since


def _note(known: list[tuple[Key, int]], key: Key, time: int, most: int) -> bool:
    """Put `key` at the end of the newest `most` of a day; True if it was not among them."""
    known[:] = [one for one in known if one[1] >= time - DAY]
    others = [one for one in known if one[0] != key]
    novel = len(others) == len(known)
    known[:] = [*others[-(most - 1) :], (key, time)]
    return novel
