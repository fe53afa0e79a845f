"""An event as one plain sentence, for the timeline and for `mailtui trace`."""

from __future__ import annotations

import re
from collections.abc import Callable

from mailtui.ingest.correlate.verdict import gave_up, is_discard
from mailtui.model.enums import EventKind
from mailtui.model.event import Event


def sentence(event: Event) -> str:
    """What happened, in the past tense; text of others stays as they wrote it."""
    tell = _TELL.get(event.kind)
    return tell(event) if tell else (event.text or str(event.kind).replace("_", " "))


def _arrival(event: Event) -> str:
    if event.parent_queue_id:
        return f"made by this server to report on {event.parent_queue_id}"
    sender = f"<{event.sender or ''}>"
    peer = _peer(event)
    if peer:
        source = f" through {peer}" + (f" by {event.protocol}" if event.protocol else "")
    else:
        source = f", handed in by local user {event.user}" if event.user else ""
    login = f", logged in as {event.auth.partition(':')[2] or event.auth}" if event.auth else ""
    return f"received from {sender}{source}{login}"


def _delivery(event: Event) -> str:
    final = event.address or ""
    if is_discard(event):
        return "discarded" + (f" by {event.router}" if event.router else "")
    peer = _peer(event)
    if peer:
        return f"accepted by {peer}{_egress(event)}{_said(event.confirmation)}"
    place = f" to {final}" if final.startswith(("/", "|", ">")) else ""
    how = event.transport or event.router or "the server"
    return f"delivered{place} by {how}{_said(event.confirmation)}"


def _suppressed(event: Event) -> str:
    peer = _peer(event)
    return "not delivered: Exim runs with -N, which only pretends" + (f" (to {peer})" if peer else "")


def _deferral(event: Event) -> str:
    if not event.attempted:
        return f"not tried: {event.reply or event.text or 'retry time not reached'}"
    peer = _peer(event)
    return (
        f"deferred by {peer}{_egress(event)}{_said(event.reply)}" if peer else f"deferred{_said(event.reply)}"
    )


def _failure(event: Event) -> str:
    if gave_up(event):
        return f"given up{_said(event.reply or event.text)}"
    if (event.reply or "").startswith("delivery cancelled by "):
        return event.reply or ""
    by = _by_peer(event)
    return f"{'refused' if by else 'failed'}{by}{_said(event.reply)}"


def _host_error(event: Event) -> str:
    return f"{_peer(event) or 'host'}{_said(event.reply or event.text)}"


def _rejection(event: Event) -> str:
    phase = f" at {str(event.phase).replace('_', ' ')}" if event.phase else ""
    when = "for now" if event.kind is EventKind.TEMPORARY_REJECTION else "for good"
    return f"refused by this server {when}{phase}{_said(event.reply or event.text)}"


def _by_user(what: str) -> Callable[[Event], str]:
    return lambda event: what + (f" by {event.user}" if event.user else _more(event, what))


def is_still_frozen(event: Event) -> bool:
    """Whether a line only finds the message frozen, rather than freezing it."""
    return event.kind is EventKind.FROZEN and (event.text or "").startswith("Message is frozen")


def _frozen(event: Event) -> str:
    if is_still_frozen(event):
        return "still frozen, not tried"
    by = f" by {event.user}" if event.user else ""
    return f"frozen{by}" + (_said(event.reply) if event.reply else "" if by else _more(event, "frozen"))


def _more(event: Event, word: str) -> str:
    """What the line says beyond the word itself."""
    more = re.sub(rf"(?i)^(?:un)?{word}\b", "", event.text or "").strip(" ()")
    return _said(more)


def _peer(event: Event) -> str:
    """Host and address; Exim puts the address for the name of a host that is known by nothing else."""
    if event.host and event.ip and event.host != event.ip:
        return f"{event.host} [{event.ip}]"
    return f"[{event.ip}]" if event.ip else event.host or ""


def _by_peer(event: Event) -> str:
    peer = _peer(event)
    return f" by {peer}{_egress(event)}" if peer else ""


def _egress(event: Event) -> str:
    """Our own end of the connection, where the log has it (+outgoing_interface)."""
    return f" (from our {event.interface_ip})" if event.interface_ip else ""


def _said(text: str | None) -> str:
    return f": {text}" if text else ""


_TELL: dict[EventKind, Callable[[Event], str]] = {
    EventKind.ARRIVAL: _arrival,
    EventKind.DELIVERY: _delivery,
    EventKind.ADDITIONAL_DELIVERY: _delivery,
    EventKind.CUTTHROUGH: _delivery,
    EventKind.SUPPRESSED_DELIVERY: _suppressed,
    EventKind.DEFERRAL: _deferral,
    EventKind.FAILURE: _failure,
    EventKind.HOST_ERROR: _host_error,
    EventKind.REJECTION: _rejection,
    EventKind.TEMPORARY_REJECTION: _rejection,
    EventKind.COMPLETED: lambda _: "completed: nothing is left to do",
    EventKind.FROZEN: _frozen,
    EventKind.THAWED: _by_user("thawed"),
    EventKind.REMOVED: _by_user("removed"),
    EventKind.CANCELLED: _by_user("cancelled"),
}
