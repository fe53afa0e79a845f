"""All that is known of one signature at one destination."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from mailtui.ingest.incidents.baseline import Baseline
from mailtui.ingest.incidents.events import Event, Key, Spell
from mailtui.ingest.incidents.evidence import Finding
from mailtui.ingest.incidents.opening import Suspicion
from mailtui.ingest.incidents.recovery import Failing
from mailtui.ingest.incidents.waiting import Wait
from mailtui.model.moment import DAY, MINUTE

AGAIN = DAY
"""Failures that begin within this time after a recovery are the same incident."""
MEMORY = 30 * DAY
"""For so long a recovered incident is remembered as the previous one."""
TOGETHER = MINUTE
"""Recipients of one message that fail (or succeed) within this time are one try."""


@dataclass(slots=True)
class _Record:
    onset: int
    before: int
    opened: int
    recovered: int | None
    reopened: int | None
    last_seen: int
    failures: int
    previous: int | None
    recipient: Key | None
    normal: tuple[int, int] | None = None
    """The baseline before an incident of many."""


_FIELDS = attrgetter(*(field.name for field in fields(_Record)))


class Case:
    """A signature: its suspicion, and its incident if it has one."""

    __slots__ = (
        *("_message", "_record", "_suspicion", "_time", "_total"),
        *("changed", "failing", "lone", "signature"),
    )

    def __init__(self, signature: int, passed: int, attempts: int) -> None:
        """`passed` of so many `attempts` at the destination have succeeded until now."""
        self.signature = signature
        self.changed = False
        """The incident has changed and nobody was told."""
        self.lone: Key | None = None
        """The recipient whose waiting is the incident, unless it is one of many."""
        self.failing: Failing | None = None
        """The incident of many that lasts."""
        self._record: _Record | None = None
        self._suspicion = Suspicion(passed, attempts)
        self._total = 0
        self._message: Key | None = None
        self._time = 0

    def state(self) -> list[Any]:
        """What `of` takes."""
        record = _FIELDS(self._record) if self._record else None
        failing = self.failing.state() if self.failing else None
        told = [self.changed, self.lone, failing, record, self._suspicion.state()]
        return [self.signature, *told, self._total, self._message, self._time]

    @classmethod
    def of(cls, state: list[Any]) -> Case:
        """The case that told this state."""
        case = cls(state[0], 0, 0)
        case.changed, case.lone = state[1:3]
        case.failing = Failing(*state[3]) if state[3] else None
        if state[4]:
            case._record = _Record(*state[4])
            case._record.normal = (normal[0], normal[1]) if (normal := state[4][-1]) else None
        case._suspicion = Suspicion(*state[5])
        case._total, case._message, case._time = state[6:]
        return case

    @property
    def total(self) -> int:
        """Failures so far."""
        return self._total

    @property
    def is_open(self) -> bool:
        """Whether there is an incident that lasts."""
        return self._record is not None and self._record.recovered is None

    def spell(self) -> Spell | None:
        """The incident, or None."""
        one = self._record
        if one is None:
            return None
        times = (one.onset, one.opened, one.recovered, one.reopened, one.last_seen)
        return Spell(self.signature, *times, one.failures, one.previous, one.recipient)

    def in_memory(self, now: int) -> bool:
        """False when nothing of it can matter after `now`."""
        last = self._time
        if self._record is not None and self._record.recovered is not None:
            last = max(last, self._record.recovered) + MEMORY - DAY
        return self.is_open or now - last <= DAY

    def is_settled(self, now: int) -> bool:
        """Whether there is no incident that may still change."""
        one = self._record
        return one is None or (one.recovered is not None and now - one.recovered > AGAIN)

    def fail(self, event: Event, passed: int, attempts: int) -> None:
        """Take a failure; `passed` of `attempts` have succeeded before."""
        is_try = event.message != self._message or event.time - self._time > TOGETHER
        if self.failing is None:
            self._suspicion.fail(event, self._total, is_try, passed, attempts - self._total)
        elif is_try:
            self.failing.fail()
        self._total += 1
        self._message, self._time = event.message, event.time
        if self.is_open and self._record and self._record.recipient in (None, event.address):
            self._seen(self._time, 1)

    def suspect(self, baseline: Baseline) -> bool:
        """Open an incident of many if there is one; True if so. To be asked after each failure."""
        if self.failing is not None:
            return False
        found = self._suspicion.finding(self.signature, self._usual(baseline), self._time)
        if found is None:
            return False
        passed = found.passed * found.messages // found.failed
        self.failing, self.lone = Failing(*found.normal, found.messages, passed), None
        self._open(found, None)
        if self._record is not None:
            self._record.normal, self._record.recipient = found.normal, None
            self._seen(self._time, 0)
        return True

    def wait(self, address: Key, wait: Wait) -> None:
        """Open the incident of a recipient that has been failing for a day, if none is open."""
        if not self.is_open and wait.lasts(wait.last):
            self.lone = address
            self._open(wait, address)
            self._seen(wait.last, wait.failures)

    def hand_over(self, address: Key, wait: Wait) -> None:
        """The incident of one recipient goes on as that of another."""
        self.lone = address
        if self._record is not None and self._record.recipient is not None:
            self._record.recipient = address
            self._seen(wait.last, wait.failures)

    def recover(self, recovered: int, passed: int, attempts: int) -> None:
        """The incident is over since `recovered`."""
        if self._record is not None:
            self._record.recovered = recovered
        self.changed, self.failing, self.lone = True, None, None
        self._suspicion = Suspicion(passed, attempts - self._total)

    def _usual(self, baseline: Baseline) -> Baseline:
        """Soon after an incident the baseline is that from before it, which knows nothing of its failures."""
        one = self._record
        normal = one.normal if one is not None else None
        if one is None or normal is None or one.recovered is None or self._time - one.recovered > AGAIN:
            return baseline
        return lambda _signature, _time: normal

    def _open(self, found: Finding | Wait, recipient: Key | None) -> None:
        if self.is_open:
            return
        onset = found.since if isinstance(found, Wait) else found.onset
        one = self._record
        if one is not None and one.recovered is not None and onset - one.recovered <= AGAIN:
            one.recovered, one.reopened = None, self._time
        else:
            previous = one.onset if one is not None else None
            self._record = _Record(onset, found.before, self._time, None, None, 0, 0, previous, recipient)

    def _seen(self, time: int, more: int) -> None:
        """The failure at `time` belongs to the incident; `more` are new if it is of one recipient."""
        one = self._record
        if one is not None:
            one.last_seen = max(one.last_seen, time)
            one.failures = self._total - one.before if one.recipient is None else one.failures + more
            self.changed = True
