"""Recipients that fail again and again: one of them for a day is an incident."""

from __future__ import annotations

from typing import Any, NamedTuple

from mailtui.ingest.incidents.events import Event, Key
from mailtui.model.moment import DAY, HOUR

LONG = DAY
"""Failing for so long without a success is an incident."""
GAP = 12 * HOUR
"""Without a try for so long, a failure is a new beginning: the retry rules of mail servers try sooner."""
MOST = 64
"""Recipients remembered of one destination. When all are taken, those that began earlier stay: of an outage
that hits thousands, a few that wait for a day are enough to see."""


class Wait(NamedTuple):
    """A recipient that fails with one signature."""

    since: int
    last: int
    before: int
    """Failures of the signature before `since`."""
    failures: int
    """Of this recipient."""

    def lasts(self, now: int) -> bool:
        """Whether it has been failing for a day."""
        return now - self.since >= LONG


class Waiting:
    """The recipients that fail at one destination."""

    __slots__ = ("_waits",)

    def __init__(self, state: list[list[Any]] | None = None) -> None:
        self._waits: dict[Key, dict[int, Wait]] = {}
        for address, signature, *numbers in state or ():
            self._waits.setdefault(address, {})[signature] = Wait(*numbers)

    def state(self) -> list[list[Any]]:
        """What the constructor takes."""
        return [
            [address, signature, *wait]
            for address, waits in self._waits.items()
            for signature, wait in waits.items()
        ]

    def succeed(self, address: Key) -> None:
        """The recipient got something: it waits no more."""
        self._waits.pop(address, None)

    def fail(self, event: Event, before: int) -> Wait | None:
        """Take a failure; gives how the recipient waits, or None when there is no room to remember it."""
        waits = self._waits.get(event.address, {})
        wait = waits.get(event.signature)
        if wait is None or event.time - wait.last > GAP:
            if wait is None and not self._has_room(event.time):
                return None
            wait = Wait(event.time, event.time, before, 0)
        wait = wait._replace(last=event.time, failures=wait.failures + 1)
        self._waits.setdefault(event.address, {})[event.signature] = wait
        return wait

    def another(self, signature: int, now: int) -> tuple[Key, Wait] | None:
        """A recipient that has been failing with the signature for a day, the one that began first."""
        lasting = [
            (wait.since, place, address, wait)
            for place, (address, waits) in enumerate(self._waits.items())
            for kind, wait in waits.items()
            if kind == signature and wait.lasts(now) and now - wait.last <= GAP
        ]
        return min(lasting)[2:] if lasting else None

    def _has_room(self, now: int) -> bool:
        if sum(map(len, self._waits.values())) < MOST:
            return True
        kept = [one for one in self.state() if now - one[3] <= GAP]
        self._waits = Waiting(kept)._waits
        return len(kept) < MOST
