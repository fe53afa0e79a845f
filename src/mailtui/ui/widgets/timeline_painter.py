"""What each row of a timeline says, as runs of toned text. The runs may be hostile: `tones.paint` is not."""

from __future__ import annotations

from math import log

from mailtui.model.enums import EventKind, Outcome, Status
from mailtui.model.moment import DAY, MINUTE, SECOND
from mailtui.model.view import TraceEvent
from mailtui.ui import words
from mailtui.ui.remarks import ASCII_NOTE_MARK, NOTE_MARK, note_author
from mailtui.ui.rendering import cut_middle, fit, one_line, width, wrap
from mailtui.ui.tones import Run
from mailtui.ui.widgets.timeline_rows import (
    EventRow,
    FoldRow,
    NoteRow,
    RelatedRow,
    Row,
    ThreadRow,
    VerdictRow,
    WaitRow,
    last_reply,
)
from mailtui.ui.words import Look, Tone

STAMP = len("11-20 09:14:07")
TEXT = 4 + STAMP + 2
"""Cells before the symbol of an event."""
STATUS = 12
LONGEST_WAIT = 5 * DAY
"""A bar is full at this gap; Exim's default retry rule gives up after 4 days."""

_MARKS: dict[EventKind, tuple[str, str, Tone]] = {
    EventKind.ARRIVAL: ("●", "*", Tone.PLAIN),
    EventKind.DELIVERY: ("✓", "+", Tone.GOOD),
    EventKind.ADDITIONAL_DELIVERY: ("✓", "+", Tone.GOOD),
    EventKind.CUTTHROUGH: ("✓", "+", Tone.GOOD),
    EventKind.SUPPRESSED_DELIVERY: ("⊖", "-", Tone.DIM),
    EventKind.DEFERRAL: ("↻", "~", Tone.WAITING),
    EventKind.FAILURE: ("✗", "x", Tone.FAILED),
    EventKind.COMPLETED: ("■", "=", Tone.PLAIN),
    EventKind.FROZEN: ("‖", "#", Tone.FAILED),
    EventKind.THAWED: ("○", "o", Tone.WAITING),
    EventKind.REMOVED: ("∖", "\\", Tone.FAILED),
    EventKind.CANCELLED: ("∖", "\\", Tone.FAILED),
    EventKind.REJECTION: ("⊗", "X", Tone.FAILED),
    EventKind.TEMPORARY_REJECTION: ("↻", "~", Tone.WAITING),
    EventKind.HOST_ERROR: ("!", "!", Tone.WAITING),
    EventKind.TLS_ERROR: ("!", "!", Tone.WAITING),
    EventKind.WARNING: ("!", "!", Tone.PLAIN),
    EventKind.UNRECOGNISED: ("?", "?", Tone.PLAIN),
}
_OTHER = ("·", ".", Tone.DIM)


