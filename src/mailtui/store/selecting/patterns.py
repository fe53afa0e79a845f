"""Regular expressions of others: they end in time, whatever they are and whatever they are matched with."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from mailtui.errors import UsageError

if TYPE_CHECKING:
    import regex

Matcher = Callable[[str], bool]

SECONDS = 2.0
"""What all matching of one pattern against columns in one question may take."""
SECONDS_A_LINE = 0.5
"""What matching one line may take; how many lines are looked at is bounded by who reads them."""
MOST_COPIES = 100_000
"""Copies of a part that counted repeats, such as `(a{9}){9}`, may ask for: they cost memory before time."""
_COUNTED = re.compile(r"\{([0-9]*)(?:,([0-9]*))?\}")


def matcher(source: str) -> Matcher:
    """Whether a text matches somewhere, without regard to case.

    Raises UsageError at once for a pattern that would fill the memory, and later when the time is up.
    """
    pattern = _compiled(source)
    left = SECONDS

    def matched(text: str) -> bool:
        nonlocal left
        begin = time.perf_counter()
        try:
            if left <= 0:
                raise TimeoutError
            return pattern.search(text, timeout=left) is not None
        except (TimeoutError, MemoryError) as error:
            raise too_slow(source) from error
        finally:
            left -= time.perf_counter() - begin

    return matched


def line_matcher(source: str) -> Matcher:
    """The same, with a limit for each text instead of one for all."""
    pattern = _compiled(source)

    def matched(text: str) -> bool:
        try:
            return pattern.search(text, timeout=SECONDS_A_LINE) is not None
        except (TimeoutError, MemoryError) as error:
            raise too_slow(source) from error

    return matched


def too_slow(source: str) -> UsageError:
    """A pattern that does not end in time."""
    shown = source if len(source) <= 40 else source[:39] + "…"
    return UsageError(
        f"the regular expression /{shown}/ takes too long",
        "Narrow the search with other conditions (since:1d to:@example.org), or search for plain text",
    )


def _compiled(source: str) -> regex.Pattern[str]:
    """The pattern, unless repeats in it might multiply (whether one is within another is not looked at)."""
    import regex  # slow to import, and few queries have a pattern

    copies = 1
    for low, high in _COUNTED.findall(source):
        copies *= max(int(low or 1), int(high or 1), 1)
    if copies > MOST_COPIES:
        raise too_slow(source)
    try:
        return regex.compile(source, regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError) as error:
        raise UsageError(f"this is no regular expression: {error}", "In quotes it is plain text") from error
