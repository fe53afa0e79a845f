"""Why each recipient of a message failed or waits: the reply that names the cause, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mailtui.diagnosis import Context
from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import EventKind, Phase, Side
from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import Explained, Origin, SearchRow, TraceEvent, TraceThread

Diagnose = Callable[[Context], Diagnosis]
Elsewhere = Callable[[SearchRow, TraceEvent, bool], tuple[TraceEvent, Origin] | None]
"""The newest concrete failure behind a recipient that was not tried, in whatever message: asked with its
last event and whether its hosts failed (else the address or the domain)."""

_VERDICTS = frozenset({EventKind.FAILURE, EventKind.DEFERRAL})
_SHARED = frozenset({EventKind.DEFERRAL, EventKind.HOST_ERROR})
"""What may hold up others too: a refusal for good is about its own address."""
_OF_ONE = frozenset({Side.RCPT, Side.POLICY})
"""Sides whose failures say nothing about another recipient."""
_OF_MESSAGE = frozenset({Phase.MAIL, Phase.DATA, Phase.END_OF_DATA})
"""Replies for now in these phases put off one message at the host (manual, 'Retry configuration')."""
_OF_HOSTS = ("for any host", "all hosts ")
"""Words of Exim by which the hosts of a domain are not tried, rather than the address."""


def explained(
    rows: Sequence[SearchRow],
    threads: Sequence[TraceThread],
    diagnose: Diagnose,
    elsewhere: Elsewhere | None = None,
) -> tuple[Explained | None, ...]:
    """For each row that failed or waits the diagnosis of the reply that decided, None for the others.

    The threads of recipients come in the order of the rows. Words that name no cause (`retry time not
    reached`, `retry timeout exceeded`) take that of the newest concrete failure: of the same address where
    Exim says that the address waits, else of its domain or hosts, of this message or (`elsewhere`) another.
    Where there is none they stand for themselves.
    """
    message = _Message(rows, threads, diagnose, elsewhere)
    return tuple(
        message.explain(place) if row.status in FAILED | HELD_UP else None for place, row in enumerate(rows)
    )


class _Message:
    """The events of one message, by recipient and by domain."""

    def __init__(
        self,
        rows: Sequence[SearchRow],
        threads: Sequence[TraceThread],
        diagnose: Diagnose,
        elsewhere: Elsewhere | None,
    ) -> None:
        self._rows = rows
        self._domains = [(row.recipient or "").rpartition("@")[2].lower() for row in rows]
        self._events = [thread.events for thread in threads if thread.kind == "recipient"]
        self._hosts = [event for thread in threads if thread.kind == "host" for event in thread.events]
        self._diagnose = diagnose
        self._elsewhere = elsewhere
        self._shared: dict[str, list[Explained]] = {}

    def explain(self, place: int) -> Explained | None:
        """The diagnosis of one recipient; None when its events hold no verdict."""
        own = [event for event in self._events[place] if event.kind in _VERDICTS]
        if not own:
            return None
        last = own[-1]
        cause = next(self._concrete(reversed(own)), None)
        if cause is None or cause.proof is not last:
            cause = self._inherited(place, own, cause)
        if cause is None:
            return Explained(self._diagnose(context_of(last)), last, last)
        return Explained(cause.diagnosis, cause.proof, last, cause.origin)

    def _inherited(self, place: int, own: list[TraceEvent], mine: Explained | None) -> Explained | None:
        """The cause of a recipient whose last words name none; `mine` is its own last concrete failure."""
        of_hosts = is_of_hosts(own)
        elsewhere = self._of_others(place, own[-1], of_hosts)
        if mine and elsewhere and {mine.proof.phase, elsewhere.proof.phase} <= _OF_MESSAGE:
            return mine
        of_domain = self._of_domain(self._domains[place], own[-1]) if of_hosts or mine is None else None
        return _newest(mine, elsewhere, of_domain)

    def _concrete(self, events: Iterable[TraceEvent]) -> Iterator[Explained]:
        """Those that name a cause."""
        for event in events:
            diagnosis = self._diagnose(context_of(event))
            if event.attempted and not diagnosis.inherits:
                yield Explained(diagnosis, event, event)

    def _of_others(self, place: int, last: TraceEvent, of_hosts: bool) -> Explained | None:
        """The cause that another message knows; the event itself where it turns out to be of this one."""
        found = self._elsewhere(self._rows[place], last, of_hosts) if self._elsewhere else None
        if found is None:
            return None
        event, origin = found
        here = (known for events in self._events for known in events)
        same = next((known for known in here if known.raw is not None and known.raw == event.raw), None)
        diagnosis = self._diagnose(context_of(same or event))
        if diagnosis.inherits:
            return None
        return Explained(diagnosis, same or event, last, None if same else origin)

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


def is_of_hosts(own: Sequence[TraceEvent]) -> bool:
    """Whether the last words of a recipient are about hosts that are not due, rather than the address."""
    said = next((event.reply or "" for event in reversed(own) if not event.attempted), "")
    return any(words in text for words in _OF_HOSTS for text in (said, own[-1].reply or ""))


def context_of(event: TraceEvent) -> Context:
    """What the diagnosis is told of an event."""
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


def _newest(*found: Explained | None) -> Explained | None:
    """Of several of one moment the first."""
    return max(filter(None, found), key=lambda one: _time(one.proof), default=None)
