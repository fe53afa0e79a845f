"""Every line that was ever read: compressed blocks of raw records, and one entry a record."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from mailtui.model.enums import EventKind, LogType
from mailtui.store.stamps import MOMENT
from mailtui.store.tables.columns import WITHOUT_ROWID, big, derived, key, one_of, word


class RawBlock(SQLModel, table=True):
    """Up to 256 records of one file, byte for byte, compressed; see `store.blocks` for the layout."""

    __tablename__ = "raw_block"
    __table_args__ = (one_of("log_type", LogType), Index("ix_raw_block_time", "time_max", "time_min"))
    id: int = key()
    file_id: int = big(foreign_key="source_file.id", index=True)
    log_type: int = word()
    time_min: int = big()
    time_max: int = big()
    data: bytes = Field(sa_type=LargeBinary)


class LogEntry(SQLModel, table=True):
    """One record of a log: what it says and when. `message_id` is 0 for lines of no message."""

    __tablename__ = "log_entry"
    __table_args__ = (
        one_of("event", EventKind),
        Index(
            "ix_log_entry_unrecognised",
            "time",
            sqlite_where=text(f"event = {EventKind.UNRECOGNISED.code}"),
            postgresql_where=text(f"event = {EventKind.UNRECOGNISED.code}"),
        ),
        WITHOUT_ROWID,
    )
    message_id: int = key()
    id: int = key()
    event: int = word()
    stamp: int = big()
    """When: whole seconds since 1970, or microseconds where there is a fraction; see `store.stamps`."""
    time: int = derived(MOMENT)
