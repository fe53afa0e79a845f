"""What a sending service told of one mail -> threads of a trace, each event with what told it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mailtui.model.enums import Actor, EventKind, EventProvider, ProviderEventKind
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.view import RawLine, SearchRow, TraceEvent, TraceThread
from mailtui.parsing.events.formats import parse_piece
from mailtui.parsing.events.pieces import pieces
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
    _Kind.QUEUED: "put into the queue of {service}",
    _Kind.CANCELLED: "cancelled, and will not be sent",
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
    kept = _in_order(one for _, one in told.events(connection, [message], provider))
    actors = told.actors(connection, message)
    raws = _pieces(raw_lines(connection, {-one.payload for one in kept}), provider)
    of_rows: list[list[TraceEvent]] = [[] for _ in rows]
    of_nobody: list[TraceEvent] = []
    for one in kept:
        place = 0 if one.number < 0 and len(rows) == 1 else one.number
        shown = _shown(one, actors.get(one.event.key), raws.get((-one.payload, one.event.key)))
        (of_rows[place] if 0 <= place < len(rows) else of_nobody).append(shown)
    threads = [
        TraceThread("recipient", row.recipient or "(no recipient told)", row.outcome, row.status, tuple(mine))
        for row, mine in zip(rows, of_rows, strict=True)
    ]
    if of_nobody:
        threads.append(TraceThread("system", "message", None, None, tuple(of_nobody)))
    return ServiceStory(tuple(threads), _message_id(kept, raws))


def message_ids(connection: Connection, messages: Sequence[int], provider: EventProvider) -> dict[int, str]:
    """The Message-IDs of mails of a service, of those of which a payload that is kept tells it."""
    kept: dict[int, list[told.Kept]] = {}
    for message, one in told.events(connection, messages, provider):
        kept.setdefault(message, []).append(one)
    raws = _pieces(raw_lines(connection, {-one.payload for its in kept.values() for one in its}), provider)
    found = ((message, _message_id(_in_order(its), raws)) for message, its in kept.items())
    return {message: name for message, name in found if name}


class _Piece(NamedTuple):
    """The part of a payload that tells an event: a payload may be some hundred lines of a file."""

    raw: RawLine
    event: ProviderEvent


_Pieces = Mapping[tuple[int, str], _Piece]
"""By the entry of the payload and the key of the event."""


def _pieces(raws: Mapping[int, RawLine], provider: EventProvider) -> _Pieces:
    found: dict[tuple[int, str], _Piece] = {}
    for entry, raw in raws.items():
        for piece in pieces(raw.data):
            data = piece.raw.encode("utf-8", "surrogateescape")
            for event in parse_piece(provider, piece).events:
                found.setdefault((entry, event.key), _Piece(replace(raw, data=data), event))
    return found


def _shown(kept: told.Kept, actor: Actor | None, piece: _Piece | None) -> TraceEvent:
    event = kept.event
    if piece is not None and event.kind is _Kind.DELIVERED:
        event = event._replace(reply=piece.event.reply)
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
        raw=None if piece is None else piece.raw,
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


def _in_order(kept: Iterable[told.Kept]) -> list[told.Kept]:
    return sorted(kept, key=lambda one: (one.event.time or 0, one.event.key))


def _message_id(kept: Sequence[told.Kept], raws: _Pieces) -> str | None:
    """As the first payload says that says it: it is kept there and, as a digest, with the message."""
    found = (raws.get((-one.payload, one.event.key)) for one in kept)
    return next((piece.event.message_id for piece in found if piece and piece.event.message_id), None)
