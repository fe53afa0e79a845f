"""Events of one message -> threads: one for each recipient, for each host that failed, for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mailtui.ingest.correlate import Folding
from mailtui.model.enums import EventKind, LogType
from mailtui.model.event import Event
from mailtui.model.view import RawLine, SearchRow, TraceEvent, TraceThread
from mailtui.services.telling import sentence

OF_RECIPIENTS = frozenset(
    {
        EventKind.DELIVERY,
        EventKind.ADDITIONAL_DELIVERY,
        EventKind.CUTTHROUGH,
        EventKind.SUPPRESSED_DELIVERY,
        EventKind.DEFERRAL,
        EventKind.FAILURE,
    }
)


class Told(NamedTuple):
    """One line of a message: when, what, and where it is written."""

    time: int
    event: Event
    raw: RawLine
    entry: int


def threads(queue_id: str, rows: Sequence[SearchRow], told: Sequence[Told]) -> tuple[TraceThread, ...]:
    """Threads with events in order; empty ones are left out, but every recipient has one."""
    whose = _owners(queue_id, told)
    of_rows: list[list[TraceEvent]] = [[] for _ in rows]
    of_hosts: dict[str, list[TraceEvent]] = {}
    of_system: list[TraceEvent] = []
    for one in told:
        event = _shown(one)
        owner = whose.get(one.entry)
        host = one.event.host or one.event.ip
        if owner is not None and owner < len(rows):
            of_rows[owner].append(event)
        elif one.event.kind is EventKind.HOST_ERROR and host:
            of_hosts.setdefault(host, []).append(event)
        else:
            of_system.append(event)
    made = [_of_recipient(row, events) for row, events in zip(rows, of_rows, strict=True)]
    made += [TraceThread("host", host, None, None, tuple(events)) for host, events in of_hosts.items()]
    if of_system:
        made.append(TraceThread("system", "message", None, None, tuple(of_system)))
    return tuple(made)


def _owners(queue_id: str, told: Sequence[Told]) -> dict[int, int]:
    """Entry -> number of the recipient it speaks of, by the same folding that made the recipients."""
    folding = Folding(queue_id)
    main = [one for one in told if one.raw.log_type is LogType.MAIN]
    for one in main:
        folding.apply(replace(one.event, time=one.time), one.entry)
    return {
        one.entry: folding.recipients.find(one.event.address, one.event.original_address).index
        for one in main
        if one.event.kind in OF_RECIPIENTS and one.event.address
    }


def _of_recipient(row: SearchRow, events: list[TraceEvent]) -> TraceThread:
    name = row.recipient or "(no recipient in the log)"
    if row.original:
        name = f"{name} <{row.original}>"
    return TraceThread("recipient", name, row.outcome, row.status, tuple(events))


def _shown(one: Told) -> TraceEvent:
    event = one.event
    return TraceEvent(
        time=one.time,
        kind=event.kind,
        text=sentence(event),
        host=event.host,
        ip=event.ip,
        smtp_code=event.smtp_code,
        enhanced_code=event.enhanced_code,
        reply=event.reply or event.confirmation,
        duration=event.delivery_time,
        attempted=event.attempted,
        raw=one.raw,
    )
