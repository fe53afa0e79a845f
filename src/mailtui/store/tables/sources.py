"""Where lines come from, and how far each file has been read."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from mailtui.model.enums import LogType
from mailtui.store.tables.columns import big, key, one_of, word


class Server(SQLModel, table=True):
    """A mail server whose logs we read; `time_zone` is that of its stamps (IANA name)."""

    __tablename__ = "server"
    id: int = key()
    name: str = Field(unique=True)
    mta: str = "exim"
    time_zone: str = "UTC"


class Source(SQLModel, table=True):
    """A folder (or standard input) that logs of one server are imported from."""

    __tablename__ = "source"
    __table_args__ = (Index("ix_source_place", "server_id", "kind", "location", unique=True),)
    id: int = key()
    server_id: int = big(foreign_key="server.id")
    kind: str = "exim_log"
    location: str
    enabled: bool = True
    last_error: str | None = None
    followed: bool | None = None
    """Whether the worker follows it; NULL when it was only ever imported."""
    behind: int | None = big(optional=True)
    """Bytes on the disk that the worker has found there and not read yet."""
    newest: int | None = big(optional=True)
    """Time of the newest event told here by a service, UTC microseconds; of logs, each file knows its own."""


class SourceFile(SQLModel, table=True):
    """The import cursor of one file, known by its content and not by its name.

    `head_*` fingerprint the first bytes (uncompressed), `tail_*` the bytes before the cursor, so
    that a renamed, copied or compressed file is recognised and a rewritten one is not mistaken.
    """

    __tablename__ = "source_file"
    __table_args__ = (one_of("log_type", LogType),)
    id: int = key()
    source_id: int = big(foreign_key="source.id", index=True)
    log_type: int = word()
    path: str
    device: int | None = big(optional=True)
    inode: int | None = big(optional=True)
    head_length: int = 0
    head_digest: bytes = Field(default=b"", sa_type=LargeBinary)
    tail_length: int = 0
    tail_digest: bytes = Field(default=b"", sa_type=LargeBinary)
    offset: int = big(default=0)
    """Bytes read (uncompressed)."""
    lines: int = big(default=0)
    first_time: int | None = big(optional=True)
    last_time: int | None = big(optional=True)
    open_entry: int | None = big(optional=True)
    """The entry of a last line without a newline, which begins at `offset`: it may still grow."""
    size: int | None = big(optional=True)
    """Bytes on the disk when it was last read to its end, so that it need not be opened to be known."""
    modified: int | None = big(optional=True)
    """Its mtime then (UTC microseconds)."""
