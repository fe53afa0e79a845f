"""What a sending service sent, as a payload: for the list of them and for what reading them again came to."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import EventProvider


class PayloadView(NamedTuple):
    """One payload (a webhook's body, a line of a file) and what was made of it."""

    id: int
    received: int
    """When mailtui got it, UTC microseconds."""
    processed: int | None
    """When it was last read; None: not yet."""
    service: EventProvider | None
    """None when nobody's payload looks like it."""
    account: str
    events: int
    """How many events it told."""
    error: str | None
    """What of it was not understood."""
    words: str = ""
    """How it begins: hostile until it is displayed."""


class Retried(NamedTuple):
    """What reading payloads again came to."""

    tried: int = 0
    events: int = 0
    """Events in them."""
    failed: int = 0
    """Those that still are not understood in full."""
