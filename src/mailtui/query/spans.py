"""Dates and ranges of them, by field: `date:A..B`, `since:A`, `until:A`, `before:A`, `after:A`."""

from __future__ import annotations

from mailtui.query.fields import Field
from mailtui.query.instants import Ago, Wall, meaning, spelling
from mailtui.query.pieces import Piece, shortened
from mailtui.query.tree import Instant, Span


def read_span(field: Field, piece: Piece, hint: str) -> Span:
    """The span that a piece means; QueryError when it is no date or runs backwards."""
    start_text, dots, end_text = piece.text.partition("..")
    if dots and field.name != "date":
        raise piece.error(f"{field.name}: takes one point in time", f"For a range: date:{piece.shown}")
    if dots and not start_text and not end_text:
        raise piece.error(f"{field.name}: needs a date", hint)
    start = _instant(piece, start_text, hint)
    end = _instant(piece, end_text, hint)
    if field.name != "date":
        return _one_sided(field.name, start)
    if not dots:
        # "2h" alone has no length: it means the last two hours.
        return Span(start, None if start and isinstance(meaning(start.text), Ago) else start)
    if start and end and _backwards(start, end):
        raise piece.error("This range runs backwards", f"date:{end.text}..{start.text}")
    return Span(start, end)


def _one_sided(name: str, point: Instant | None) -> Span:
    exclusive = name in ("before", "after")
    if name in ("since", "after"):
        return Span(point, None, exclusive)
    return Span(None, point, exclusive)


def _instant(piece: Piece, text: str, hint: str) -> Instant | None:
    if not text:
        return None
    kept = spelling(text)
    if kept is None:
        days = "2026-11-18, 2026-11-18T10:30, 10:30, 2h, 3d, yesterday, monday"
        raise piece.error(f'"{shortened(text)}" is no date', f"{hint}; possible are {days}")
    return Instant(kept)


def _backwards(start: Instant, end: Instant) -> bool:
    """Whether the end is surely before the beginning; without a clock only like can be told from like."""
    first, last = meaning(start.text), meaning(end.text)
    if isinstance(first, Ago) and isinstance(last, Ago):
        return last.back > first.back
    if isinstance(first, Wall) and isinstance(last, Wall) and first.zone == last.zone:
        return last.end <= first.start
    return False
