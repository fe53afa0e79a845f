"""Points in time as people write them: which texts are one, and in which single spelling they are kept."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.query.words import DATES

_UNITS = {"s": SECOND, "m": MINUTE, "min": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_FARTHEST = 100 * 366 * DAY
_YEARS = range(1970, 2200)

_AGO = re.compile(r"([0-9]{1,12})(s|m|min|h|d|w)")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_WALL = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})"
    r"(?:[T ]([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,6}))?)?)?"
    r"\s?(Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?"
)
_WORDS = {name: known.word for known in DATES for name in (known.word, *known.aliases)}


@dataclass(frozen=True, slots=True)
class Ago:
    """So many microseconds before now."""

    back: int


@dataclass(frozen=True, slots=True)
class Named:
    """now, today, yesterday, or the latest day of that name."""

    word: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of today, and how long the unit is that it was written in."""

    since_midnight: timedelta
    unit: timedelta


@dataclass(frozen=True, slots=True)
class Wall:
    """A date or time on the wall clock, and the beginning of the next one of its precision."""

    start: datetime
    end: datetime
    zone: tzinfo | None
    """When the text says its zone itself."""


Meaning = Ago | Named | Clock | Wall


def spelling(text: str) -> str | None:
    """The one spelling that an instant is kept in, such as `2026-11-18T10:30`; None when it is none."""
    known = _WORDS.get(text.lower())
    if known:
        return known
    low = text.lower()
    kept = low if _AGO.fullmatch(low) else text.upper().replace("/", "-").replace(",", ".")
    if len(kept) > 10 and kept[10] == " ":
        kept = f"{kept[:10]}T{kept[11:]}"
    kept = kept.replace(" ", "")
    return kept if meaning(kept) else None


def meaning(text: str) -> Meaning | None:
    """What the text of an instant says; None when it is no instant or there is no such day."""
    if text in _WORDS:
        return Named(_WORDS[text])
    ago = _AGO.fullmatch(text)
    if ago:
        back = int(ago[1]) * _UNITS[ago[2]]
        return Ago(back) if back <= _FARTHEST else None
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _clock(clock)
    wall = _WALL.fullmatch(text)
    return _wall(wall) if wall else None


def _clock(found: re.Match[str]) -> Clock | None:
    hour, minute, second = (int(part or 0) for part in found.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    unit = timedelta(seconds=1) if found[3] else timedelta(minutes=1)
    return Clock(timedelta(hours=hour, minutes=minute, seconds=second), unit)


def _wall(found: re.Match[str]) -> Wall | None:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    if int(year) not in _YEARS:
        return None
    try:
        start = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0),
            int((fraction or "0").ljust(6, "0")),
        )  # fmt: skip
        return Wall(start, start + _unit(start, *found.groups()[1:7]), _zone(zone))
    except ValueError:
        return None


def _unit(
    start: datetime,
    month: str | None,
    day: str | None,
    hour: str | None,
    minute: str | None,
    second: str | None,
    fraction: str | None,
) -> timedelta:
    """How long the smallest part is that was written."""
    if fraction:
        return timedelta(microseconds=10 ** (6 - len(fraction)))
    if second:
        return timedelta(seconds=1)
    if minute:
        return timedelta(minutes=1)
    if hour:
        return timedelta(hours=1)
    if day:
        return timedelta(days=1)
    if month:
        return timedelta(days=monthrange(start.year, start.month)[1])
    return datetime(start.year + 1, 1, 1) - start


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return timezone(timedelta(0))
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        raise ValueError(text)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
