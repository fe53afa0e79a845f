"""Does a contact belong to a segment?

What a contact does not have (None, or an absent custom field) equals only null, contains nothing and is
neither before nor after anything. Text is compared without regard to case. A date without time of day equals
every moment of that day in UTC and is ordered by its beginning. A list equals or contains what one of its
entries equals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from mailtui.query.segments import values
from mailtui.query.segments.fields import CUSTOM, NEGATED, FieldType, Op, type_of
from mailtui.query.segments.tree import Condition, Day, Instant, Node, Not, OneOf, Scalar

_ORDERED: dict[Op, Callable[[Any, Any], bool]] = {
    Op.GREATER: lambda mine, due: mine > due,
    Op.AFTER: lambda mine, due: mine > due,
    Op.GREATER_EQUAL: lambda mine, due: mine >= due,
    Op.LESS: lambda mine, due: mine < due,
    Op.BEFORE: lambda mine, due: mine < due,
    Op.LESS_EQUAL: lambda mine, due: mine <= due,
}


def evaluate(tree: Node, contact: Mapping[str, Any]) -> bool:
    """Whether the contact fulfils the conditions.

    `contact`: values under the names of `fields.FIELDS`; moments as UTC microseconds, tags as texts, and
    under `custom_fields` a mapping of JSON values. What is absent is None.
    """
    if isinstance(tree, Condition):
        return _holds(tree, contact)
    if isinstance(tree, Not):
        return not evaluate(tree.part, contact)
    if isinstance(tree, OneOf):
        return not tree.parts or any(evaluate(part, contact) for part in tree.parts)
    return all(evaluate(part, contact) for part in tree.parts)


def _holds(condition: Condition, contact: Mapping[str, Any]) -> bool:
    positive = NEGATED.get(condition.op)
    if positive:
        return not _holds(Condition(condition.field, positive, condition.values), contact)
    mine = _mine(condition.field, contact)
    if condition.op is Op.IS_NULL:
        return mine is None
    if condition.op in (Op.IS_TRUE, Op.IS_FALSE):
        return values.flag(mine) is (condition.op is Op.IS_TRUE)
    as_text = type_of(condition.field) in (FieldType.TEXT, FieldType.LIST)
    return any(_compares(condition.op, mine, due, as_text) for due in condition.values)


def _mine(field: str, contact: Mapping[str, Any]) -> object:
    """What the contact has; moments as such."""
    if field.startswith(CUSTOM):
        custom = contact.get("custom_fields")
        return custom.get(field.removeprefix(CUSTOM)) if isinstance(custom, Mapping) else None
    found: object = contact.get(field)
    if isinstance(found, int) and type_of(field) is FieldType.DATE:
        return Instant(found)
    return found


def _compares(op: Op, mine: object, due: Scalar, as_text: bool) -> bool:
    """One value against another. `as_text`: what looks like a number or a date is none."""
    if op in (Op.EQUALS, Op.IN):
        return _equal(mine, due, as_text)
    if mine is None or due is None:
        return False
    if op in _ORDERED:
        pair = _ordered(mine, due, as_text)
        return pair is not None and _ORDERED[op](*pair)
    if _is_list(mine):
        return op is Op.CONTAINS and _equal(mine, due, as_text)
    text, part = _text(mine), _text(due)
    if op is Op.CONTAINS:
        return part in text
    return text.startswith(part) if op is Op.STARTS_WITH else text.endswith(part)


def _is_list(mine: object) -> bool:
    return isinstance(mine, Collection) and not isinstance(mine, str | bytes | Mapping | Day | Instant)


def _equal(mine: object, due: Scalar, as_text: bool) -> bool:
    if mine is None or due is None:
        return mine is due
    if isinstance(mine, Collection) and _is_list(mine):
        return any(_equal(one, due, as_text) for one in mine if one is not None)
    if as_text:
        return _text(mine) == _text(due)
    if isinstance(mine, bool) or isinstance(due, bool):
        return values.flag(mine) is values.flag(due)
    numbers = values.number(mine), values.number(due)
    if None not in numbers:
        return numbers[0] == numbers[1]
    dates = _date(mine), _date(due)
    if isinstance(dates[0], Instant) and isinstance(dates[1], Day):
        return dates[1].begin <= dates[0].moment < dates[1].end
    if dates[0] is not None and dates[1] is not None:
        return dates[0][0] == dates[1][0]
    return _text(mine) == _text(due)


def _ordered(mine: object, due: Scalar, as_text: bool) -> tuple[Any, Any] | None:
    """The two made comparable: as numbers, as moments, as text. None where they are not of one kind."""
    numbers = values.number(mine), values.number(due)
    if None not in numbers and not as_text:
        return numbers
    dates = _date(mine), _date(due)
    if dates[0] is not None and dates[1] is not None:
        return dates[0][0], dates[1][0]
    if isinstance(mine, str) and isinstance(due, str):
        return _text(mine), _text(due)
    return None


def _date(value: object) -> Day | Instant | None:
    return value if isinstance(value, Day | Instant) else values.date(value)


def _text(value: object) -> str:
    """Text to compare: numbers as people write them, without regard to case."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).casefold()
