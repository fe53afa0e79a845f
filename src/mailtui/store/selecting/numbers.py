"""Fields of numbers, codes and times."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, true

from mailtui.model.moment import SECOND
from mailtui.query.moments import resolve
from mailtui.query.tree import Compare, Op, Range, Span, Text
from mailtui.store.selecting.condition import NONE, Condition
from mailtui.store.selecting.context import Context, J, M, R
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.values import Values

ENDLESS = (1 << 63) - 1
"""Later than any moment; below zero, earlier."""
_OPERATORS = {Op.EQ: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}


def delay(context: Context) -> ColumnElement[Any]:
    """How long a delivery took, or has taken so far, in microseconds."""
    return func.coalesce(R.c.finished, context.now) - R.c.time


def by_size(context: Context, values: Values) -> Condition:
    """Bytes of the message."""
    test = _compare(M.c.size, values)
    return Condition(test, false(), context.of_messages(test), NONE)


def by_delay(context: Context, values: Values) -> Condition:
    """Seconds to the outcome."""
    return Condition(_compare(delay(context), values, SECOND), false(), None, NONE)


def by_age(context: Context, values: Values) -> Condition:
    """Seconds since the message came."""
    test = _compare(context.now - R.c.time, values, SECOND)
    return Condition(test, _compare(context.now - J.c.time, values, SECOND))


def by_tries(_context: Context, values: Values) -> Condition:
    """Attempts; a refusal had none of ours."""
    return Condition(_compare(R.c.attempts, values), false(), None, NONE)


def by_code(_context: Context, values: Values) -> Condition:
    """SMTP reply code."""
    return Condition(_compare(R.c.smtp_code, values), _compare(J.c.smtp_code, values))


def by_enhanced_code(_context: Context, values: Values) -> Condition:
    """RFC 3463 code, or codes that begin so."""

    def test(column: ColumnElement[Any]) -> ColumnElement[bool]:
        texts = sorted({value.text for value in values if isinstance(value, Text)})
        # "5.1" < "5.1.…" < "5.1/": everything that goes on with a dot.
        longer = [column.between(f"{text}.", f"{text}/") for text in texts]
        return either([column.in_(texts), *longer])

    return Condition(test(R.c.enhanced_code), test(J.c.enhanced_code))


def by_date(context: Context, values: Values) -> Condition:
    """Spans of time, resolved in the reader's zone."""

    def test(column: ColumnElement[Any]) -> ColumnElement[bool]:
        return either(_within(column, start, end) for start, end in _spans(context, values))

    return Condition(test(R.c.time), test(J.c.time))


def span(context: Context, values: Values) -> tuple[int | None, int | None]:
    """From the beginning of the first to the end of the last of some spans of time."""
    starts, ends = [], []
    for start, end in _spans(context, values):
        starts.append(-ENDLESS if start is None else start)
        ends.append(ENDLESS if end is None else end)
    return min(starts, default=None), max(ends, default=None)


def _spans(context: Context, values: Values) -> list[tuple[int | None, int | None]]:
    return [resolve(value, context.now, context.zone) for value in values if isinstance(value, Span)]


def _within(column: ColumnElement[Any], start: int | None, end: int | None) -> ColumnElement[bool]:
    since = true() if start is None else column >= start
    return and_(since, true() if end is None else column < end)


def _compare(column: ColumnElement[Any], values: Values, unit: int = 1) -> ColumnElement[bool]:
    tests = []
    for value in values:
        if isinstance(value, Range):
            tests.append(column.between(value.low * unit, value.high * unit))
        elif isinstance(value, Compare):
            tests.append(column.bool_op(_OPERATORS[value.op])(value.number * unit))
    return either(tests)
