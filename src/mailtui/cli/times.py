"""Times as commands print them: ISO 8601 in UTC for programs, the operator's clock for people."""

from __future__ import annotations

from datetime import tzinfo

from mailtui.model.moment import iso, to_datetime


def iso_or_none(moment: int | None) -> str | None:
    """For JSON and CSV; None stays None."""
    return None if moment is None else iso(moment)


def for_people(moment: int | None, zone: tzinfo) -> str:
    """`2026-11-20 23:27:43` in `zone`; empty when there is none."""
    return "" if moment is None else f"{to_datetime(moment, zone):%Y-%m-%d %H:%M:%S}"
