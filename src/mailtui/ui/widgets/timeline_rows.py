"""The rows of a timeline, before anything is painted: threads, events, folded retries, waits, related mail.

Pure: a trace and the set of what the user turned over go in, rows come out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mailtui.model.enums import EventKind, Status, SubjectKind
from mailtui.model.moment import MINUTE
from mailtui.model.status import FAILED, OPEN, WORST_FIRST
from mailtui.model.view import Related, SearchRow, Trace, TraceEvent, TraceThread
from mailtui.model.work import NoteView, recipient

Key = tuple[str, ...]
"""What a row is, whatever is folded around it: keeps the cursor when rows come and go."""

Days = Callable[[int], str]
"""Names the day of a moment, in the zone that is shown."""

RETRIES = frozenset({EventKind.DEFERRAL, EventKind.HOST_ERROR, EventKind.FROZEN})
"""Events that repeat while a message waits; three or more in a row are folded into one."""
FOLD_FROM = 3
WAIT_FROM = MINUTE
"""Shorter gaps between events are not drawn."""
OPEN_THREADS = 3
"""A trace of no more recipients than this shows them all unfolded."""

FINAL = frozenset(
    {
        EventKind.DELIVERY,
        EventKind.ADDITIONAL_DELIVERY,
        EventKind.CUTTHROUGH,
        EventKind.SUPPRESSED_DELIVERY,
        EventKind.FAILURE,
        EventKind.REMOVED,
        EventKind.CANCELLED,
        EventKind.REJECTION,
    }
)
TROUBLE = frozenset(
    {
        EventKind.FAILURE,
        EventKind.DEFERRAL,
        EventKind.FROZEN,
        EventKind.HOST_ERROR,
        EventKind.TLS_ERROR,
        EventKind.REJECTION,
        EventKind.TEMPORARY_REJECTION,
        EventKind.CANCELLED,
        EventKind.REMOVED,
    }
)


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """The head of a thread: who, what became of it, and the event that decided."""

    key: Key
    thread: TraceThread
    folded: bool
    recipient: SearchRow | None
    decided: TraceEvent | None

    @property
    def name(self) -> str:
        """Whose thread it is: the address alone, where there is one."""
        return (self.recipient.recipient if self.recipient else None) or self.thread.name

    @property
    def failing(self) -> bool:
        return self.folded and self.thread.status in FAILED | {Status.FROZEN, Status.DEFERRED}


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event; `dated` when its day is not that of the row above."""

    key: Key
    event: TraceEvent
    depth: int
    dated: bool
    day: str

    @property
    def failing(self) -> bool:
        return is_failing(self.event)


