"""One file that grows, held open: what is appended is imported, whatever the file is called by now."""

from __future__ import annotations

import os
import re

from mailtui.ingest.appending import PRIMED, Appended, records_before
from mailtui.ingest.cutting import Cut, cut_end
from mailtui.ingest.fingerprint import digest
from mailtui.ingest.importing import FileImporter, MovedError
from mailtui.ingest.passing import Pass
from mailtui.ingest.reading import LONGEST_LINE, Chunk
from mailtui.model.clock import Clock
from mailtui.model.enums import LogType

AT_ONCE = 4 * 1024 * 1024
"""Bytes of a log in one transaction."""
RECORD_PATIENCE = 1.0
"""Seconds until a record whose next line may belong to it is taken as complete."""
LINE_PATIENCE = 5.0
"""Seconds until a last line without its newline is imported as it is; it is taken back when it grows."""
_PIECE = re.compile(rb"\[\d+[/\\]\d+\] ")
"""Exim's mark of a syslog line that was split: `[1/3]`, and `[2\\3]` for those that follow."""


class LostError(Exception):
    """The file is not the one it was: truncated, or written anew from its beginning."""


class Tail:
    """The end of a file, from the cursor on. A call costs one `fstat` while nothing was appended."""

    def __init__(self, importer: FileImporter, reading: Pass, path: str) -> None:
        """Go on where `reading` of the file at `path` ended; OSError when there is none now."""
        self.importer = importer
        self._reading = reading
        self._file = open(path, "rb", buffering=0)  # noqa: SIM115 - closed by close()
        found = os.fstat(self._file.fileno())
        self.place = found.st_dev, found.st_ino
        self._seen = (-1, -1)
        self._since = 0.0
        self._waiting = False
        """Bytes behind the cursor are no whole record yet."""
        self._remember_end()

    @property
    def source_id(self) -> int:
        """Where the file comes from."""
        return self._reading.cursor.source_id

    def is_idle(self, now: float, seconds: float) -> bool:
        """Nothing was appended for so long, and nothing waits to be complete."""
        return not self._waiting and now - self._since > seconds

    def is_deleted(self) -> bool:
        """No name leads to the file any more."""
        return os.fstat(self._file.fileno()).st_nlink == 0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def advance(self, now: float) -> int:
        """Import what is new; how many lines were. `now`: seconds of a monotonic clock.

        LostError when the file is to be looked at from its beginning.
        """
        status = os.fstat(self._file.fileno())
        seen = (status.st_size, status.st_mtime_ns)
        if seen != self._seen:
            self._seen, self._since = seen, now
            return self._read(status, patient=True, half=False)
        quiet = now - self._since
        if self._waiting and quiet > RECORD_PATIENCE:
            return self._read(status, patient=False, half=quiet > LINE_PATIENCE)
        return 0

    def _read(self, status: os.stat_result, *, patient: bool, half: bool) -> int:
        """Import the whole lines there are; `half`: also a last one that lacks its newline."""
        size, modified = status.st_size, round(status.st_mtime * 1e6)
        before = self._before(size)
        lines = 0
        cursor = self._reading.cursor
        while True:
            data = os.pread(self._file.fileno(), AT_ONCE, cursor.offset)
            chunk = self._chunk(data, half=half)
            if chunk is None:
                break
            whole = not chunk.complete or not (patient and _may_go_on(chunk.data, cursor.log_type))
            part = cut_end(chunk, before, cursor.log_type, whole=whole)
            if not part.records or (part.last_line_open and len(part.records) == 1 and cursor.open_entry):
                break
            lines += self._append(part, size, modified)
            before = part.before
            if part.last_line_open or not whole:
                break
        self._waiting = cursor.offset < size and not (half and cursor.open_entry is not None)
        return lines

    def _append(self, part: Cut, size: int, modified: int) -> int:
        try:
            return len(self.importer.append(self._reading, part, size, modified))
        except MovedError:
            raise LostError from None

    def _chunk(self, data: bytes, *, half: bool) -> Chunk | None:
        """The whole lines of `data`, or (`half`) the last one as it is; None when there is neither."""
        cursor = self._reading.cursor
        end = data.rfind(b"\n") + 1
        if end:
            return Chunk(cursor.offset, data[:end], cursor.lines + 1)
        if len(data) > LONGEST_LINE:
            raise LostError
        return Chunk(cursor.offset, data, cursor.lines + 1, complete=False) if data and half else None

    def _before(self, size: int) -> bytes:
        """The bytes before the cursor; LostError unless they are those that were imported."""
        cursor = self._reading.cursor
        if size < cursor.offset:
            raise LostError
        start = cursor.offset - cursor.tail_length
        before = os.pread(self._file.fileno(), cursor.tail_length, start)
        if len(before) != cursor.tail_length or digest(before) != cursor.tail_digest:
            raise LostError
        return before

    def _remember_end(self) -> None:
        """Know the last lines before the cursor, should another file have lines of the same time."""
        reading = self._reading
        cursor = reading.cursor
        start = max(0, cursor.offset - PRIMED)
        data = os.pread(self._file.fileno(), cursor.offset - start, start)
        if start:
            data = data[data.find(b"\n") + 1 :]
        clock = Clock(reading.zone, cursor.last_time)
        before = records_before(data, cursor.log_type, clock)
        reading.known = Appended(reading.server_id, cursor.log_type, cursor.id, before)


def _may_go_on(data: bytes, log_type: LogType) -> bool:
    """Whether the next line may belong to the last record.

    Exim writes a line of its main log at once; a record of the reject log, and a line that syslog
    had to split, are several lines.
    """
    return log_type is LogType.REJECT or _PIECE.search(data) is not None
