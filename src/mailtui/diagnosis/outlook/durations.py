"""Exim's way to write a length of time (manual, 'Time intervals'): `1h30m`, `4d`."""

from __future__ import annotations

import re

from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND

_UNITS = {"w": 7 * DAY, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_WRITTEN = re.compile(r"(?:\d{1,9}[wdhms])+", re.ASCII)
_SPOKEN = {"d": DAY, "h": HOUR, "min": MINUTE, "s": SECOND}


def duration(text: str) -> int:
    """Microseconds; ValueError when it is written otherwise."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError(f"{text!r} is no length of time; write it as in 30m or 1d12h")
    return sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"(\d+)([wdhms])", text))


def spoken(length: int) -> str:
    """For people: `4 d`, `1 h 30 min`; the two greatest units that are not nought."""
    parts = []
    for unit, size in _SPOKEN.items():
        count, length = divmod(length, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"