class RowPainter:
    """Says rows for one look and one set of names."""

    def __init__(self, look: Look, names: int) -> None:
        self.look = look
        self._names = names
        """Cells of the longest thread name."""

    def runs(self, row: Row, cells: int) -> list[Run]:
        """The text of a row for a line of `cells` cells, without the cursor's gutter."""
        match row:
            case ThreadRow():
                return self._thread(row, cells)
            case VerdictRow():
                return [(" " * 4, Tone.PLAIN), (row.text, Tone.PLAIN)]
            case EventRow():
                return self._event(row)
            case FoldRow():
                return self._fold(row)
            case WaitRow():
                return self._wait(row)
            case RelatedRow():
                return self._related(row)
            case NoteRow():
                return self._note(row)

    def verdict(self, row: ThreadRow, cells: int) -> list[str]:
        """Lines of the deciding text under the head of an unfolded thread in trouble; else none."""
        return wrap(self._decision(row), cells - 5) if shows_verdict(row) else []

    def _thread(self, row: ThreadRow, cells: int) -> list[Run]:
        head = [(f"{self._fold_mark(row.folded)} ", Tone.DIM), *self._standing(row)]
        alias = row.recipient.original if row.recipient else None
        via = f" via {cut_middle(alias, 28)}" if alias and alias != row.name else ""
        summary = self._summary(row)
        if row.thread.kind != "system":
            head.append((self._name(row, cells, via, summary), Tone.STRONG))
        return [*head, (via, Tone.DIM), ("  ", Tone.PLAIN), (summary, Tone.DIM)]

    def _name(self, row: ThreadRow, cells: int, via: str, summary: str) -> str:
        """In a column where the deciding event follows; else as long as the line has room."""
        if shows_verdict(row):
            return cut_middle(row.name, max(16, cells - STATUS - 6 - width(via) - width(summary)))
        return fit(row.name, min(self._names, max(16, cells // 2)), middle=True)

    def _standing(self, row: ThreadRow) -> list[Run]:
        status = row.thread.status
        if status is None:
            label = {"host": "host", "system": "message"}.get(row.thread.kind, row.thread.kind)
            return [(fit(f"  {label}", STATUS), Tone.DIM)]
        return [(fit(words.status_text(status, self.look), STATUS), words.status_tone(status))]

    def _summary(self, row: ThreadRow) -> str:
        """The deciding event of a thread that is folded or well; else how long and how often it was tried."""
        if row.thread.kind != "recipient" and not row.folded:
            return words.count(len(row.thread.events), "event")
        if not shows_verdict(row):
            return self._decision(row)
        times = [event.time for event in row.thread.events if event.time is not None]
        span = max(times) - min(times) if times else 0
        tries = row.recipient.attempts if row.recipient else _tries(row.thread.events)
        if not tries and row.thread.status is Status.FROZEN:
            return "not tried"
        said = words.count(tries, "try", "tries")
        return f"{said} in {words.span(span / SECOND)}" if tries > 1 and span >= SECOND else said

    def _decision(self, row: ThreadRow) -> str:
        if row.decided is None:
            through_others = row.recipient is not None and row.recipient.attempts > 0
            return "through its alias, see below" if through_others else "nothing in the log yet"
        if row.thread.outcome is Outcome.ACCEPTED:
            return words.outcome_sentence(Outcome.ACCEPTED, row.decided.host or row.decided.ip)
        before = last_reply(row.thread, row.decided)
        said = one_line(row.decided.text)
        return said if before is None else f"{said}; last reply: {one_line(before.reply or before.text)}"

    def _event(self, row: EventRow) -> list[Run]:
        symbol, tone = self._mark(row.event)
        text = Tone.PLAIN if row.event.attempted else Tone.DIM
        return [
            (" " * (2 + 2 * row.depth), Tone.PLAIN),
            (self._stamp(row.event.time, row), Tone.DIM),
            (f"  {symbol} ", tone),
            (one_line(row.event.text), text),
        ]

    def _note(self, row: NoteRow) -> list[Run]:
        note = row.note
        mark = ASCII_NOTE_MARK if self.look.ascii else NOTE_MARK
        return [
            (" " * 4, Tone.PLAIN),
            (self._stamp(note.created, row), Tone.DIM),
            (f"  {mark} ", Tone.STRONG),
            (f"{note_author(note)}: ", Tone.STRONG),
            (one_line(note.text), Tone.PLAIN),
        ]

    def _fold(self, row: FoldRow) -> list[Run]:
        first, last = row.events[0], row.events[-1]
        mark = self._fold_mark(row.folded)
        symbol, tone = self._mark(next((event for event in row.events if event.attempted), first))
        said = [event for event in row.events if event.attempted and (event.reply or event.text)]
        runs = [
            (f"  {mark} ", Tone.DIM),
            (self._stamp(first.time, row), Tone.DIM),
            (f"  {symbol} ", tone),
            (fold_text(row.events, f" {self._until(first, last)}"), Tone.PLAIN),
        ]
        if said and row.folded:
            runs.append((f": {one_line(said[-1].reply or said[-1].text)}", Tone.DIM))
        return runs

    def _until(self, first: TraceEvent, last: TraceEvent) -> str:
        if first.time is None or last.time is None:
            return "at unknown times"
        same = words.day(first.time, self.look) == words.day(last.time, self.look)
        end = words.clock(last.time, self.look)
        return f"until {end if same else self._day(last.time) + ' ' + end[:5]}"

    def _wait(self, row: WaitRow) -> list[Run]:
        cell = "=" if self.look.ascii else "▒"
        bar = fit(cell * wait_cells(row.gap), STAMP, right=True)
        return [(f"    {bar}  ", Tone.DIM), (f"{words.span(row.gap / SECOND)} waiting", Tone.DIM)]

    def _related(self, row: RelatedRow) -> list[Run]:
        related = row.related
        if related is None:
            return [("  related messages", Tone.STRONG)]
        runs = [
            (fit(f"    {related.relation}", TEXT + 2), Tone.DIM),
            (fit(f"{related.queue_id} on {related.server}", 32, middle=True), Tone.STRONG),
        ]
        if related.message is None:
            return [*runs, ("  its log was never imported", Tone.DIM)]
        if related.status is not None:
            status = fit(words.status_text(related.status, self.look), STATUS)
            runs.append((f"  {status}", words.status_tone(related.status)))
        sender = "" if related.sender is None else related.sender or "<>"
        return [*runs, (f"{words.short_stamp(related.received, self.look)}  {sender}", Tone.DIM)]

    def _stamp(self, time: int | None, row: EventRow | FoldRow | NoteRow) -> str:
        if time is None:
            return fit("no time", STAMP, right=True)
        day = self._day(time) if row.dated else ""
        return fit(f"{day} {words.clock(time, self.look)}", STAMP, right=True)

    def _day(self, time: int) -> str:
        return words.day(time, self.look)[5:]

    def _mark(self, event: TraceEvent) -> tuple[str, Tone]:
        symbol, plain, tone = _MARKS.get(event.kind, _OTHER) if event.attempted else _OTHER
        return (plain if self.look.ascii else symbol), tone

    def _fold_mark(self, folded: bool) -> str:
        return ("+-" if self.look.ascii else "▸▾")[0 if folded else 1]


def fold_text(events: tuple[TraceEvent, ...], until: str = "") -> str:
    """`5 tries until 13:40:12, retry time not reached x12`, `frozen x200 until ...`: what a fold holds."""
    tries = _tries(events)
    parts = [words.count(tries, "try", "tries")] if tries else []
    idle = sum(1 for event in events if event.kind is EventKind.DEFERRAL and not event.attempted)
    frozen = sum(1 for event in events if event.kind is EventKind.FROZEN)
    errors = sum(1 for event in events if event.kind is EventKind.HOST_ERROR)
    counted = (("retry time not reached", idle), ("frozen", frozen), ("host error", errors))
    parts.extend(f"{label} ×{number}" for label, number in counted if number)
    return ", ".join((f"{parts[0]}{until}", *parts[1:])) if parts else f"events{until}"


def wait_cells(gap: int) -> int:
    """The length of the bar for a gap: one cell for a minute, `STAMP` for 5 days and more, log scale."""
    share = log(max(gap, MINUTE) / MINUTE) / log(LONGEST_WAIT / MINUTE)
    return min(STAMP, 1 + round(share * (STAMP - 1)))


def longest_name(rows: list[Row]) -> int:
    """Cells of the longest thread name among these rows."""
    return max((width(fit_name(row)) for row in rows if isinstance(row, ThreadRow)), default=0)


def fit_name(row: ThreadRow) -> str:
    """The name of a thread as it is measured: no longer than any terminal."""
    return cut_middle(row.name, 64)


def _tries(events: tuple[TraceEvent, ...]) -> int:
    return sum(1 for event in events if event.kind in _TRIED and event.attempted)


_TRIED = frozenset(
    {
        EventKind.DEFERRAL,
        EventKind.FAILURE,
        EventKind.DELIVERY,
        EventKind.ADDITIONAL_DELIVERY,
        EventKind.CUTTHROUGH,
    }
)


def shows_verdict(row: ThreadRow) -> bool:
    """Whether the whole deciding text stands under the head: an unfolded recipient in trouble."""
    good = (Status.ACCEPTED, Status.DELIVERED, Status.DISCARDED, Status.SUPPRESSED, None)
    return not row.folded and row.thread.kind == "recipient" and row.thread.status not in good
