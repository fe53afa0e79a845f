"""One condition, told twice: over recipients of messages, and over rejections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, true
from sqlalchemy.sql.elements import False_, True_


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of rows, and for rare things a short cut to the rows that may meet it."""

    deliveries: ColumnElement[bool]
    """Over `R` joined with `M`."""
    rejections: ColumnElement[bool]
    """Over `J`."""
    few_deliveries: Select[Any] | None = None
    """(message_id, number) of every row that meets it, when they are few."""
    few_rejections: Select[Any] | None = None
    """id of every rejection that meets it, when they are few."""


ALL = Condition(true(), true())
NOTHING = Condition(false(), false())


def negated(condition: Condition) -> Condition:
    """Rows that do not meet it; what is unknown (NULL) does not meet it."""
    return Condition(_not(condition.deliveries), _not(condition.rejections))


def _not(test: ColumnElement[bool]) -> ColumnElement[bool]:
    if isinstance(test, True_ | False_):
        return not_(test)
    return not_(func.coalesce(test, false()))


def all_of(conditions: list[Condition]) -> Condition:
    """Rows that meet every one; any one's short cut will do."""
    return Condition(
        and_(true(), *(one.deliveries for one in conditions)),
        and_(true(), *(one.rejections for one in conditions)),
        next((one.few_deliveries for one in conditions if one.few_deliveries is not None), None),
        next((one.few_rejections for one in conditions if one.few_rejections is not None), None),
    )


def any_of(conditions: list[Condition]) -> Condition:
    """Rows that meet one at least; a short cut only if each has one."""
    deliveries = [one.few_deliveries for one in conditions if one.few_deliveries is not None]
    rejections = [one.few_rejections for one in conditions if one.few_rejections is not None]
    return Condition(
        or_(false(), *(one.deliveries for one in conditions)),
        or_(false(), *(one.rejections for one in conditions)),
        _union(deliveries) if len(deliveries) == len(conditions) else None,
        _union(rejections) if len(rejections) == len(conditions) else None,
    )


def _union(parts: list[Select[Any]]) -> Select[Any] | None:
    first, *rest = parts
    return first.union(*rest).subquery().select() if rest else first
