"""The rows that an index on status is worth having for: most others got through."""

from mailtui.model.enums import Status

EVENTFUL = f"status NOT IN ({Status.ACCEPTED.code}, {Status.DELIVERED.code})"
"""SQLite uses a partial index only for a query that says its condition to the letter."""
