"""What stands in a cell of a table, or in a value of JSON -> what it means. Pure.

ValueError says why it means nothing, in words that go behind the name of the column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any

from mailtui.model.moment import SECOND, from_datetime

Order = str
"""How 03/04/2026 is meant: `dmy`, `mdy`, or '' where nobody said."""
_YES = frozenset({"true", "t", "yes", "y", "1", "on", "ja", "oui", "si", "sí", "x"})
_NO = frozenset({"false", "f", "no", "n", "0", "off", "nein", "non"})
_EMPTY = frozenset({"", "null", "none", "nil", "n/a", "-", "\\n"})
_LONGEST = 64
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,? +(\S.*))?")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? +(\S.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: +(\S.*))?")
_ZONE_WORD = re.compile(r"\s*(?:Z|UTC|GMT)$", re.IGNORECASE)
_SHORT_ZONE = re.compile(r"([+-]\d{2})$")
_WORDS = (
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%d-%b-%Y",
)
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %I:%M %p")
_SPLIT = re.compile(r"[,;|]")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+|\"[^\"\r\n]+\"@[^\s@<>,;:\"]+")
_LONGEST_ADDRESS = 254
_DIGITS = {10: SECOND, 13: SECOND // 1000, 16: 1}
"""Digits of a moment since 1970: seconds, milliseconds, microseconds."""


def is_empty(value: object) -> bool:
    """Whether nothing is said."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _EMPTY)


def text(value: object) -> str:
    """A text as it stands there."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def long_text(value: object) -> str:
    """A text with the space around it."""
    return value if isinstance(value, str) else text(value)


def address(value: object) -> str:
    """An email address (RFC 5321 section 4.1.2, the forms in use), also as `Name <address>`."""
    found = text(value)
    if found.endswith(">") and "<" in found:
        found = found.rpartition("<")[2][:-1].strip()
    found = found.removeprefix("mailto:")
    if len(found) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(found):
        raise ValueError(f"{_shown(value)} is no email address")
    local, _, domain = found.rpartition("@")
    if domain.startswith(".") or domain.endswith(".") or ".." in domain or local.startswith("."):
        raise ValueError(f"{_shown(value)} is no email address")
    return found


def number(value: object) -> int:
    """A count, not below 0."""
    found = text(value).replace(" ", "")
    if not re.fullmatch(r"\d{1,15}(\.0+)?", found):
        raise ValueError(f"{_shown(value)} is no count")
    return int(found.partition(".")[0])


def flag(value: object) -> bool:
    """Yes or no, in the words in use."""
    found = text(value).lower()
    if found not in _YES and found not in _NO:
        raise ValueError(f"{_shown(value)} is neither yes nor no")
    return found in _YES


def texts(value: object) -> tuple[str, ...]:
    """Several texts: a JSON array, PostgreSQL's `{a,b}`, or with commas, semicolons or bars between."""
    if isinstance(value, str):
        found = value.strip()
        if found.startswith("["):
            try:
                value = json.loads(found)
            except ValueError:
                raise ValueError(f"{_shown(found)} is no JSON array") from None
        else:
            if found.startswith("{") and found.endswith("}"):
                found = found[1:-1].replace('"', "")
            value = _SPLIT.split(found)
    if not isinstance(value, list | tuple):
        raise ValueError(f"{_shown(value)} is no list of texts")
    return tuple(dict.fromkeys(one for item in value if (one := text(item))))


def variables(value: object) -> tuple[str, ...]:
    """The names of variables: texts, or objects with a name, or an object by name."""
    if isinstance(value, str) and value.lstrip().startswith(("[", "{")):
        try:
            value = json.loads(value)
        except ValueError:
            return texts(value)
    if isinstance(value, dict):
        return tuple(map(str, value))
    if isinstance(value, list):
        return texts([one.get("name", "") if isinstance(one, dict) else one for one in value])
    return texts(value)


