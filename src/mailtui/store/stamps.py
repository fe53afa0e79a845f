"""A moment in as few bytes as it needs: most logs have whole seconds, and these fit into four."""

from __future__ import annotations

from mailtui.model.moment import SECOND

_SECONDS_END = 100_000_000_000
"""Whole seconds are less than that up to the year 5138; microseconds are more from 2 January 1970 on."""
_OLD = 1 << 62
"""Added to the microseconds of what is older, to tell them from seconds."""
MOMENT = (
    f"CASE WHEN stamp < {_SECONDS_END} AND stamp > {-_SECONDS_END} THEN stamp * {SECOND} "
    f"WHEN stamp > {_OLD // 2} THEN stamp - {_OLD} ELSE stamp END"
)
"""The moment (UTC microseconds) of a `stamp`, in SQL."""


def stamp_of(moment: int) -> int:
    """The stamp of a moment (UTC microseconds)."""
    seconds, fraction = divmod(moment, SECOND)
    if not fraction and -_SECONDS_END < seconds < _SECONDS_END:
        return seconds
    return moment if moment >= _SECONDS_END else moment + _OLD
