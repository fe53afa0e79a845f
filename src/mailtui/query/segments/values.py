"""Values as a condition or a contact has them, made comparable."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from mailtui.model.moment import DAY, from_datetime
from mailtui.query.segments.tree import Day, Instant

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST = 40
_FLAGS = {"true": True, "false": False}


def number(value: object) -> float | None:
    """A number, or text that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and (len(value) > _LONGEST or not value.strip()):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def flag(value: object) -> bool | None:
    """True or false, or the word for it."""
    if isinstance(value, bool):
        return value
    return _FLAGS.get(value.strip().lower()) if isinstance(value, str) else None


def date(value: object) -> Day | Instant | None:
    """ISO 8601; UTC where there is no offset."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = value.strip()
    if not _DATE.match(text):
        return None
    try:
        when = datetime.fromisoformat(text)
        moment = from_datetime(when if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
    return Day(moment, moment + DAY) if _DATE.fullmatch(text) else Instant(moment)