def objects(value: object) -> dict[str, Any]:
    """A JSON object."""
    found = value
    if isinstance(value, str):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = None
    if not isinstance(found, dict):
        raise ValueError(f"{_shown(value)} is no JSON object")
    return found


def conditions(value: object) -> str:
    """Conditions of a segment: JSON, as given; whether they can be evaluated is told elsewhere."""
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def moments(zone: tzinfo, order: Order) -> Callable[[object], int]:
    """What reads dates: those without an offset are in `zone`."""

    def moment(value: object) -> int:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _since_1970(str(int(value)), value)
        found = text(value)
        if len(found) > _LONGEST:
            raise ValueError(f"{_shown(value)} is no date")
        if found.isdecimal() and len(found) != 8:
            return _since_1970(found, value)
        when = _written(found, order)
        try:
            return from_datetime(when if when.tzinfo else when.replace(tzinfo=zone))
        except (ValueError, OverflowError):
            raise ValueError(f"{_shown(value)} is no date") from None

    return moment


def _since_1970(digits: str, value: object) -> int:
    """Seconds, milliseconds or microseconds, by how many digits they have."""
    factor = _DIGITS.get(len(digits)) or (SECOND if len(digits) == 9 else None)
    if factor is None:
        raise ValueError(f"{_shown(value)} is no date")
    return int(digits) * factor


def _written(found: str, order: Order) -> datetime:
    """A date as people and programs write it."""
    for form in (_iso, _numbered, _named):
        when = form(found, order)
        if when is not None:
            return when
    raise ValueError(f"{_shown(found)} is no date; write it 2026-11-20 or 2026-11-20 10:00:00")


def _iso(found: str, _: Order) -> datetime | None:
    """ISO 8601, also with a space, `UTC`, or an offset of hours alone (PostgreSQL)."""
    bare = _ZONE_WORD.sub("", found)
    aware = UTC if bare != found else None
    bare = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", bare)
    try:
        when = datetime.fromisoformat(_SHORT_ZONE.sub(r"\1:00", bare) if ":" in bare else bare)
    except ValueError:
        return None
    return when if when.tzinfo or aware is None else when.replace(tzinfo=aware)


def _numbered(found: str, order: Order) -> datetime | None:
    """`20.11.2026`, `11/20/2026`, `2026/11/20`, each with or without a time of day."""
    if match := _YEAR_FIRST.fullmatch(found):
        year, month, day = match[1], match[2], match[3]
    elif match := _DOTS.fullmatch(found):
        day, month, year = match[1], match[2], match[3]
    elif match := _SLASHES.fullmatch(found):
        day, month, year = _ordered(match[1], match[2], match[3], order)
    else:
        return None
    return _dated(f"{year}-{int(month):02d}-{int(day):02d}", match[4] or "")


def _ordered(first: str, second: str, year: str, order: Order) -> tuple[str, str, str]:
    if int(first) > 12 or (order == "dmy" and int(second) <= 12):
        return first, second, year
    if int(second) > 12 or order == "mdy" or first == second:
        return second, first, year
    raise ValueError(f"{first}/{second}/{year} may be two days: say --dates dmy or --dates mdy")


def _dated(day: str, time: str) -> datetime | None:
    """A day in ISO form and the time of day behind it."""
    for form in _TIMES:
        try:
            return datetime.strptime(f"{day} {time}".strip(), f"%Y-%m-%d {form.strip(', ')}".strip())
        except ValueError:
            continue
    return _iso(f"{day} {time}", "")


def _named(found: str, _: Order) -> datetime | None:
    """With the name of the month (English), also as in mail (RFC 5322 section 3.3)."""
    for day in _WORDS:
        for time in _TIMES:
            try:
                return datetime.strptime(found, day + time)
            except ValueError:
                continue
    try:
        return parsedate_to_datetime(found)
    except (ValueError, TypeError, IndexError):
        return None


def _shown(value: object) -> str:
    """What stands there, short enough for a sentence."""
    found = repr(value)
    return found if len(found) <= 60 else f"{found[:57]}..."
