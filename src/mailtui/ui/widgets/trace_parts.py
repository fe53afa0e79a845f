"""What belongs to a row of the timeline: its facts for the panel, its log lines for the raw view."""

from __future__ import annotations

from collections.abc import Iterable

from mailtui.model.view import RawLine, Related, Trace, TraceEvent
from mailtui.ui import words
from mailtui.ui.widgets.facts import Fact, event_facts, message_facts, note_facts, remark_facts, row_facts
from mailtui.ui.widgets.timeline_painter import fold_text
from mailtui.ui.widgets.timeline_rows import (
    EventRow,
    FoldRow,
    NoteRow,
    RelatedRow,
    Row,
    ThreadRow,
    sorted_events,
)
from mailtui.ui.words import Look, Tone


def facts_of(row: Row | None, trace: Trace, look: Look) -> list[Fact]:
    """Every field of what the row stands for."""
    match row:
        case ThreadRow(recipient=recipient) if recipient is not None:
            return row_facts(recipient, look)
        case ThreadRow(thread=thread) if thread.kind != "system":
            return _thread_facts(row, look)
        case EventRow(event=event):
            return event_facts(event, look)
        case FoldRow(events=events):
            head = Fact("folded", f"{fold_text(events)}; enter unfolds", Tone.STRONG)
            return [
                head,
                Fact("", ""),
                Fact("", "the last of them", Tone.DIM),
                *event_facts(events[-1], look),
            ]
        case RelatedRow(related=related) if related is not None:
            return _related_facts(related, look)
        case NoteRow(note=note):
            return note_facts(note, look)
        case _:
            return [*message_facts(trace.message, look), *remark_facts(trace.remarks, look)]


def raw_of(row: Row | None, trace: Trace) -> list[RawLine]:
    """The log lines behind a row, each once, in the order of time."""
    match row:
        case EventRow(event=event):
            return _distinct([event])
        case FoldRow(events=events):
            return _distinct(events)
        case ThreadRow(thread=thread):
            return _distinct(sorted_events(thread))
        case RelatedRow() | NoteRow():
            return []
        case _:
            return all_raw(trace)


def all_raw(trace: Trace) -> list[RawLine]:
    """Every log line of the message, each once, in the order of time and then of the file."""
    events = [event for thread in trace.threads for event in thread.events if event.raw is not None]
    return _distinct(sorted(events, key=_order))


def _order(event: TraceEvent) -> tuple[bool, int, str, int]:
    raw = event.raw
    return event.time is None, event.time or 0, raw.path if raw else "", raw.offset if raw else 0


def _distinct(events: Iterable[TraceEvent]) -> list[RawLine]:
    raw = (line for event in events if event.raw is not None for line in (event.raw, *event.copies))
    return list(dict.fromkeys(raw))


def _thread_facts(row: ThreadRow, look: Look) -> list[Fact]:
    said = words.count(len(row.thread.events), "event")
    facts = [Fact(row.thread.kind, row.thread.name, Tone.STRONG), Fact("holds", said), Fact("", "")]
    if row.decided is None:
        return facts
    return [*facts, Fact("", "the event that decided", Tone.DIM), *event_facts(row.decided, look)]


def _related_facts(related: Related, look: Look) -> list[Fact]:
    facts = [
        Fact("relation", related.relation, Tone.STRONG),
        Fact("queue id", related.queue_id),
        Fact("server", related.server),
        Fact("sender", related.sender if related.sender else "<>" if related.sender == "" else "not known"),
        Fact("received", words.stamp(related.received, look)),
    ]
    if related.status is not None:
        status = words.status_text(related.status, look)
        facts.append(Fact("status", status, words.status_tone(related.status)))
    hint = "enter opens it" if related.message is not None else "the log of that server was never imported"
    return [*facts, Fact("", ""), Fact("", hint, Tone.DIM)]
