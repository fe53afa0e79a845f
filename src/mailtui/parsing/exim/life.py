"""Lines with a message id that tell of its life in the queue (Exim manual, "Other log entries")."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mailtui.model.enums import EventKind
from mailtui.parsing.exim import numbers
from mailtui.parsing.exim.fields import ANGLE

Found = dict[str, Any]
_BY = re.compile(r" by ([^ ]{1,100})$")
_NOT_A_USER = frozenset({"timeout_frozen_after", "ACL"})
_QT = re.compile(r"QT=([^ ]{1,40})")


def completed(text: str, start: int, found: Found) -> bool:
    """`Completed[ QT=3m45s]`."""
    rest = text[start + 9 :]
    if rest and not rest.startswith(" QT="):
        return False
    found["kind"] = EventKind.COMPLETED
    queue_time = _QT.search(rest)
    if queue_time and (duration := numbers.seconds(queue_time[1])) is not None:
        found["queue_time"] = duration
    return True


def _state(kind: EventKind) -> Callable[[str, int, Found], bool]:
    def read(text: str, start: int, found: Found) -> bool:
        found["kind"] = kind
        found["text"] = text[start:]
        _user(found, found["text"])
        return True

    return read


def recipient_added(text: str, start: int, found: Found) -> bool:
    """`recipient <x> added by root`."""
    return _operator(text, start, found, "address")


def sender_changed(text: str, start: int, found: Found) -> bool:
    """`sender address changed to <x> by root`."""
    return _operator(text, start, found, "sender")


def marked_delivered(text: str, start: int, found: Found) -> bool:
    """`address <x> marked delivered by root`."""
    return _operator(text, start, found, "address")


def error_ignored(text: str, start: int, found: Found) -> bool:
    """`ADDR[ <orig>]: error ignored[: why]`: no bounce is sent for this failure."""
    end = text.find(": error ignored", start)
    if end < 0:
        return False
    found["kind"] = EventKind.OTHER
    found["text"] = text[start:]
    who = text[start:end]
    if who.endswith(">") and " <" in who:
        who, _, original = who[:-1].rpartition(" <")
        found["original_address"] = original
    found["address"] = who
    return True


def _operator(text: str, start: int, found: Found, name: str) -> bool:
    words = text[start:]
    at = words.find("<")
    path = ANGLE.match(words, at) if at >= 0 else None
    if path is None or " by " not in words[path.end() :]:
        return False
    found["kind"] = EventKind.OTHER
    found["text"] = words
    found[name] = path[1]
    _user(found, words)
    return True


def _user(found: Found, words: str) -> None:
    """Who did it, from `... by root`."""
    by = _BY.search(words, max(0, len(words) - 110))
    if (
        by
        and by[1] not in _NOT_A_USER
        and not words.startswith(("Frozen ", "Unfrozen ", "cancelled by system"))
    ):
        found["user"] = by[1]


Reader = Callable[[str, int, Found], bool]
BEGINNINGS: dict[str, Reader] = {
    "Completed": completed,
    "Frozen": _state(EventKind.FROZEN),
    "frozen by ": _state(EventKind.FROZEN),
    "*** Frozen": _state(EventKind.FROZEN),
    "Message is frozen": _state(EventKind.FROZEN),
    "unfrozen by ": _state(EventKind.THAWED),
    "Unfrozen by ": _state(EventKind.THAWED),
    "removed by ": _state(EventKind.REMOVED),
    "cancelled by ": _state(EventKind.CANCELLED),
    "recipient <": recipient_added,
    "sender address changed to ": sender_changed,
    "address <": marked_delivered,
}
"""Text a line begins with, and who reads it."""
_INDEX: dict[str, list[tuple[str, Reader]]] = {}
for _beginning, _reader in BEGINNINGS.items():
    _INDEX.setdefault(_beginning[:4], []).append((_beginning, _reader))


def read(text: str, start: int, found: Found) -> bool:
    """A line that begins with one of the known texts; False when none fits."""
    for beginning, reader in _INDEX.get(text[start : start + 4], ()):
        if text.startswith(beginning, start) and reader(text, start, found):
            return True
    return False
