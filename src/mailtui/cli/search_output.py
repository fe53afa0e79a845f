"""What `mailtui search` prints of a row: the keys of its JSON and CSV, the columns of its table."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from mailtui.cli.output import Cell
from mailtui.cli.times import for_people, iso_or_none
from mailtui.model.view import SearchRow

KEYS = (
    *("kind", "id", "server", "queue_id", "message_id", "received", "sender", "subject", "size", "recipient"),
    *("status", "outcome", "queue_state", "attempts", "last_attempt", "host", "ip", "smtp_code"),
    *("enhanced_code", "reply", "class", "side", "unknown_since", "unknown_why"),
)
"""Of a row in JSON and, in this order, of a column in CSV."""
HEADINGS = ("time", "status", "queue id", "recipient", "sender", "host", "reply", "server")
_MOMENTS = ("received", "last_attempt", "unknown_since")


def as_object(row: SearchRow) -> dict[str, Any]:
    """The row in JSON; absent values are null, times ISO 8601."""
    shown = {key: getattr(row, "failure_class" if key == "class" else key, None) for key in KEYS}
    if row.quiet is not None:
        shown |= {"unknown_since": row.quiet.since, "unknown_why": row.quiet.reason}
    return {key: iso_or_none(value) if key in _MOMENTS else value for key, value in shown.items()}


def as_record(row: SearchRow) -> list[Cell]:
    """The row in CSV, by KEYS."""
    return list(as_object(row).values())


def as_cells(row: SearchRow, zone: tzinfo) -> tuple[Cell, ...]:
    """The row in a table, by HEADINGS: what answers 'did it reach bob', and the id to trace, first."""
    return (
        for_people(row.key.time, zone),
        row.status,
        row.queue_id,
        row.recipient or "(not named)",
        sender(row.sender),
        row.host or row.ip,
        _reply(row),
        row.server,
    )


def sender(address: str | None) -> str:
    """An envelope sender for people: the null sender as `<>`, `(unknown)` when the log does not say."""
    return "(unknown)" if address is None else address or "<>"


def _reply(row: SearchRow) -> str:
    """The reply in one line, with its code in front when the text does not have it."""
    text = " ".join((row.reply or "").split())
    code = str(row.smtp_code or "")
    return text if code in text else f"{code} {text}".strip()
