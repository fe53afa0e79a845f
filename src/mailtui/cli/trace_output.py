"""What `mailtui trace` prints of a message: JSON, or the story for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from mailtui.cli import diagnose_print, search_output
from mailtui.cli.backing_output import backing_object
from mailtui.cli.remark_output import remark_lines, remark_objects
from mailtui.cli.search_output import sender
from mailtui.cli.times import for_people, iso_or_none
from mailtui.model.card import card, freeze_card
from mailtui.model.enums import MessageKind, Status
from mailtui.model.view import (
    Explained,
    Freeze,
    MessageView,
    RawLine,
    Related,
    Trace,
    TraceEvent,
    TraceThread,
)

_MOMENTS = ("received", "first_seen", "last_seen", "completed")
_MESSAGE = (
    *("id", "server", "queue_id", "kind", "status", "message_id", "sender", "subject", "size", *_MOMENTS),
    *("frozen", "client_host", "client_helo", "client_ip", "protocol", "auth", "tls", "user"),
)
CANDIDATE_HEADINGS = ("server", "queue id", "received", "status", "sender", "subject")


def as_object(trace: Trace) -> dict[str, Any]:
    """The whole trace in JSON; absent values are null, times ISO 8601."""
    return {
        "message": message_object(trace.message),
        "recipients": [search_output.as_object(row) for row in trace.recipients],
        "threads": [_thread_object(*pair) for pair in trace.diagnosed()],
        "related": [_related_object(related) for related in trace.related],
        "freeze": None if trace.freeze is None else _freeze_object(trace.freeze),
        **remark_objects(trace.remarks),
    }


def message_object(message: MessageView) -> dict[str, Any]:
    """The head of a trace, or a candidate for one, in JSON."""
    shown = {key: getattr(message, key) for key in _MESSAGE}
    return {key: iso_or_none(value) if key in _MOMENTS else value for key, value in shown.items()}


def candidate_cells(message: MessageView, zone: tzinfo) -> tuple[str | None, ...]:
    """One of several messages with the same id, by CANDIDATE_HEADINGS."""
    return (
        message.server,
        message.queue_id,
        for_people(message.first_seen if message.received is None else message.received, zone),
        message.status,
        sender(message.sender),
        message.subject,
    )


def _thread_object(thread: TraceThread, found: Explained | None) -> dict[str, Any]:
    return {
        "kind": thread.kind,
        "name": thread.name,
        "outcome": thread.outcome,
        "status": thread.status,
        "events": [_event_object(event) for event in thread.events],
        "diagnosis": None if found is None else diagnosis_object(found),
    }


def diagnosis_object(found: Explained) -> dict[str, Any]:
    """A diagnosis with its proof in JSON."""
    return {
        **diagnose_print.as_object(found.proof.reply or "", found.diagnosis),
        "inherited": found.inherited,
        "inherited_from": None if found.origin is None else found.origin.queue_id,
        "proof": _event_object(found.proof),
        **backing_object(found),
    }


def _freeze_object(found: Freeze) -> dict[str, Any]:
    return {
        "reason": found.reason,
        "event": None if found.event is None else _event_object(found.event),
        "commands": list(found.commands),
    }


def _event_object(event: TraceEvent) -> dict[str, Any]:
    return {
        "time": iso_or_none(event.time),
        "kind": event.kind,
        "text": event.text,
        "host": event.host,
        "ip": event.ip,
        "smtp_code": event.smtp_code,
        "enhanced_code": event.enhanced_code,
        "reply": event.reply,
        "duration": event.duration,
        "attempted": event.attempted,
        "raw": None if event.raw is None else raw_object(event.raw),
        "copies": [raw_object(copy) for copy in event.copies],
    }


def raw_object(raw: RawLine) -> dict[str, Any]:
    """A log record in JSON: where it is written, and its text as it is."""
    return {
        "file": raw.path,
        "log": raw.log_type,
        "line": raw.line_number,
        "offset": raw.offset,
        "text": raw.data.decode("utf-8", "surrogateescape"),
    }


def _related_object(related: Related) -> dict[str, Any]:
    return {
        "relation": related.relation,
        "server": related.server,
        "queue_id": related.queue_id,
        "id": related.message,
        "received": iso_or_none(related.received),
        "sender": related.sender,
        "status": related.status,
    }


def story(trace: Trace, zone: tzinfo) -> Iterator[str]:
    """The trace in lines of text (not yet made visible): head, threads with their proof, related mail."""
    yield f"{trace.message.queue_id} on {trace.message.server}: {trace.message.status}"
    for name, value in _facts(trace.message, zone):
        yield f"  {name:11} {value}"
    yield from remark_lines(trace.remarks, zone)
    for thread, found in trace.diagnosed():
        yield ""
        verdict = thread.status or thread.outcome
        yield f"{thread.name}: {verdict}" if verdict else thread.name
        for event in thread.events:
            yield from _event_lines(event, zone)
        if found is not None:
            yield from card_lines(found, zone)
        elif trace.freeze is not None and thread.status is Status.FROZEN:
            yield from _labelled(freeze_card(trace.freeze, lambda moment: for_people(moment, zone)))
    if trace.undiagnosed:
        yield from ("", f"failures could not be diagnosed: {trace.undiagnosed}")
    if trace.related:
        yield ""
    for related in trace.related:
        yield _related_line(related, zone)


def _facts(message: MessageView, zone: tzinfo) -> Iterator[tuple[str, object]]:
    yield "from", sender(message.sender)
    client = " ".join(filter(None, (message.client_host, message.client_ip and f"[{message.client_ip}]")))
    facts = {
        "subject": message.subject,
        "Message-ID": message.message_id and f"<{message.message_id}>",
        "size": None if message.size is None else f"{message.size} bytes",
        "client": client,
        "protocol": message.protocol,
        "login": message.auth or message.user,
        "received": for_people(message.received, zone) or _never_received(message),
        "completed": for_people(message.completed, zone),
    }
    yield from ((name, value) for name, value in facts.items() if value)
    if message.frozen:
        yield "queue", "frozen"


def _never_received(message: MessageView) -> str:
    """Why there is no arrival line."""
    if message.kind is MessageKind.REFUSED:
        return ""
    return "not told by the service" if message.is_of_service else "before the logs that were imported"


def _event_lines(event: TraceEvent, zone: tzinfo) -> Iterator[str]:
    proof = f"  ({event.raw.path}:{event.raw.line_number})" if event.raw else ""
    first, *more = event.text.splitlines() or [""]
    yield f"  {for_people(event.time, zone):19}  {first}{'' if more else proof}"
    for place, line in enumerate(more, 1):
        yield f"{'':23}{line}{proof if place == len(more) else ''}"


def card_lines(found: Explained, zone: tzinfo) -> Iterator[str]:
    """The diagnosis card in lines of text, not yet made visible."""
    yield from _labelled(card(found, lambda moment: for_people(moment, zone)))


def _labelled(lines: Iterator[tuple[str, str]]) -> Iterator[str]:
    for label, text in lines:
        first, *more = text.splitlines() or [""]
        yield f"  {label:7} {first}"
        yield from (f"{'':10}{line}" for line in more)


def _related_line(related: Related, zone: tzinfo) -> str:
    known = [related.status, for_people(related.received, zone)]
    if related.message is None:
        known = ["its log was not imported"]
    told = ", ".join(filter(None, known))
    return f"{related.relation} {related.queue_id} on {related.server}" + (f" ({told})" if told else "")
