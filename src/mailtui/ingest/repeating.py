"""A log that begins in the hour that repeats when summer time ends: its queue ids tell which of the two."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from mailtui.model.moment import SECOND

_ARRIVAL = re.compile(
    rb"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)?(?: \[\d+\])?"
    rb" ([0-9A-Za-z]{6})-(?:\w{6}-\w\w|\w{11}-\w{4}) <= ",
    re.MULTILINE,
)
"""An arrival without a zone. An id begins with its second since 1970 in base 62 (Exim manual, 3.4)."""
_DIGITS = {
    digit: value
    for value, digit in enumerate(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}


def second_hour(sample: bytes, first: str, zone: tzinfo) -> int | None:
    """The moment of a log's first stamp if that is in the second of two hours of one name, else None.

    `first` is the stamp as written, `sample` the lines from there; UTC microseconds.
    """
    try:
        began = datetime.fromisoformat(first)
        early, late = _moments(began, zone)
        arrival = _ARRIVAL.search(sample) if early < late else None
        if arrival is None:
            return None
        said = datetime.fromisoformat(arrival[1].decode())
        before, after = _moments(said, zone)
    except (ValueError, OverflowError):  # no stamp, or no such day
        return None
    made = _made(arrival[2])
    is_second = before < after and abs(made - after) < abs(made - before)
    return late * SECOND if is_second and began <= said else None


def _moments(wall: datetime, zone: tzinfo) -> tuple[int, int]:
    """The two seconds since 1970 that a wall clock time can be; mostly they are one."""
    early, late = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return int(early.timestamp()), int(late.timestamp())


def _made(digits: bytes) -> int:
    seconds = 0
    for digit in digits:
        seconds = seconds * 62 + _DIGITS[digit]
    return seconds
