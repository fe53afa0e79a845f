"""A checked tree of conditions in English, a line for each condition. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.model.moment import iso
from mailtui.model.veil import MASK
from mailtui.model.visible import is_shared
from mailtui.query.segments.fields import CUSTOM, Op
from mailtui.query.segments.reading import read
from mailtui.query.segments.tree import All, Condition, Day, Fault, Instant, Node, Not, OneOf, Scalar

_WORDS = {
    Op.EQUALS: "is",
    Op.NOT_EQUALS: "is not",
    Op.CONTAINS: "contains",
    Op.NOT_CONTAINS: "does not contain",
    Op.STARTS_WITH: "begins with",
    Op.ENDS_WITH: "ends with",
    Op.IN: "is one of",
    Op.NOT_IN: "is none of",
    Op.GREATER: "is more than",
    Op.GREATER_EQUAL: "is at least",
    Op.LESS: "is less than",
    Op.LESS_EQUAL: "is at most",
    Op.BEFORE: "is before",
    Op.AFTER: "is after",
    Op.IS_TRUE: "is true",
    Op.IS_FALSE: "is false",
    Op.IS_NULL: "is not known",
    Op.NOT_NULL: "is known",
}
_STEP = "  "
_TELLING = frozenset({"email", "first_name", "last_name", "notes", "unsubscribe_reason"})
"""Fields whose values may be somebody's name: dots while the screen is shared, as fields of one's own are."""


def explain(tree: Node) -> list[str]:
    """The lines, indented by how deep they are."""
    return list(_lines(tree, 0)) if not _is_everybody(tree) else ["everybody"]


def explained(conditions: str, error: str = "") -> list[str]:
    """Conditions as JSON in lines of English; none, where they cannot be evaluated."""
    found = read(conditions)
    return [] if error or isinstance(found, Fault) else explain(found)


def fields_of(tree: Node) -> frozenset[str]:
    """The fields that the conditions ask for; of all custom fields `custom_fields`."""
    if isinstance(tree, Condition):
        return frozenset({"custom_fields" if tree.field.startswith(CUSTOM) else tree.field})
    parts = (tree.part,) if isinstance(tree, Not) else tree.parts
    return frozenset().union(*map(fields_of, parts))


def _is_everybody(tree: Node) -> bool:
    return isinstance(tree, All | OneOf) and not tree.parts


def _lines(tree: Node, depth: int) -> Iterator[str]:
    indent = _STEP * depth
    if isinstance(tree, Condition):
        yield f"{indent}{_said(tree)}"
    elif isinstance(tree, Not):
        yield f"{indent}not:"
        yield from _lines(tree.part, depth + 1)
    elif len(tree.parts) == 1:
        yield from _lines(tree.parts[0], depth)
    elif not tree.parts:
        yield f"{indent}everybody"
    else:
        yield f"{indent}{'all of' if isinstance(tree, All) else 'one at least of'}:"
        for part in tree.parts:
            yield from _lines(part, depth + 1)


def _said(condition: Condition) -> str:
    names_people = condition.field in _TELLING or condition.field.startswith(CUSTOM)
    hidden = is_shared() and names_people and bool(condition.values)
    values = MASK if hidden else ", ".join(map(_value, condition.values))
    return f"{condition.field} {_WORDS[condition.op]} {values}".rstrip()


def _value(value: Scalar) -> str:
    if isinstance(value, Day):
        return iso(value.begin)[:10]
    if isinstance(value, Instant):
        return iso(value.moment)
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else str(int(value) if value.is_integer() else value)
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
