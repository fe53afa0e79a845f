"""Rows as whole lines of plain text, for the terminal's own selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.visible import shown
from mailtui.ui.rendering import one_line, safe
from mailtui.ui.widgets.columns import UNKNOWN, sender_text
from mailtui.ui.words import Look, stamp, status_text

if TYPE_CHECKING:
    from mailtui.model.incident import Incident
    from mailtui.model.view import SearchRow


def plain_row(row: SearchRow, look: Look) -> str:
    """Everything a row of the list has columns for, nothing cut."""
    row = shown(row)
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


def plain_incident(incident: Incident, look: Look) -> str:
    """An incident on one line: what it is, where, whom it hits, since when, what is said."""
    incident = shown(incident)
    from mailtui.ui.widgets.incident_columns import side_word, state_word

    words = (
        stamp(incident.onset, look),
        state_word(incident),
        incident.failure_class,
        side_word(incident),
        incident.provider,
        f"{incident.recipients} people, {incident.messages} messages",
        f"last {stamp(incident.last_seen, look)}",
        incident.assignee or "",
        one_line(incident.sample_reply),
    )
    return "  ".join(safe(word) for word in words if word)
