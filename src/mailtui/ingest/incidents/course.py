"""The course of incidents at one destination: a pure machine over its attempts in time order.

Per signature (rules in docs/incidents.md):

* Onset: the first failure after the last success of the destination; where only a part fails, the first
  failure of the stretch in which that part most likely began (`evidence`).
* Opens: (1) 3 messages and 2 recipients within 15 minutes and no success between; (2) 5 messages and 2
  recipients within a day at 4 times the baseline, beyond chance; (3) one recipient failing for 24 hours.
  Greylisted signatures open by (3) alone: to be deferred at first contact is how greylisting works.
* Recovered: 3 successes, with a ratio under 2 times the baseline since the first of them, and enough that
  chance is under 1 % (`recovery`). An incident by (3) recovers with the first success of its recipient.
* Failures that would open an incident and begin within 24 hours of a recovery re-open it; later they are
  a new one that points to it. Without any traffic an incident stays open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from mailtui.ingest.incidents.baseline import Baseline
from mailtui.ingest.incidents.case import TOGETHER, Case
from mailtui.ingest.incidents.events import SUCCESS, Event, Key, Spell
from mailtui.ingest.incidents.waiting import Waiting

VERSION = 2


def _never(_signature: int) -> bool:
    return False


class Course:
    """What one destination's attempts add up to.

    Feed events in the order of `Event`; those of one moment must come in one call. How they are cut into
    calls, and whether the course was dumped and loaded between, changes nothing.
    """

    __slots__ = (
        *("_baseline", "_cases", "_failing", "_greylisted", "_left"),
        *("_attempts", "_passed", "_success", "_time", "_waiting"),
    )

    def __init__(self, baseline: Baseline, greylisted: Callable[[int], bool] = _never) -> None:
        self._baseline = baseline
        self._greylisted = greylisted
        self._time = 0
        self._passed = 0
        self._attempts = 0
        self._success: tuple[Key | None, int] = (None, 0)
        self._cases: dict[int, Case] = {}
        self._failing: dict[int, Case] = {}
        self._waiting = Waiting()
        self._left: list[Spell] = []

    @classmethod
    def load(
        cls, data: bytes | None, baseline: Baseline, greylisted: Callable[[int], bool] = _never
    ) -> Course:
        """The course that was dumped; a new one for None. ValueError if it is of another version."""
        course = cls(baseline, greylisted)
        if data is not None:
            course._take(json.loads(data))
        return course

    def dump(self) -> bytes:
        """All that is needed to go on, as JSON."""
        self._forget()
        state = {
            "version": VERSION,
            "time": self._time,
            "passed": self._passed,
            "attempts": self._attempts,
            "success": self._success,
            "cases": [case.state() for _, case in sorted(self._cases.items())],
            "waiting": self._waiting.state(),
            "left": self._left,
        }
        return json.dumps(state, separators=(",", ":")).encode()

    @property
    def idle(self) -> bool:
        """Nothing has failed of late: the course need not be kept."""
        return not self._cases and not self._left and not self._waiting.state()

    @property
    def calm(self) -> bool:
        """Further successes change no incident."""
        return not self._failing and all(case.lone is None for case in self._cases.values())

    def feed(self, events: Iterable[Event]) -> None:
        """Take the next attempts. ValueError if one is older than what was fed before."""
        for event in events:
            if event.time < self._time:
                raise ValueError(f"an event of {event.time} after one of {self._time}")
            self._time = event.time
            if event.signature == SUCCESS:
                self._succeed(event)
            else:
                self._fail(event)
            self._attempts += 1

    def incidents(self) -> list[Spell]:
        """The incidents that last or have recovered within a day of the last event, by signature."""
        cases = sorted(self._cases.items())
        return [spell for _, case in cases if not case.is_settled(self._time) and (spell := case.spell())]

    def changed(self) -> list[Spell]:
        """The incidents that are new or other than when this was asked before, by signature and onset."""
        changed, self._left = self._left, []
        for case in self._cases.values():
            spell = case.spell()
            if case.changed and spell is not None:
                changed.append(spell)
            case.changed = False
        self._forget()
        return sorted(changed, key=lambda spell: spell[:2])

    def _succeed(self, event: Event) -> None:
        self._waiting.succeed(event.address)
        self._relieve(event)
        message, time = self._success
        if event.message == message and event.time - time <= TOGETHER:
            return
        self._success = event.message, event.time
        self._passed += 1
        for signature, case in list(self._failing.items()):
            recovered = case.failing.succeed(event.time) if case.failing else None
            if recovered is not None:
                case.recover(recovered, self._passed, self._attempts)
                del self._failing[signature]

    def _relieve(self, event: Event) -> None:
        """End the incidents of this one recipient, unless another waits as long."""
        for case in self._cases.values():
            if case.lone is not None and case.lone == event.address:
                other = self._waiting.another(case.signature, event.time)
                if other is None:
                    case.recover(event.time, self._passed, self._attempts)
                else:
                    case.hand_over(*other)

    def _fail(self, event: Event) -> None:
        case = self._case(event.signature)
        wait = self._waiting.fail(event, case.total)
        before = None if case.is_open else case.spell()
        case.fail(event, self._passed, self._attempts)
        if not self._greylisted(event.signature) and case.suspect(self._baseline):
            self._failing[event.signature] = case
        if wait is not None:
            case.wait(event.address, wait)
        spell = case.spell()
        if before is not None and spell is not None and before.onset != spell.onset:
            self._left.append(before)

    def _case(self, signature: int) -> Case:
        case = self._cases.get(signature)
        if case is None or not case.in_memory(self._time):
            self._leave(case)
            case = self._cases[signature] = Case(signature, self._passed, self._attempts)
        return case

    def _leave(self, case: Case | None) -> None:
        spell = case.spell() if case is not None else None
        if case is not None and case.changed and spell is not None:
            self._left.append(spell)

    def _forget(self) -> None:
        for signature, case in list(self._cases.items()):
            if not case.in_memory(self._time):
                self._leave(case)
                del self._cases[signature]

    def _take(self, state: dict[str, Any]) -> None:
        if state["version"] != VERSION:
            raise ValueError(f"a course of version {state['version']}")
        self._time, self._passed, self._attempts = state["time"], state["passed"], state["attempts"]
        self._success = (state["success"][0], state["success"][1])
        self._cases = {case.signature: case for case in map(Case.of, state["cases"])}
        self._failing = {number: case for number, case in self._cases.items() if case.failing}
        self._waiting = Waiting(state["waiting"])
        self._left = [Spell(*one) for one in state["left"]]
