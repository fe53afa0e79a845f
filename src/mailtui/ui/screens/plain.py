"""Rows as whole lines of plain text, for the terminal's own selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.rendering import one_line, safe
from mailtui.ui.widgets.columns import UNKNOWN, sender_text
from mailtui.ui.words import Look, stamp, status_text

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow


def plain_row(row: SearchRow, look: Look) -> str:
    """Everything a row of the list has columns for, nothing cut."""
    reply = one_line(row.reply) if row.reply else ""
    words = (
        stamp(row.key.time, look),
        status_text(row.status, look),
        row.queue_id,
        f"{sender_text(row)} -> {row.recipient or UNKNOWN}",
        row.host,
        f"[{row.ip}]" if row.ip else "",
        "" if row.smtp_code is None or reply.startswith(str(row.smtp_code)) else str(row.smtp_code),
        reply,
    )
    return "  ".join(safe(word) for word in words if word)
