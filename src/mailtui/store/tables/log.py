"""Every line that was ever read: compressed blocks of raw records, and the lines nobody understood."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from mailtui.model.enums import LogType
from mailtui.store.tables.columns import big, key, one_of, word


class RawBlock(SQLModel, table=True):
    """Up to 1024 records of one file, byte for byte, compressed; see `store.blocks` for the layout."""

    __tablename__ = "raw_block"
    __table_args__ = (one_of("log_type", LogType), Index("ix_raw_block_time", "time_max", "time_min"))
    id: int = key()
    file_id: int = big(foreign_key="source_file.id", index=True)
    log_type: int = word()
    time_min: int = big()
    time_max: int = big()
    others: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Which of them tell of no message, with event and time: see `store.entries`."""
    data: bytes = Field(sa_type=LargeBinary)


class UnclearLine(SQLModel, table=True):
    """A line that was not understood. `message_id` is 0 for one of no message."""

    __tablename__ = "unclear_line"
    __table_args__ = (
        Index("ix_unclear_line_time", "time", "message_id"),
        Index("ix_unclear_line_message", "message_id"),
    )
    id: int = key()
    message_id: int = big()
    time: int = big()
