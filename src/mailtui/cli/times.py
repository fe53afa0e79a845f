"""Times as commands print them: ISO 8601 in UTC for programs, the operator's clock for people."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from mailtui.model.moment import iso, to_datetime


def iso_or_none(moment: int | None) -> str | None:
    """For JSON and CSV; None stays None."""
    return None if moment is None else iso(moment)


def for_people(moment: int | None, zone: tzinfo | None) -> str:
    """`2026-11-20 23:27:43` in `zone` (None: this machine's); empty when there is none."""
    if moment is None:
        return ""
    return f"{to_datetime(moment).astimezone(zone):%Y-%m-%d %H:%M:%S}"


def display_zone(utc: bool) -> tzinfo | None:
    """The zone of `for_people` by the `utc` setting."""
    return UTC if utc else None


def query_zone(utc: bool) -> tzinfo:
    """The zone in which days and hours named by the operator begin, by the `utc` setting."""
    return UTC if utc else datetime.now().astimezone().tzinfo or UTC
