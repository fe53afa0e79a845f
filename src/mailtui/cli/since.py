"""The point in time that an option such as `--since 2h` names."""

from __future__ import annotations

from datetime import tzinfo

from mailtui.errors import UsageError
from mailtui.query import moments
from mailtui.query.instants import spelling
from mailtui.query.tree import Instant, Span


def since(text: str, now: int, zone: tzinfo) -> int:
    """The moment (UTC microseconds) at which what `text` names begins; UsageError when it names none.

    It means what `since:` means in a query; `now` is UTC microseconds, `zone` where days begin.
    """
    kept = spelling(text.strip())
    if kept is None:
        raise UsageError(
            f"{text!r} is no point in time", "for example 2h, 7d, yesterday, 2026-11-20, 2026-11-20T10:30"
        )
    start, _ = moments.resolve(Span(Instant(kept), None), now, zone)
    return start or 0
