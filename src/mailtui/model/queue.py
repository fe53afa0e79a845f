"""How the queue of a mail server was when it was last looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueView:
    """The live queue of one server at a moment; ages and sizes as exactly as Exim tells them."""

    server: str
    time: int
    """When it was looked at, UTC microseconds."""
    messages: int
    deferred: int
    """Messages with a recipient that was put off by its log."""
    frozen: int
    oldest: int | None
    """Arrival of the oldest message, UTC microseconds; None when nothing waits."""
    size: int
    """Bytes."""
