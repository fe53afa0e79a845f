"""The same mail on the mail server and at the sending service, in one timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailtui.model.view import TraceEvent, TraceThread


def joined(
    threads: Sequence[TraceThread], others: Iterable[tuple[str, Sequence[TraceThread]]]
) -> tuple[TraceThread, ...]:
    """The threads with the events of the same recipients elsewhere, in time.

    `others`: name of the server and the threads of the mail there. What is about no recipient goes to the
    thread of the message, which is last.
    """
    more: dict[str | None, list[TraceEvent]] = {}
    for server, found in others:
        for thread in found:
            name = thread.name.lower() if thread.kind == "recipient" else ""
            more.setdefault(name, []).extend(_elsewhere(event, server) for event in thread.events)
    if not more:
        return tuple(threads)
    made = [
        replace(thread, events=_in_time(thread.events, more.get(_name(thread), ()))) for thread in threads
    ]
    if more.get("") and all(thread.kind != "system" for thread in threads):
        made.append(TraceThread("system", "message", None, None, _in_time((), more[""])))
    return tuple(made)


def _name(thread: TraceThread) -> str | None:
    if thread.kind == "recipient":
        return thread.name.lower()
    return "" if thread.kind == "system" else None


def _elsewhere(event: TraceEvent, server: str) -> TraceEvent:
    return replace(event, text=f"{server}: {event.text}")


def _in_time(mine: Sequence[TraceEvent], more: Sequence[TraceEvent]) -> tuple[TraceEvent, ...]:
    return tuple(sorted((*mine, *more), key=lambda event: event.time or 0))
