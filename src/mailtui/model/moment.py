"""Time as mailtui keeps it: UTC, whole microseconds since 1970, in an int."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def iso(moment: int) -> str:
    """ISO 8601 in UTC; the fraction only where there is one."""
    seconds, fraction = divmod(moment, SECOND)
    stamp = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{stamp}.{fraction:06d}+00:00" if fraction else f"{stamp}+00:00"


def from_datetime(when: datetime) -> int:
    """The moment of an aware datetime."""
    whole = int(when.replace(microsecond=0).timestamp())
    return whole * SECOND + when.microsecond


def to_datetime(moment: int, zone: tzinfo = UTC) -> datetime:
    """An aware datetime in `zone`."""
    seconds, fraction = divmod(moment, SECOND)
    return datetime.fromtimestamp(seconds, zone).replace(microsecond=fraction)
