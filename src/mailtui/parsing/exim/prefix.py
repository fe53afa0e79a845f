"""What stands before the text of a line: syslog's prefix, stamp, zone, pid, message id."""

from __future__ import annotations

import re
from typing import NamedTuple

QUEUE_ID = re.compile(
    r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})", re.ASCII
)
"""Both forms of Exim's message id: 6-6-2 up to 4.96, 6-11-4 from 4.97."""

STAMPED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:\.([0-9]{1,6}))?(?: ([+-][0-9]{4}))?(?: \[([0-9]{1,10})\])?(?: |$)",
    re.ASCII,
)
"""Exim's own stamp: `YYYY-MM-DD HH:MM:SS[.mmm] [+HHMM] [[pid]] `."""

IDENTIFIED = re.compile(rf"({QUEUE_ID.pattern})(?: |$)", re.ASCII)

_SYSLOG = re.compile(
    r"(?:<[0-9]{1,3}>(?:1 )?)?"
    r"(?:(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}([0-9]{1,2})(?: [0-9]{4})?"
    r" ([0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"|([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:?[0-9]{2})?)"
    r" ([^ \[\]]{1,255}) ([^ \[\]:]{1,128})(?:\[([0-9]{1,10})\])?: ",
    re.ASCII,
)
_PIECE = re.compile(r"\[([0-9]{1,4})([/\\])([0-9]{1,4})\] ", re.ASCII)


class Syslog(NamedTuple):
    """A syslog prefix (RFC 3164, or with an ISO 8601 stamp). `end`: where the message begins."""

    month: str | None
    day: str | None
    hms: str | None
    iso: str | None
    fraction: str | None
    zone: str | None
    server: str
    tag: str
    pid: int | None
    end: int

    @property
    def is_exim(self) -> bool:
        return "exim" in self.tag.lower()


class Piece(NamedTuple):
    """The mark of a split line: piece `number` of `total`; `cut_at_newline` or by length."""

    number: int
    total: int
    cut_at_newline: bool
    end: int


def syslog(text: str) -> Syslog | None:
    """The syslog prefix of a line, None when it has none."""
    found = _SYSLOG.match(text)
    if found is None:
        return None
    month, day, hms, iso, fraction, zone, server, tag, pid = found.groups()
    return Syslog(month, day, hms, iso, fraction, zone, server, tag, int(pid) if pid else None, found.end())


def piece(text: str, start: int) -> Piece | None:
    """The `[n/m] ` or `[n\\m] ` at `start` (Exim splits long lines and those with newlines)."""
    found = _PIECE.match(text, start)
    if found is None:
        return None
    return Piece(int(found[1]), int(found[3]), found[2] == "\\", found.end())
