"""What conditions can be about, and how it can be compared: the one table of both."""

from __future__ import annotations

import re
from enum import StrEnum

CUSTOM = "custom_fields."
"""Before the name of a field of the customer's own."""


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "true or false"
    DATE = "date"
    LIST = "list"
    ANY = "any"
    """A custom field: whatever the contact has there."""


class Op(StrEnum):
    """Every way to compare."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    IN = "in"
    NOT_IN = "not_in"
    GREATER = "greater_than"
    GREATER_EQUAL = "greater_than_or_equal"
    LESS = "less_than"
    LESS_EQUAL = "less_than_or_equal"
    BEFORE = "before"
    AFTER = "after"
    IS_TRUE = "is_true"
    IS_FALSE = "is_false"
    IS_NULL = "is_null"
    NOT_NULL = "not_null"


ALIASES = {"gte": Op.GREATER_EQUAL, "lte": Op.LESS_EQUAL}
NEGATED = {Op.NOT_EQUALS: Op.EQUALS, Op.NOT_CONTAINS: Op.CONTAINS, Op.NOT_IN: Op.IN, Op.NOT_NULL: Op.IS_NULL}
"""Operators that hold exactly when another one does not."""
WITHOUT_VALUE = frozenset({Op.IS_TRUE, Op.IS_FALSE, Op.IS_NULL, Op.NOT_NULL})
_ALWAYS = frozenset({Op.EQUALS, Op.NOT_EQUALS, Op.IN, Op.NOT_IN, Op.IS_NULL, Op.NOT_NULL})
_ORDER = frozenset({Op.GREATER, Op.GREATER_EQUAL, Op.LESS, Op.LESS_EQUAL})
_PART = frozenset({Op.CONTAINS, Op.NOT_CONTAINS})
_ENDS = frozenset({Op.STARTS_WITH, Op.ENDS_WITH})
_FLAGS = frozenset({Op.IS_TRUE, Op.IS_FALSE})
_DATES = frozenset({Op.BEFORE, Op.AFTER})
OPERATORS: dict[FieldType, frozenset[Op]] = {
    FieldType.TEXT: _ALWAYS | _PART | _ENDS | _ORDER,
    FieldType.NUMBER: _ALWAYS | _ORDER,
    FieldType.FLAG: _ALWAYS | _FLAGS,
    FieldType.DATE: _ALWAYS | _ORDER | _DATES,
    FieldType.LIST: _ALWAYS | _PART,
    FieldType.ANY: frozenset(Op),
}
FIELDS: dict[str, FieldType] = {
    "email": FieldType.TEXT,
    "first_name": FieldType.TEXT,
    "last_name": FieldType.TEXT,
    "status": FieldType.TEXT,
    "source": FieldType.TEXT,
    "notes": FieldType.TEXT,
    "bounce_type": FieldType.TEXT,
    "unsubscribe_reason": FieldType.TEXT,
    "email_verified": FieldType.FLAG,
    "gdpr_consent": FieldType.FLAG,
    "bounce_count": FieldType.NUMBER,
    "complaint_count": FieldType.NUMBER,
    "created_at": FieldType.DATE,
    "updated_at": FieldType.DATE,
    "subscribed_at": FieldType.DATE,
    "confirmation_sent_at": FieldType.DATE,
    "confirmed_at": FieldType.DATE,
    "unsubscribed_at": FieldType.DATE,
    "last_bounce_at": FieldType.DATE,
    "last_complaint_at": FieldType.DATE,
    "gdpr_consent_date": FieldType.DATE,
    "tags": FieldType.LIST,
}
_CAMEL = re.compile(r"(?<=[a-z])([A-Z])")


def field_name(written: str) -> str:
    """The name as this table has it: `createdAt` is `created_at`; names of custom fields stay as they are."""
    head, dot, rest = written.strip().partition(".")
    name = _CAMEL.sub(r"_\1", head).lower()
    return f"{name}.{rest}" if dot else name


def type_of(name: str) -> FieldType | None:
    """What a field holds; None when there is no such field."""
    if name.startswith(CUSTOM) and len(name) > len(CUSTOM):
        return FieldType.ANY
    return FIELDS.get(name)


def operator(written: str) -> Op | None:
    """The operator: spaces and hyphens are as good as underscores, case does not count.

    None when there is none.
    """
    name = re.sub(r"[ -]", "_", written.strip().lower())
    return ALIASES.get(name) or next((op for op in Op if op == name), None)
