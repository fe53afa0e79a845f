"""What `mailtui search` prints of a row: the keys of its JSON and CSV, the columns of its table."""

from __future__ import annotations

from datetime import tzinfo

from mailtui.cli.output import Cell
from mailtui.cli.times import for_people
from mailtui.model.view import SearchRow
from mailtui.services.exporting.records import KEYS, as_object, as_record

__all__ = ["HEADINGS", "KEYS", "as_cells", "as_object", "as_record", "sender"]

HEADINGS = ("time", "status", "queue id", "recipient", "sender", "host", "reply", "server")


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
