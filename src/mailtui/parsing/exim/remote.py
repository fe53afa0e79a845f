"""The id that the next server gave the message, from its reply to the end of data."""

from __future__ import annotations

import re
from typing import Any

_SHAPES = (
    ("queued as", re.compile(r"queued as [\"<]?([^\s\"<>()]{1,100})[\">]?")),
    ("id=", re.compile(r"(?<![A-Za-z0-9])id=[\"<]?([^\s\"<>]{1,200})")),
    ("Queued mail for delivery", re.compile(r"<([^\s<>]{1,300})>")),
    ("gsmtp", re.compile(r"(\S{1,100}) - gsmtp")),
    ("Message accepted for delivery", re.compile(r"(\S{1,100}) Message accepted for delivery")),
    (" Ok ", re.compile(r" Ok ([0-9a-f]{8,24}-[0-9a-f]{4}[0-9a-f-]{0,40}-[0-9]{6})$")),
    (" qp ", re.compile(r" qp ([0-9]{1,20})")),
)


def fill(found: dict[str, Any], confirmation: str) -> None:
    """Put `remote_queue_id` into an event when the confirmation names one."""
    remote_id = queue_id(confirmation)
    if remote_id is not None:
        found["remote_queue_id"] = remote_id


def queue_id(confirmation: str) -> str | None:
    """Postfix, Exim, Exchange, Gmail, Sendmail, Amazon SES and qmail each say it in their own words."""
    for hint, shape in _SHAPES:
        if hint in confirmation:
            found = shape.search(confirmation)
            if found is not None:
                return found[1].rstrip(".,;") or None
    return None
