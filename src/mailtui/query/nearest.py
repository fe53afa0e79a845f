"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 30
_CLOSE = 0.7


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`; None when none is like it (comparing long texts would take long)."""
    if len(name) > _LONGEST:
        return None
    return next(iter(get_close_matches(name.lower(), list(known), 1, _CLOSE)), None)
