"""The other end of a connection: `name (helo) [ip]:port`, where the client chose `helo`.

A client may say `EHLO fake) [6.6.6.6]:25 P=esmtps`, and with `helo_accept_junk_hosts` that is what
the log then holds. So a closing parenthesis ends the HELO name only where the rest of the line
makes sense after it; who asks says what makes sense.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from mailtui.parsing.exim import numbers

_END = re.compile(r"\[([^\[\]\s]{1,100})\](?::(-?[0-9A-Za-z_]{1,10})(?![0-9A-Za-z_=]))?(\*?)", re.ASCII)
_MOST = 64
"""Closing parentheses looked at from either end; a HELO command is at most 4 KiB."""


class Peer(NamedTuple):
    """A host as logged. `end` is where it ends in the text."""

    host: str | None
    helo: str | None
    ip: str | None
    port: int | None
    end: int

    def fill(self, found: dict[str, Any]) -> None:
        """Put what is known into the fields of an event."""
        for name, value in zip(self._fields, self[:4], strict=False):
            if value is not None:
                found[name] = value


def read(text: str, start: int, fits: Callable[[int], bool] | None = None, last: bool = False) -> Peer | None:
    """The host written at `start`, None when there is none.

    `fits(end)` says whether the line makes sense when the host ends at `end`; of several ends
    that fit the first counts, or the `last`. When none fits, the first is taken.
    """
    if text.startswith("[", start):
        return _ending(text, start, None, None)
    if text.startswith("(", start):
        return _with_helo(text, start + 1, None, fits, last)
    space = text.find(" ", start)
    if space < 0:
        return None
    name = text[start:space]
    if text.startswith("(", space + 1):
        return _with_helo(text, space + 2, name, fits, last)
    if text.startswith("DS [", space + 1):
        space += 3
    return _ending(text, space + 1, name, None)


def _with_helo(
    text: str, start: int, host: str | None, fits: Callable[[int], bool] | None, last: bool
) -> Peer | None:
    ends = _ends_backwards(text, start) if last else _ends_forwards(text, start)
    fallback = None
    for at in ends:
        peer = _ending(text, at + 2, host, text[start:at])
        if peer is None:
            continue
        if fits is None or fits(peer.end):
            return peer
        if fallback is None or peer.end < fallback.end:
            fallback = peer
    return fallback


def _ends_forwards(text: str, start: int) -> list[int]:
    places: list[int] = []
    at = text.find(") [", start)
    while at >= 0 and len(places) < _MOST:
        places.append(at)
        at = text.find(") [", at + 1)
    return places


def _ends_backwards(text: str, start: int) -> list[int]:
    places: list[int] = []
    at = text.rfind(") [", start)
    while at >= 0 and len(places) < _MOST:
        places.append(at)
        at = text.rfind(") [", start, at)
    return places


def _ending(text: str, start: int, host: str | None, helo: str | None) -> Peer | None:
    found = _END.match(text, start)
    if found is None:
        return None
    return Peer(host, helo, found[1], numbers.port(found[2]), found.end())
