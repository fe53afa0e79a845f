"""Events of one message -> threads: one for each recipient, for each host that failed, for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mailtui.ingest.correlate import Folding
from mailtui.model.enums import EventKind, LogType
from mailtui.model.event import Event
from mailtui.model.facts import AttemptFacts
from mailtui.model.moment import SECOND
from mailtui.model.view import RawLine, SearchRow, TraceEvent, TraceThread
from mailtui.services.telling import is_still_frozen, sentence

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
    copies: tuple[RawLine, ...] = ()
    """The same line as other logs have it."""


def threads(queue_id: str, rows: Sequence[SearchRow], told: Sequence[Told]) -> tuple[TraceThread, ...]:
    """Threads with events in order; empty ones are left out, but every recipient has one."""
    told = _once(told)
    whose, where = _owners(queue_id, told)
    of_rows: list[list[TraceEvent]] = [[] for _ in rows]
    of_hosts: dict[str, list[TraceEvent]] = {}
    of_system: list[TraceEvent] = []
    for one in told:
        event = _shown(one._replace(event=_located(one.event, where.get(one.entry))))
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


def _once(told: Sequence[Told]) -> list[Told]:
    """Each line once: Exim writes refusals to the main and the reject log, and some to the panic log."""
    kept: list[Told] = []
    places: dict[tuple[object, ...], list[int]] = {}
    for one in sorted(told, key=lambda one: (one.time // SECOND, one.raw.log_type.code)):
        same = places.setdefault(_said(one), [])
        place = next((place for place in same if _lacks(kept[place], one.raw)), None)
        if place is None:
            same.append(len(kept))
            kept.append(one)
        else:
            kept[place] = kept[place]._replace(copies=(*kept[place].copies, one.raw))
    order = {one.entry: place for place, one in enumerate(told)}
    return sorted(kept, key=lambda one: order[one.entry])


def _said(one: Told) -> tuple[object, ...]:
    """What copies of a line have in common, whatever the log puts before and below it."""
    event = one.event
    words = (event.reply or event.text or "").partition("\n")[0]
    where = (event.host, event.ip, event.address, event.original_address)
    return one.time // SECOND, event.kind, event.phase, where, words


def _lacks(kept: Told, raw: RawLine) -> bool:
    """Whether this file has not told the event yet; twice in one file is two events."""
    return raw.path not in {known.path for known in (kept.raw, *kept.copies)}


def _owners(queue_id: str, told: Sequence[Told]) -> tuple[dict[int, int], dict[int, AttemptFacts]]:
    """Entry -> number of the recipient it speaks of, and the attempt it tells.

    By the same folding that made the recipients.
    """
    folding = Folding(queue_id)
    main = [one for one in told if one.raw.log_type is LogType.MAIN]
    for one in main:
        folding.apply(replace(one.event, time=one.time), one.entry)
    owners = {
        one.entry: folding.recipients.find(one.event.address, one.event.original_address).index
        for one in main
        if one.event.kind in OF_RECIPIENTS and one.event.address
    }
    return owners, {attempt.entry: attempt for attempt in folding.facts().attempts}


def shown(told: Told, host: str | None, ip: str | None) -> TraceEvent:
    """One line by itself, at the host that is known of it."""
    event = told.event if told.event.host or told.event.ip else replace(told.event, host=host, ip=ip)
    return _shown(told._replace(event=event))


def _located(event: Event, attempt: AttemptFacts | None) -> Event:
    """A failure that does not name its host, with the host that the line before it named."""
    if attempt is None or event.host or event.ip:
        return event
    return replace(event, host=attempt.host, ip=attempt.ip)


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
        attempted=event.attempted and not is_still_frozen(event),
        raw=one.raw,
        copies=one.copies,
        phase=event.phase,
        errno=event.errno,
        entry=one.entry,
    )
