"""Numbers and times in words."""

from __future__ import annotations

from mailtui.query.fields import FieldType
from mailtui.query.instants import Ago, Clock, Named, Wall, meaning
from mailtui.query.numbers import written
from mailtui.query.tree import Compare, Instant, Op, Range, Span
from mailtui.query.words import WEEKDAYS

_UNITS = {"d": "day", "h": "hour", "m": "minute", "s": "second", "w": "week", "min": "minute"}
_SIGNS = {Op.EQ: "exactly", Op.LT: "under", Op.LE: "at most", Op.GT: "over", Op.GE: "at least"}


def amount(value: Compare | Range, kind: FieldType) -> str:
    """'over 10 MB', 'from 30 seconds to 5 minutes', 'exactly 3'."""
    if isinstance(value, Range):
        return f"from {_number(value.low, kind)} to {_number(value.high, kind)}"
    return f"{_SIGNS[value.op]} {_number(value.number, kind)}"


def code(value: Compare | Range) -> str:
    """'550', '5xx', 'from 421 to 451', 'at least 500'."""
    if isinstance(value, Compare):
        sign = "" if value.op is Op.EQ else f"{_SIGNS[value.op]} "
        return f"{sign}{value.number:.0f}"
    low, high = int(value.low), int(value.high)
    if (low % 100, high) == (0, low + 99):
        return f"{low // 100}xx"
    return f"{low // 10}x" if (low % 10, high) == (0, low + 9) else f"from {low} to {high}"


def span(value: Span, field: str) -> str:
    """'in the last 2 hours', 'yesterday', 'on 2026-11-18', 'before 2026-11-20'."""
    start, end = value.start, value.end
    if start and end:
        return _whole(start) if start == end else f"from {_point(start)} to {_point(end)}"
    if start:
        ago = meaning(start.text)
        if isinstance(ago, Ago):
            return f"in the last {_how_long(start, one=False)}"
        return f"{'after' if value.exclusive else 'since'} {_point(start)}"
    word = "before" if value.exclusive else "until"
    return f"{word} {_point(end)}" if end else f"at any {field}"


def _number(number: float, kind: FieldType) -> str:
    text = written(number, kind)
    digits = text.rstrip("KMGTdhms")
    unit = text[len(digits) :]
    if kind is FieldType.SIZE:
        return f"{digits} {f'{unit}B' if unit else _plural('byte', digits)}"
    return f"{digits} {_plural(_UNITS[unit], digits)}" if unit else digits


def _plural(unit: str, digits: str) -> str:
    return unit if digits == "1" else f"{unit}s"


def _how_long(instant: Instant, *, one: bool) -> str:
    """'2 hours'; '1 hour', or without `one` just 'hour'."""
    digits = instant.text.rstrip("smhdwin")
    unit = _UNITS[instant.text[len(digits) :]]
    number = str(int(digits))
    return unit if number == "1" and not one else f"{number} {_plural(unit, number)}"


def _point(instant: Instant) -> str:
    match meaning(instant.text):
        case Ago():
            return f"{_how_long(instant, one=True)} ago"
        case Named(word):
            return word.title() if word in WEEKDAYS else word
        case Clock():
            return f"{instant.text} today"
        case _:
            return instant.text.replace("T", " ")


def _whole(instant: Instant) -> str:
    """A span that is one day, one minute, one month."""
    found, point = meaning(instant.text), _point(instant)
    if isinstance(found, Clock):
        return f"at {point}"
    if isinstance(found, Wall):
        text = instant.text
        return f"{'at' if 'T' in text else 'on' if text.count('-') == 2 else 'in'} {point}"
    return f"on {point}" if point.lower() in WEEKDAYS else point
