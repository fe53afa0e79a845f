"""A row as programs read it: the keys of its JSON, the columns of its CSV."""

from __future__ import annotations

from typing import Any

from mailtui.model.engaged import Engaged
from mailtui.model.moment import iso
from mailtui.model.view import SearchRow

KEYS = (
    *("kind", "id", "server", "queue_id", "message_id", "received", "sender", "subject", "size", "recipient"),
    *("status", "outcome", "queue_state", "attempts", "last_attempt", "host", "ip", "smtp_code"),
    *("enhanced_code", "reply", "class", "side", "unknown_since", "unknown_why", "tags", "notes", "time"),
)
"""Of a row in JSON and, in this order, of a column in CSV."""
_MOMENTS = ("time", "received", "last_attempt", "unknown_since")


def as_object(row: SearchRow) -> dict[str, Any]:
    """The row in JSON; absent values are null, times ISO 8601 in UTC.

    After KEYS `engagement`, where a sending service tells what the recipient did.
    """
    shown = {key: getattr(row, "failure_class" if key == "class" else key, None) for key in KEYS}
    if row.quiet is not None:
        shown |= {"unknown_since": row.quiet.since, "unknown_why": row.quiet.reason}
    shown |= {"tags": " ".join(tag.name for tag in row.remarks.tags), "notes": len(row.remarks.noted)}
    shown["time"] = row.key.time
    shown = {key: _iso(value) if key in _MOMENTS else value for key, value in shown.items()}
    return shown | ({"engagement": _engagement(row.engaged)} if row.engaged is not None else {})


def _engagement(did: Engaged) -> dict[str, Any]:
    """What a recipient did: moments in UTC, null where it did not happen, '' where that was told without."""
    found = did._asdict()
    for name in ("sent", "opened", "clicked", "complained", "unsubscribed"):
        moment = found[name]
        found[name] = "" if moment == 0 else _iso(moment)
    return found


def as_record(row: SearchRow) -> list[Any]:
    """The row in CSV, by KEYS."""
    shown = as_object(row)
    return [shown[key] for key in KEYS]


def _iso(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)
