"""What drivers give, as plain values: the same row is the same record on either engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

from mailtui.model.moment import SECOND, from_datetime

_MILLISECONDS = 100_000_000_000
"""From here on a count of seconds would lie after the year 5138: these are milliseconds."""


def moment(value: Any, zone: tzinfo) -> int | None:
    """UTC microseconds of a moment; `zone` is that of moments without one. None: none, or no moment."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        number = float(value)
        return round(number * (SECOND // 1000 if number >= _MILLISECONDS else SECOND))
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        return None
    try:
        return from_datetime(value if value.tzinfo else value.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def plain(value: Any) -> Any:
    """A value of any other column."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(each) for each in value]
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def structured(value: Any) -> Any:
    """A value of a column with JSON or an array; text that is neither stays text."""
    if isinstance(value, bytes | memoryview):
        value = bytes(value).decode("utf-8", "replace")
    if not isinstance(value, str):
        return plain(value)
    text = value.strip()
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _array(text)


def _array(text: str) -> Any:
    """`{a,"b c"}`, as PostgreSQL writes an array."""
    if not (text.startswith("{") and text.endswith("}")):
        return text
    import csv

    row = next(csv.reader([text[1:-1]], escapechar="\\", doublequote=False), [])
    return [one for one in row if one and one != "NULL"]
