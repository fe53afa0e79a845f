"""An event as one plain sentence, for the timeline and for `mailtui trace`."""

from __future__ import annotations

from collections.abc import Callable

from mailtui.model.enums import EventKind
from mailtui.model.event import Event


def sentence(event: Event) -> str:
    """What happened, in the past tense; text of others stays as they wrote it."""
    tell = _TELL.get(event.kind)
    return tell(event) if tell else (event.text or str(event.kind).replace("_", " "))


def _arrival(event: Event) -> str:
    sender = f"<{event.sender or ''}>"
    if event.parent_queue_id:
        return f"made here to report on {event.parent_queue_id}"
    peer = _peer(event) or (f"local user {event.user}" if event.user else "")
    how = f" by {event.protocol}" if event.protocol else ""
    login = f", logged in as {event.auth.partition(':')[2] or event.auth}" if event.auth else ""
    return f"received from {sender}" + (f" through {peer}" if peer else "") + how + login


def _delivery(event: Event) -> str:
    final = event.address or ""
    if final.startswith((":blackhole:", "discarded")):
        return "discarded"
    peer = _peer(event)
    if peer:
        return f"accepted by {peer}" + _said(event.confirmation)
    place = f" to {final}" if final.startswith(("/", "|", ">")) else ""
    return f"delivered{place} by {event.transport or event.router or 'the server'}" + _said(
        event.confirmation
    )


def _deferral(event: Event) -> str:
    if not event.attempted:
        return event.reply or event.text or "retry time not reached"
    peer = _peer(event)
    return f"deferred by {peer}{_said(event.reply)}" if peer else f"deferred{_said(event.reply)}"


def _failure(event: Event) -> str:
    peer = _peer(event)
    return f"refused by {peer}{_said(event.reply)}" if peer else f"failed{_said(event.reply)}"


def _host_error(event: Event) -> str:
    return f"{_peer(event) or 'host'}{_said(event.reply or event.text)}"


def _rejection(event: Event) -> str:
    phase = f" at {str(event.phase).replace('_', ' ')}" if event.phase else ""
    when = "for now" if event.kind is EventKind.TEMPORARY_REJECTION else "for good"
    return f"refused by this server {when}{phase}{_said(event.reply)}"


def _by_user(what: str) -> Callable[[Event], str]:
    return lambda event: what + (f" by {event.user}" if event.user else "")


def _frozen(event: Event) -> str:
    return "frozen" + (f" by {event.user}" if event.user else "") + _said(event.reply or _more(event))


def _more(event: Event) -> str | None:
    return event.text if event.text and event.text.strip("() ").lower() not in ("frozen", "") else None


def _peer(event: Event) -> str:
    if event.host and event.ip:
        return f"{event.host} [{event.ip}]"
    return event.host or (f"[{event.ip}]" if event.ip else "")


def _said(text: str | None) -> str:
    return f": {text}" if text else ""


_TELL: dict[EventKind, Callable[[Event], str]] = {
    EventKind.ARRIVAL: _arrival,
    EventKind.DELIVERY: _delivery,
    EventKind.ADDITIONAL_DELIVERY: _delivery,
    EventKind.CUTTHROUGH: _delivery,
    EventKind.SUPPRESSED_DELIVERY: lambda _: "not delivered: Exim runs with -N, which only pretends",
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
