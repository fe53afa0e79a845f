"""How far a file has been read, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import LogType
from mailtui.store.rows import Row


@dataclass(slots=True)
class Cursor:
    """How far one file has been read; `offset` and `lines` count its uncompressed content."""

    id: int
    source_id: int
    log_type: LogType
    path: str
    device: int | None = None
    inode: int | None = None
    head_length: int = 0
    head_digest: bytes = b""
    tail_length: int = 0
    tail_digest: bytes = b""
    offset: int = 0
    lines: int = 0
    first_time: int | None = None
    last_time: int | None = None
    open_entry: int | None = None
    size: int | None = None
    """Bytes on the disk and mtime (UTC microseconds) when the file was last read to its end."""
    modified: int | None = None

    def row(self) -> Row:
        """As a row of `source_file`."""
        return (
            self.id,
            self.source_id,
            self.log_type.code,
            self.path,
            self.device,
            self.inode,
            self.head_length,
            self.head_digest,
            self.tail_length,
            self.tail_digest,
            self.offset,
            self.lines,
            self.first_time,
            self.last_time,
            self.open_entry,
            self.size,
            self.modified,
        )
