"""Conditions on rows that several questions share."""

from mailtui.model.enums import MessageKind, Status

EVENTFUL = f"status NOT IN ({Status.ACCEPTED.code}, {Status.DELIVERED.code})"
"""The rows that an index on status is worth having for: most others got through.

SQLite uses a partial index only for a query that says its condition to the letter.
"""
MAIL = f"kind <> {MessageKind.REFUSED.code}"
"""Messages that are mail: of our own servers and of sending services; not what was refused on its way in."""
AT_ONCE = "entry_id IS NOT NULL"
"""Over `recipient`: its row tells of its only try, too."""
