"""Why each recipient of a message failed or waits: the reply that names the cause, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mailtui.diagnosis import Context
from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import EventKind, Side
from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import Explained, SearchRow, TraceEvent, TraceThread

Diagnose = Callable[[Context], Diagnosis]

_VERDICTS = frozenset({EventKind.FAILURE, EventKind.DEFERRAL})
_SHARED = frozenset({EventKind.DEFERRAL, EventKind.HOST_ERROR})
"""What may hold up others too: a refusal for good is about its own address."""
_OF_ONE = frozenset({Side.RCPT, Side.POLICY})
"""Sides whose failures say nothing about another recipient."""


def explained(
    rows: Sequence[SearchRow], threads: Sequence[TraceThread], diagnose: Diagnose
) -> tuple[Explained | None, ...]:
    """For each row that failed or waits the diagnosis of the reply that decided, None for the others.

    The threads of recipients come in the order of the rows. Words that name no cause (`retry time not
    reached`, `retry timeout exceeded`) take that of the last concrete reply to the same recipient, else
    of a try in the same message that was for the same domain; where there is none they stand for themselves.
    """
    message = _Message(rows, threads, diagnose)
    return tuple(
        message.explain(place) if row.status in FAILED | HELD_UP else None for place, row in enumerate(rows)
    )


class _Message:
    """The events of one message, by recipient and by domain."""

    def __init__(self, rows: Sequence[SearchRow], threads: Sequence[TraceThread], diagnose: Diagnose) -> None:
        self._domains = [(row.recipient or "").rpartition("@")[2].lower() for row in rows]
        self._events = [thread.events for thread in threads if thread.kind == "recipient"]
        self._hosts = [event for thread in threads if thread.kind == "host" for event in thread.events]
        self._diagnose = diagnose
        self._shared: dict[str, list[Explained]] = {}

    def explain(self, place: int) -> Explained | None:
        """The diagnosis of one recipient; None when its events hold no verdict."""
        own = [event for event in self._events[place] if event.kind in _VERDICTS]
        if not own:
            return None
        last = own[-1]
        concrete = next(self._concrete(reversed(own)), None) or self._of_domain(self._domains[place], last)
        if concrete is None:
            return Explained(self._diagnose(_context(last)), last, last)
        return Explained(concrete.diagnosis, concrete.proof, last)

    def _concrete(self, events: Iterable[TraceEvent]) -> Iterator[Explained]:
        """Those that name a cause."""
        for event in events:
            diagnosis = self._diagnose(_context(event))
            if event.attempted and not diagnosis.inherits:
                yield Explained(diagnosis, event, event)

    def _of_domain(self, domain: str, last: TraceEvent) -> Explained | None:
        """The newest cause before `last` that holds for every address of the domain."""
        if domain not in self._shared:
            found = self._concrete(sorted(self._of_all(domain), key=_time))
            self._shared[domain] = [one for one in found if one.diagnosis.side not in _OF_ONE]
        known = self._shared[domain]
        return next((one for one in reversed(known) if _time(one.proof) <= _time(last)), None)

    def _of_all(self, domain: str) -> list[TraceEvent]:
        """Tries for this domain; errors of hosts name no domain, so they count where there is but one."""
        alone = set(self._domains) == {domain}
        tries = [
            event
            for known, events in zip(self._domains, self._events, strict=True)
            for event in events
            if known == domain
        ]
        return [event for event in (*tries, *(self._hosts if alone else ())) if event.kind in _SHARED]


def _context(event: TraceEvent) -> Context:
    return Context(
        event.reply or "",
        host=event.host,
        ip=event.ip,
        phase=event.phase,
        errno=event.errno,
        smtp_code=event.smtp_code,
        enhanced_code=event.enhanced_code,
    )


def _time(event: TraceEvent) -> int:
    return event.time or 0
