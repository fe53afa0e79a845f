"""A row as programs read it: the keys of its JSON, the columns of its CSV."""

from __future__ import annotations

from typing import Any

from mailtui.model.moment import iso
from mailtui.model.view import SearchRow

KEYS = (
    *("kind", "id", "server", "queue_id", "message_id", "received", "sender", "subject", "size", "recipient"),
    *("status", "outcome", "queue_state", "attempts", "last_attempt", "host", "ip", "smtp_code"),
    *("enhanced_code", "reply", "class", "side", "unknown_since", "unknown_why", "tags", "notes"),
)
"""Of a row in JSON and, in this order, of a column in CSV."""
_MOMENTS = ("received", "last_attempt", "unknown_since")


def as_object(row: SearchRow) -> dict[str, Any]:
    """The row in JSON; absent values are null, times ISO 8601 in UTC."""
    shown = {key: getattr(row, "failure_class" if key == "class" else key, None) for key in KEYS}
    if row.quiet is not None:
        shown |= {"unknown_since": row.quiet.since, "unknown_why": row.quiet.reason}
    shown |= {"tags": " ".join(tag.name for tag in row.remarks.tags), "notes": len(row.remarks.noted)}
    return {key: _iso(value) if key in _MOMENTS else value for key, value in shown.items()}


def as_record(row: SearchRow) -> list[Any]:
    """The row in CSV, by KEYS."""
    return list(as_object(row).values())


def _iso(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)
