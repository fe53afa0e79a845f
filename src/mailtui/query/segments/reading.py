"""Conditions as JSON -> a checked tree, or the first fault with its path.

The form is OpenMailer's (`segments.conditions`): groups `{"operator": "AND", "rules": [...]}`, also
`{"and": [...]}`, `{"or": [...]}` and `{"not": {...}}`; rules `{"field": ..., "operator": ..., "value": ...}`;
and `{field: value, ...}`, which means that all are equal. There, an unknown operator means "equals" and an
unknown field is empty; here both are faults, because mail would go to the wrong people.
"""

from __future__ import annotations

import json
from typing import Any

from mailtui.query.nearest import nearest
from mailtui.query.segments import values
from mailtui.query.segments.fields import (
    CUSTOM,
    FIELDS,
    OPERATORS,
    WITHOUT_VALUE,
    FieldType,
    Op,
    field_name,
    operator,
    type_of,
)
from mailtui.query.segments.tree import All, Condition, Fault, Node, Not, OneOf, Scalar

_DEEPEST = 32
_MOST = 1000
"""Conditions, or values of one."""
_GROUPS: dict[str, type[All] | type[OneOf]] = {"AND": All, "OR": OneOf}


class _Faulty(Exception):
    """Carries the fault out of the recursion."""

    def __init__(self, path: str, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.fault = Fault(path.removesuffix("."), reason, hint)


def read(text: str | bytes) -> Node | Fault:
    """The tree of conditions written as JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Fault("", f"this is no JSON: {error}")
    return tree_of(found)


def tree_of(conditions: object) -> Node | Fault:
    """The tree of conditions that are a JSON value already.

    None and `{}` are a fault: what was cut short or forgotten must not become everybody. A group without
    rules says that on purpose.
    """
    if conditions is None or conditions == {}:
        return Fault("", "there are no conditions", 'everybody is {"operator": "AND", "rules": []}')
    try:
        return _Reader().node(conditions, "", 0)
    except _Faulty as faulty:
        return faulty.fault


class _Reader:
    """Reads one tree, counting what it has."""

    def __init__(self) -> None:
        self._count = 0

    def node(self, found: object, path: str, depth: int) -> Node:
        """One group or rule."""
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST:
            raise _Faulty(path, f"more than {_MOST} conditions, or deeper than {_DEEPEST}")
        if not isinstance(found, dict):
            raise _Faulty(path, "a condition is an object", '{"field": ..., "operator": ..., "value": ...}')
        if "field" in found:
            return _rule(found, path)
        if "rules" in found:
            return self._group(found, path, depth)
        short = [key for key in ("and", "or", "not") if key in found]
        if short:
            return self._short(found, short[0], path, depth)
        return All(tuple(self._equal(key, found[key], path) for key in found))

    def _equal(self, key: str, value: object, path: str) -> Condition:
        """One entry of the form without `field`: the field is the key."""
        self._count += 1
        name, kind = _field(key, path, f"{path}{key}")
        return Condition(name, Op.EQUALS, _values(value, Op.EQUALS, kind, f"{path}{key}"))

    def _group(self, found: dict[str, Any], path: str, depth: int) -> Node:
        _only(found, {"operator", "rules"}, path)
        written = found.get("operator", "AND")
        kind = _GROUPS.get(written.strip().upper()) if isinstance(written, str) else None
        if kind is None:
            raise _Faulty(f"{path}operator", f"a group is joined with AND or OR, not {_shown(written)}")
        return kind(self._parts(found["rules"], f"{path}rules", depth))

    def _short(self, found: dict[str, Any], key: str, path: str, depth: int) -> Node:
        _only(found, {key}, path)
        if key == "not":
            return Not(self.node(found[key], f"{path}not.", depth + 1))
        return _GROUPS[key.upper()](self._parts(found[key], f"{path}{key}", depth))

    def _parts(self, found: object, path: str, depth: int) -> tuple[Node, ...]:
        if not isinstance(found, list):
            raise _Faulty(path, "the rules of a group are a list")
        return tuple(self.node(one, f"{path}[{place}].", depth + 1) for place, one in enumerate(found))


def _only(found: dict[str, Any], known: set[str], path: str) -> None:
    """Nothing beside what is known: it would be left out without a word."""
    other = next((key for key in found if key not in known), None)
    if other is not None:
        raise _Faulty(
            f"{path}{other}", f"{_shown(other)} does not belong here", f"known: {', '.join(sorted(known))}"
        )


def _rule(found: dict[str, Any], path: str) -> Condition:
    _only(found, {"field", "operator", "value"}, path)
    name, kind = _field(found["field"], path)
    op = _operator(found.get("operator", "equals"), kind, name, path)
    if op in WITHOUT_VALUE:
        return Condition(name, op)
    if "value" not in found:
        raise _Faulty(f"{path}value", f"{op} needs a value")
    return Condition(name, op, _values(found["value"], op, kind, f"{path}value"))


def _field(written: object, path: str, at: str = "") -> tuple[str, FieldType]:
    name = field_name(written) if isinstance(written, str) else ""
    kind = type_of(name)
    if kind is None:
        close = nearest(name, FIELDS)
        hint = f"did you mean {close}?" if close else f"known: {', '.join(FIELDS)}, {CUSTOM}NAME"
        raise _Faulty(at or f"{path}field", f"a contact has no field {_shown(written)}", hint)
    return name, kind


def _operator(written: object, kind: FieldType, name: str, path: str) -> Op:
    op = operator(written) if isinstance(written, str) else None
    known = [str(one) for one in Op if one in OPERATORS[kind]]
    if op is None:
        close = nearest(str(written), known) if isinstance(written, str) else ""
        hint = f"did you mean {close}?" if close else f"known: {', '.join(known)}"
        raise _Faulty(f"{path}operator", f"there is no operator {_shown(written)}", hint)
    if op not in OPERATORS[kind]:
        hint = f"known for it: {', '.join(known)}"
        raise _Faulty(f"{path}operator", f"{op} does not fit {name}, which is a {kind} field", hint)
    return op


def _values(found: object, op: Op, kind: FieldType, path: str) -> tuple[Scalar, ...]:
    if op not in (Op.IN, Op.NOT_IN) or not isinstance(found, list):
        return (_value(found, op, kind, path),)
    if len(found) > _MOST:
        raise _Faulty(path, f"more than {_MOST} values")
    return tuple(_value(one, op, kind, f"{path}[{place}]") for place, one in enumerate(found))


def _value(found: object, op: Op, kind: FieldType, path: str) -> Scalar:
    """The value, of the type that the field has."""
    if isinstance(found, list | dict):
        raise _Faulty(
            path, f"{op} takes one value, not {'a list' if isinstance(found, list) else 'an object'}"
        )
    if found is None:
        if op in (Op.EQUALS, Op.NOT_EQUALS, Op.IN, Op.NOT_IN):
            return None
        raise _Faulty(path, f"{op} needs a value", "use is_null or not_null to ask whether there is one")
    made = _typed(found, op, kind)
    if made is None:
        due = FieldType.DATE if op in (Op.BEFORE, Op.AFTER) else kind
        hint = "a date is written 2026-11-20 or 2026-11-20T10:00:00Z" if due is FieldType.DATE else ""
        raise _Faulty(path, f"{_shown(found)} is no {due}", hint)
    return made


def _typed(found: object, op: Op, kind: FieldType) -> Scalar:
    if kind is FieldType.DATE or op in (Op.BEFORE, Op.AFTER):
        return values.date(found)
    if kind is FieldType.NUMBER:
        return values.number(found)
    if kind is FieldType.FLAG:
        return values.flag(found)
    if isinstance(found, bool):
        return found if kind is FieldType.ANY else str(found).lower()
    if isinstance(found, int | float):
        return values.number(found) if kind is FieldType.ANY else str(found)
    return found if isinstance(found, str) else None


def _shown(found: object) -> str:
    """What was written, short enough for a sentence."""
    text = repr(found)
    return text if len(text) <= 60 else f"{text[:57]}..."
