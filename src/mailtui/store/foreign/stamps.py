"""Moments in the other database's own words, so that it can compare them."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Float, case, cast, func, literal, type_coerce

from mailtui.model.moment import to_datetime

_FORM = "%Y-%m-%d %H:%M:%f"
_MILLISECONDS = 100_000_000_000
"""From here on a number is one of milliseconds."""


class Stamps:
    """How an engine has moments: a server as such, a file as text or as numbers since 1970."""

    def __init__(self, is_file: bool, zone: tzinfo) -> None:
        """`zone`: of moments that carry none."""
        self._is_file = is_file
        self._zone = zone

    def of(self, column: ColumnElement[Any], aware: bool) -> ColumnElement[Any]:
        """A column as it can be compared; where it has nothing, before everything."""
        if not self._is_file:
            return func.coalesce(cast(column, DateTime(timezone=aware)), self.at(0, aware))
        stored = type_coerce(column, Float())
        number = case((stored > _MILLISECONDS, stored / 1000.0), else_=stored)
        text = case(
            (func.typeof(column).in_(("integer", "real")), func.strftime(_FORM, number, "unixepoch")),
            else_=func.strftime(_FORM, column),
        )
        return func.coalesce(text, self.at(0, aware))

    def at(self, when: int, aware: bool) -> ColumnElement[Any]:
        """A moment (UTC microseconds) as it is compared with what `of` makes."""
        stamp = to_datetime(when, self._zone)
        if self._is_file:
            return literal(stamp.replace(tzinfo=None).isoformat(" ", "milliseconds"))
        return literal(stamp if aware else stamp.replace(tzinfo=None), DateTime(timezone=aware))

    def latest(self, moments: list[ColumnElement[Any]]) -> ColumnElement[Any]:
        """The latest of several."""
        if len(moments) == 1:
            return moments[0]
        return func.max(*moments) if self._is_file else func.greatest(*moments)


def is_aware(column: ColumnElement[Any] | None) -> bool:
    """Whether the moments of a column have a zone."""
    return column is not None and bool(getattr(column.type, "timezone", False))