@dataclass(frozen=True, slots=True)
class FoldRow:
    """Several retries in one line."""

    key: Key
    events: tuple[TraceEvent, ...]
    folded: bool
    dated: bool
    day: str

    @property
    def failing(self) -> bool:
        return self.folded and any(map(is_failing, self.events))


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A line of the deciding text of the thread above, wrapped so that none of it is cut."""

    key: Key
    text: str
    failing = False


@dataclass(frozen=True, slots=True)
class WaitRow:
    """Time before the last try in which nothing happened, in microseconds. The cursor passes over it."""

    key: Key
    gap: int
    failing = False


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Another message that hangs on this one; None heads the group."""

    key: Key
    related: Related | None
    failing = False


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What somebody wrote, at the time when they did."""

    key: Key
    note: NoteView
    dated: bool
    day: str
    failing = False


Row = ThreadRow | VerdictRow | EventRow | FoldRow | WaitRow | RelatedRow | NoteRow


def is_failing(event: TraceEvent) -> bool:
    """Whether an event is trouble in itself: a retry that was not due is not."""
    return event.kind in TROUBLE and event.attempted


def deciding(thread: TraceThread) -> TraceEvent | None:
    """The event that says why the thread stands as it does: the last final one, else the last real try."""
    events = sorted_events(thread)
    for wanted in (
        lambda event: event.kind in FINAL,
        lambda event: event.kind is EventKind.DEFERRAL and event.attempted,
        lambda event: event.kind in TROUBLE,
        lambda event: event.kind is EventKind.ARRIVAL,
    ):
        found = [event for event in events if wanted(event)]
        if found:
            return found[-1]
    return events[-1] if events else None


def last_reply(thread: TraceThread, decided: TraceEvent) -> TraceEvent | None:
    """The newest concrete reply, where the deciding event itself has none (`retry timeout exceeded`)."""
    if decided.smtp_code is not None or decided.kind is not EventKind.FAILURE:
        return None
    replies = [event for event in sorted_events(thread) if event.smtp_code is not None]
    return replies[-1] if replies else None


def sorted_events(thread: TraceThread) -> list[TraceEvent]:
    """By time, those without one at the end."""
    return sorted(thread.events, key=lambda event: (event.time is None, event.time or 0))


def sorted_threads(trace: Trace) -> list[tuple[TraceThread, SearchRow | None]]:
    """Recipients, worst first, each with its row; then hosts, then the message as a whole."""
    kinds = {"recipient": 0, "host": 1, "system": 2}
    ranks = {status: rank for rank, status in enumerate((Status.PARTIAL, *WORST_FIRST))}
    return sorted(
        _with_rows(trace),
        key=lambda pair: (
            kinds.get(pair[0].kind, 3),
            len(ranks) if pair[0].status is None else ranks[pair[0].status],
        ),
    )


def _with_rows(trace: Trace) -> list[tuple[TraceThread, SearchRow | None]]:
    """Threads of recipients come in the order of the recipients; the others have no row."""
    rows = iter(trace.recipients)
    return [(thread, next(rows, None) if thread.kind == "recipient" else None) for thread in trace.threads]


def related_first(trace: Trace) -> list[Related]:
    """The bounce and its cause before the same mail elsewhere."""
    order = {"bounced by": 0, "reported by": 0, "bounce of": 1, "next hop": 2, "previous hop": 3}
    return sorted(trace.related, key=lambda related: order.get(related.relation, 4))


class Story:
    """A trace in the order it is shown; what does not depend on folding is worked out once."""

    def __init__(self, trace: Trace, day_of: Days) -> None:
        self.trace = trace
        self._day_of = day_of
        self._threads = [(thread, row, self._decided(thread)) for thread, row in sorted_threads(trace)]
        if trace.remarks.notes and not any(thread.kind == "system" for thread in trace.threads):
            self._threads.append((TraceThread("system", "message", None, None, ()), None, None))

    def _decided(self, thread: TraceThread) -> TraceEvent | None:
        """For a recipient that was never tried: what froze the message."""
        freeze = self.trace.freeze
        frozen = freeze.event if freeze is not None and thread.status is Status.FROZEN else None
        return deciding(thread) or frozen

    def rows(self, turned: frozenset[Key]) -> list[Row]:
        """All rows as they stand when those in `turned` are folded the other way than at first."""
        rows: list[Row] = []
        crowded = len(self.trace.recipients) > OPEN_THREADS
        for number, (thread, row, decided) in enumerate(self._threads):
            key: Key = ("thread", str(number))
            notes = self._notes_of(row, thread)
            folded = (_starts_folded(thread, crowded) and not notes) != (key in turned)
            rows.append(ThreadRow(key, thread, folded, row, decided))
            if not folded:
                unfolding = _Unfolding(key, turned, self._day_of, thread.kind != "system", notes)
                rows.extend(unfolding.rows(sorted_events(thread)))
        return [*rows, *self._related()]

    def _notes_of(self, row: SearchRow | None, thread: TraceThread) -> list[NoteView]:
        """Of a recipient those about it alone; all others are about the message as a whole."""
        notes = self.trace.remarks.notes
        if row is not None:
            mine = recipient(row.key.owner, row.key.number)
            return [note for note in notes if note.subject == mine]
        if thread.kind != "system":
            return []
        return [note for note in notes if note.subject.kind is not SubjectKind.RECIPIENT]

    def _related(self) -> list[Row]:
        if not self.trace.related:
            return []
        found = enumerate(related_first(self.trace))
        return [
            RelatedRow(("related",), None),
            *(RelatedRow(("related", str(number)), related) for number, related in found),
        ]


def selectable(row: Row) -> bool:
    """Whether the cursor may stand on it."""
    return not isinstance(row, WaitRow | VerdictRow) and not (
        isinstance(row, RelatedRow) and row.related is None
    )


def _starts_folded(thread: TraceThread, crowded: bool) -> bool:
    """Hosts tell again what the recipients told; among many threads only those in trouble are open."""
    if thread.kind == "host":
        return True
    return crowded and not (thread.kind == "recipient" and thread.status in FAILED | OPEN)


class _Unfolding:
    """Walks through the events of one thread, keeping the day and time of the row above."""

    def __init__(
        self,
        thread: Key,
        turned: frozenset[Key],
        day_of: Days,
        waits: bool,
        notes: Sequence[NoteView] = (),
    ) -> None:
        self._notes = deque(notes)
        self._thread = thread
        self._turned = turned
        self._day_of = day_of
        self._waits = waits
        self._day = ""
        self._last: int | None = None
        self._ended = False
        """Whether a try was final: an open or a click after it is nothing that was waited for."""

    def rows(self, events: list[TraceEvent]) -> Iterator[Row]:
        for start, run in _runs(events):
            yield from self._noted(run[0].time)
            if len(run) < FOLD_FROM:
                for number, event in enumerate(run, start):
                    yield from self._event(event, number, 1)
                continue
            yield from self._wait(run[0], start)
            key = (*self._thread, "fold", str(start))
            folded = key not in self._turned
            yield FoldRow(key, tuple(run), folded, *self._dated(run[0]))
            for number, event in enumerate(run, start):
                if folded:
                    self._last, _ = event.time, self._dated(event)
                else:
                    yield from self._event(event, number, 2)

        yield from self._noted(None)

    def _noted(self, until: int | None) -> Iterator[Row]:
        """The notes written before a moment; None: all that are left."""
        while self._notes and (until is None or self._notes[0].created <= until):
            note = self._notes.popleft()
            dated, day = self._dated_at(note.created)
            yield NoteRow((*self._thread, "note", str(note.id)), note, dated, day)

    def _event(self, event: TraceEvent, number: int, depth: int) -> Iterator[Row]:
        yield from self._wait(event, number)
        yield EventRow((*self._thread, "event", str(number)), event, depth, *self._dated(event))

    def _wait(self, event: TraceEvent, number: int) -> Iterator[Row]:
        gap = 0 if event.time is None or self._last is None else event.time - self._last
        after = self._ended and event.kind is EventKind.OTHER
        if self._waits and gap >= WAIT_FROM and not after:
            yield WaitRow((*self._thread, "wait", str(number)), gap)
        self._ended |= event.kind in FINAL
        self._last = event.time if event.time is not None else self._last

    def _dated(self, event: TraceEvent) -> tuple[bool, str]:
        return self._dated_at(event.time)

    def _dated_at(self, time: int | None) -> tuple[bool, str]:
        day = self._day_of(time) if time is not None else self._day
        dated, self._day = day != self._day, day
        return dated, day


def _runs(events: list[TraceEvent]) -> Iterator[tuple[int, list[TraceEvent]]]:
    """Runs of retries, and every other event by itself, each with the number of its first event.

    What froze the message last says why it is held, so it stands by itself.
    """
    freezing = [event for event in events if event.kind is EventKind.FROZEN and event.attempted]

    def folds(event: TraceEvent) -> bool:
        return event.kind in RETRIES and event not in freezing[-1:]

    start = 0
    while start < len(events):
        end = start + 1
        if folds(events[start]):
            while end < len(events) and folds(events[end]):
                end += 1
        yield start, events[start:end]
        start = end
