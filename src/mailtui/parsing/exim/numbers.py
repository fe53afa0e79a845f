"""Numbers of a log line; text that is no number gives None, however long it is."""

from __future__ import annotations

import re

_DURATION = re.compile(
    r"(?:([0-9]{1,6})w)?(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?"
    r"(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)s)?",
    re.ASCII,
)
_SECONDS_ONLY = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)s", re.ASCII)
_SECONDS = (604800, 86400, 3600, 60, 1)
_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def whole(text: str | None) -> int | None:
    """A decimal number of at most 18 digits."""
    return int(text) if text and _WHOLE.fullmatch(text) else None


def port(text: str | None) -> int | None:
    """A TCP port."""
    if text is None:
        return None
    number = whole(text)
    return number if number is not None and 0 <= number <= 65535 else None


def seconds(text: str) -> float | None:
    """A duration such as `0.304s`, `1m3s`, `1w2d3h` (Exim's `DT=`, `QT=`, `RT=`, `D=`)."""
    plain = _SECONDS_ONLY.fullmatch(text)
    if plain is not None:
        return float(plain[1])
    found = _DURATION.fullmatch(text)
    if found is None or not text:
        return None
    return sum(float(part) * unit for part, unit in zip(found.groups(), _SECONDS, strict=True) if part)
