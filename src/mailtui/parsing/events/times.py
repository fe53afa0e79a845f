"""Moments as providers write them, to UTC microseconds."""

from __future__ import annotations

from datetime import UTC, datetime

from mailtui.model.moment import SECOND, from_datetime
from mailtui.parsing.events.fields import Fields, Wrong

_LAST = 253_402_300_800
"""Seconds: the year 10000."""
_MILLISECONDS = 100_000_000_000
"""From here on a count of seconds would lie after the year 5138: these are milliseconds."""


def iso_time(fields: Fields, key: str) -> int | None:
    """ISO 8601 under `key`; without an offset it is UTC, which is what the providers document.

    A moment before 1970 is none: some write the year 1 for it.
    """
    text = fields.text(key)
    if not text:
        return None
    if len(text) > 40:
        raise Wrong(f"{fields.path}{key} is no moment: {text[:40]!r}...")
    try:
        when = datetime.fromisoformat(text)
        moment = from_datetime(when if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise Wrong(f"{fields.path}{key} is no moment: {text!r}") from error
    return moment if moment >= 0 else None


def epoch_time(fields: Fields, key: str) -> int | None:
    """Seconds or milliseconds since 1970 under `key`, as a number or text."""
    number = fields.number(key)
    if number is None:
        return None
    if not 0 <= number < _LAST * 1000:
        raise Wrong(f"{fields.path}{key} is no moment: {number}")
    if number >= _MILLISECONDS:
        return round(number * (SECOND // 1000))
    return round(number * SECOND)
