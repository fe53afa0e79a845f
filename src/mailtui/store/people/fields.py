"""Contacts as conditions of segments see them: only the fields that are asked for are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import ContactStatus
from mailtui.model.people_view import Filter
from mailtui.store.people.reading import walk

Values = dict[str, Any]


def _same(value: Any) -> Any:
    return value


def _text(value: str) -> str | None:
    """What nobody told is not known."""
    return value or None


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _status(value: int) -> str:
    return ContactStatus.of_code(value).value


_COLUMNS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "email": ("a.text", _same),
    "first_name": ("c.first_name", _text),
    "last_name": ("c.last_name", _text),
    "status": ("c.status", _status),
    "source": ("c.source", _text),
    "notes": ("c.notes", _text),
    "bounce_type": ("c.bounce_type", _text),
    "unsubscribe_reason": ("c.unsubscribe_reason", _text),
    "email_verified": ("c.verified", _flag),
    "gdpr_consent": ("c.consent", _flag),
    "bounce_count": ("c.bounces", _same),
    "complaint_count": ("c.complaints", _same),
    "created_at": ("c.created", _same),
    "updated_at": ("c.updated", _same),
    "subscribed_at": ("c.subscribed", _same),
    "confirmation_sent_at": ("c.confirmation_sent", _same),
    "confirmed_at": ("c.confirmed", _same),
    "unsubscribed_at": ("c.unsubscribed", _same),
    "last_bounce_at": ("c.last_bounce", _same),
    "last_complaint_at": ("c.last_complaint", _same),
    "gdpr_consent_date": ("c.consent_at", _same),
    "tags": ("c.tags", json.loads),
    "custom_fields": ("c.custom", json.loads),
}
"""By the names of `query.segments.fields`."""
KNOWN = frozenset(_COLUMNS)


def contacts(connection: Connection, wanted: Filter, fields: Collection[str]) -> Iterator[tuple[int, Values]]:
    """The id of each contact, and its fields."""
    names = sorted(fields)
    columns = [_COLUMNS[name] for name in names]
    made = [(name, make) for name, (_, make) in zip(names, columns, strict=True)]
    for id_, *row in walk(connection, wanted, ["c.id", *(column for column, _ in columns)]):
        yield id_, {name: make(value) for (name, make), value in zip(made, row, strict=True)}
