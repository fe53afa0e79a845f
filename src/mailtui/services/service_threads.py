"""What a sending service told of one mail -> threads of a trace, each event with the payload that told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mailtui.model.enums import Actor, EventKind, EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.view import RawLine, SearchRow, TraceEvent, TraceThread
from mailtui.parsing.events.formats import parse
from mailtui.store import events as told
from mailtui.store.engine import Connection
from mailtui.store.lines import raw_lines

_Kind = ProviderEventKind
_KINDS = {
    _Kind.SENT: EventKind.ARRIVAL,
    _Kind.DELIVERED: EventKind.DELIVERY,
    _Kind.DEFERRED: EventKind.DEFERRAL,
    _Kind.BOUNCED: EventKind.FAILURE,
    _Kind.REJECTED: EventKind.FAILURE,
    _Kind.RENDERING_FAILED: EventKind.FAILURE,
}
_WORDS = {
    _Kind.SENT: "taken by {service}",
    _Kind.DELIVERED: "accepted by {peer}",
    _Kind.DEFERRED: "deferred by {peer}",
    _Kind.BOUNCED: "refused by {peer}",
    _Kind.REJECTED: "refused by {service}",
    _Kind.RENDERING_FAILED: "{service} could not fill the template",
    _Kind.SUPPRESSED: "not tried: the address is on the list of {service}",
    _Kind.OPENED: "opened",
    _Kind.CLICKED: "clicked",
    _Kind.COMPLAINED: "reported as spam",
    _Kind.UNSUBSCRIBED: "unsubscribed",
    _Kind.SUBSCRIBED: "subscribed again",
    _Kind.AUTORESPONDED: "answered by a program",
}


class ServiceStory(NamedTuple):
    """A mail of a sending service, told."""

    threads: tuple[TraceThread, ...] = ()
    message_id: str | None = None
    """RFC 5322 Message-ID, where a payload that is kept tells it."""


def story(
    connection: Connection, message: int, provider: EventProvider, rows: Sequence[SearchRow]
) -> ServiceStory:
    """Everything a service told of a mail, in the order it happened: a thread for each recipient."""
    kept = sorted(
        (one for _, one in told.events(connection, [message], provider)),
        key=lambda one: (one.event.time or 0, one.event.key),
    )
    actors = told.actors(connection, message)
    raws = raw_lines(connection, {-one.payload for one in kept})
    of_rows: list[list[TraceEvent]] = [[] for _ in rows]
    of_nobody: list[TraceEvent] = []
    for one in kept:
        place = 0 if one.number < 0 and len(rows) == 1 else one.number
        shown = _shown(one, actors.get(one.event.key), raws.get(-one.payload))
        (of_rows[place] if 0 <= place < len(rows) else of_nobody).append(shown)
    threads = [
        TraceThread("recipient", row.recipient or "(no recipient told)", row.outcome, row.status, tuple(mine))
        for row, mine in zip(rows, of_rows, strict=True)
    ]
    if of_nobody:
        threads.append(TraceThread("system", "message", None, None, tuple(of_nobody)))
    return ServiceStory(tuple(threads), _message_id(kept, raws, provider))


def _shown(kept: told.Kept, actor: Actor | None, raw: RawLine | None) -> TraceEvent:
    event = kept.event
    is_name = not event.remote_host.replace(".", "").isdigit() and ":" not in event.remote_host
    return TraceEvent(
        time=event.time,
        kind=_KINDS.get(event.kind, EventKind.OTHER),
        text=sentence(event, actor),
        host=event.remote_host if event.remote_host and is_name else None,
        ip=event.remote_host if event.remote_host and not is_name else None,
        smtp_code=event.smtp_code,
        enhanced_code=event.enhanced_code or None,
        reply=event.reply or event.sub_type or None,
        raw=raw,
        entry=-kept.payload,
    )


def sentence(event: ProviderEvent, actor: Actor | None) -> str:
    """What happened, in the past tense; text of others stays as they wrote it."""
    peer = event.remote_host or "the recipient's server"
    text = _WORDS[event.kind].format(service=event.provider, peer=peer)
    if event.link:
        text += f" {event.link}"
    if actor is Actor.MACHINE:
        text += " by a machine" + (f" ({event.user_agent})" if event.user_agent else "")
    said = ": ".join(dict.fromkeys(filter(None, (event.sub_type, event.reply))))
    return f"{text}: {said}" if said else text


def _message_id(
    kept: Sequence[told.Kept], raws: Mapping[int, RawLine], provider: EventProvider
) -> str | None:
    """As the first payload says that says it: it is kept there and, as a digest, with the message."""
    for one in kept[:3]:
        raw = raws.get(-one.payload)
        if raw is None:
            continue
        for event in parse(provider, raw.data).events:
            if event.key == one.event.key and event.message_id:
                return event.message_id
    return None
