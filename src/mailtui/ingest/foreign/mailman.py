"""The mail platform with inboxes and threads: its tables, in the order in which one needs the other."""

from __future__ import annotations

from mailtui.ingest.foreign import mails
from mailtui.ingest.foreign.system import Reader, System
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Beside, Part, columns

EVENTS = Part(
    "delivery_events",
    columns("id message_id status", "ses_message_id", moments="created_at", values="details"),
    ("created_at",),
    beside=(
        Beside(
            "message",
            "messages",
            "message_id",
            columns("message_id", "ses_message_id subject from_address"),
            key="message_id",
        ),
        Beside("recipient", "message_recipients", "message_id", columns("address"), key="message_id"),
    ),
)

SYSTEM = System(
    EventProvider.MAILMAN,
    frozenset({"inboxes", "message_references", "message_recipients"}),
    (Reader(EVENTS, mails.write_rows),),
)
