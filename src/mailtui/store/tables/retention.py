"""What stays when raw rows go: how many there were, and up to when they went."""

from __future__ import annotations

from sqlmodel import SQLModel

from mailtui.model.enums import Counted, Retained
from mailtui.store.tables.columns import WITHOUT_ROWID, big, key, one_of, word


class DailyTotal(SQLModel, table=True):
    """How many rows of one kind went, of one server and one day (its beginning in UTC)."""

    __tablename__ = "daily_total"
    __table_args__ = (one_of("counted", Counted), WITHOUT_ROWID)
    server_id: int = key()
    day: int = key()
    counted: int = word(primary_key=True)
    code: int = word(primary_key=True)
    """Which outcome, status or event; 0 where there is only one kind."""
    number: int = big(default=0)


class Retention(SQLModel, table=True):
    """How far rows of one kind went: what is older than `before` is not kept, nor imported again."""

    __tablename__ = "retention"
    __table_args__ = (one_of("kind", Retained),)
    kind: int = word(primary_key=True)
    before: int = big()
    ran: int = big()
    """When that was, UTC microseconds."""
