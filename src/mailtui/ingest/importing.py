"""LINE -> FACT, one file after another: rows and the cursor that vouches for them commit together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.ahead import Ahead
from mailtui.ingest.bulk.receiving import Receiver, Told, is_worth, room
from mailtui.ingest.bulk.step import Order
from mailtui.ingest.cutting import Cut, cut
from mailtui.ingest.files import LogFile
from mailtui.ingest.filing import Kept, Known, Read
from mailtui.ingest.fingerprint import SIZE, head_of
from mailtui.ingest.garbage import paused_collector
from mailtui.ingest.looking import first_stamp, identify, sample_of
from mailtui.ingest.passing import Last, Pass, advance, overlaps, understood
from mailtui.ingest.reading import LogStream, chunks, open_log
from mailtui.ingest.recognising import recognise
from mailtui.ingest.repeating import second_hour
from mailtui.ingest.writing import Writing
from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.model.moment import SECOND
from mailtui.model.summary import FileSummary
from mailtui.parsing.exim.parser import Parser
from mailtui.store import cursors
from mailtui.store.cursor import Cursor
from mailtui.store.engine import Connection, Engine
from mailtui.store.retracting import raw_of

AT_ONCE = 16 * 1024 * 1024
"""Bytes of a log in one transaction, at most: the indexes are the cheaper the more comes in at once."""
LONGEST = 2.0
"""Seconds that a transaction may take, should that be less: others wait for it who want to write."""
PIECE = 1024 * 1024
"""Bytes of a log that are in memory as lines and events."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose logs are being read."""

    server: str
    """Name of the server; for syslog lines only if they do not name another."""
    zone: str | None = None
    """IANA time zone of stamps that carry none; None for the one the server has."""
    new_zone: str = "UTC"
    """The zone of a server that is seen for the first time."""
    fixed: bool = False
    """The user named the server: host names in syslog lines do not count."""


class MovedError(Exception):
    """The cursor is not where this pass left it: somebody else read on in the same content."""


class _OverlapError(Exception):
    """Another file has lines of the same time: this one is to be compared from its beginning."""


class FileImporter:
    """Imports files into one database, whose writing lock the caller holds."""

    def __init__(
        self, engine: Engine, origin: Origin, diagnoser: Diagnoser | None, writing: Writing | None = None
    ) -> None:
        """Without a diagnoser no failure gets a cause."""
        self._engine = engine
        self._origin = origin
        self._diagnoser = diagnoser
        self._named_zone = None if origin.fixed else origin.new_zone
        self.between: Callable[[], None] = _nothing
        """Called between two transactions of `read`, which goes on where it was; may raise to end it."""
        self.begun: Callable[[Connection, int], None] = _unheard
        """Told, within a transaction, the source of each file that `read` begins with."""
        if writing is not None:
            self._writing = writing
            return
        with engine.begin() as connection:
            self._writing = Writing(connection, diagnoser)

    def beside(self, origin: Origin) -> FileImporter:
        """An importer for logs of another origin, to be used in turn with this one."""
        return FileImporter(self._engine, origin, self._diagnoser, self._writing)

    def begin_anew(self) -> None:
        """Remember nothing but what the database has: somebody else wrote facts."""
        with self._engine.begin() as connection:
            self._writing.begin(connection)

    def read(self, file: LogFile, summary: FileSummary, told: Told, opened: LogStream | None = None) -> Pass:
        """Import what is new in a file; `told` is called within each transaction.

        `opened`: the file, where it was opened already; it is closed here. InputError when it cannot be read
        to its end; what came before is kept.
        """
        stream = opened or open_log(file.path)
        file = _as_opened(file, stream)
        before = self._writing.too_old
        try:
            log_type = identify(stream).log_type if file.stream else file.log_type
            with self._engine.begin() as connection:
                reading, stream = self._start(connection, file, log_type, stream)
                self.begun(connection, reading.cursor.source_id)
                if _unchanged(connection, reading.cursor, stream):
                    summary.lines = reading.cursor.lines + 1
                    self._ended(connection, reading.cursor, file)
                    return reading
            with paused_collector():
                together = self._together(reading, stream, file, summary, told)
                if together is None:
                    reading, stream = self._start_again(file, log_type, stream)
                if together is None or together is reading:
                    reading, stream = self._alone(reading, stream, file, summary, told)
                else:
                    reading = together
        finally:
            stream.close()
            summary.too_old = self._writing.too_old - before
        with self._engine.begin() as connection:
            self._ended(connection, reading.cursor, file)
        return reading

    def _alone(
        self, reading: Pass, stream: LogStream, file: LogFile, summary: FileSummary, told: Told
    ) -> tuple[Pass, LogStream]:
        """Read a file in this process."""
        try:
            self._go_through(reading, stream, summary, told)
        except _OverlapError:
            stream.close()
            stream = open_log(file.path)
            reading = self._afresh(reading, file, stream)
            self._go_through(reading, stream, summary, told)
        return reading, stream

    def _together(
        self, reading: Pass, stream: LogStream, file: LogFile, summary: FileSummary, told: Told
    ) -> Pass | None:
        """Read a big file with another process; `reading` itself when it is not worth it.

        None when what is left has to be read in this process, which remembers nothing.
        """
        if file.stream or not is_worth(file.size, reading):
            return reading
        ids, went = self._writing.gathering.ids, self._writing.gathering.went
        end = room(ids, file.size or 0, packed=stream.compression is not None)
        place = (file.device or 0, file.inode or 0)
        limits = (min(PIECE, AT_ONCE), AT_ONCE, LONGEST)
        database = Path(self._engine.url.database or "")
        order = Order(database, file.path, place, reading, self._named_zone, went, ids, end, *limits)
        return Receiver(self._engine, self._writing, self.between).read(order, summary, told)

    def _start_again(self, file: LogFile, log_type: LogType, stream: LogStream) -> tuple[Pass, LogStream]:
        stream.close()
        stream = open_log(file.path)
        with self._engine.begin() as connection:
            self._writing.begin(connection)
            return self._start(connection, file, log_type, stream)

    def append(self, reading: Pass, part: Cut, size: int, modified: int) -> list[Kept]:
        """Import what was appended to a file that is followed; all of it or nothing.

        `size` and `modified` (UTC microseconds) are the file's. MovedError when the cursor is elsewhere.
        """
        cursor = reading.cursor
        with self._engine.begin() as connection:
            if cursors.place(connection, cursor.id) != (cursor.offset, cursor.open_entry):
                raise MovedError
            kept = self._take(connection, reading, part, understood(reading, part))
            self._writing.finish(connection)
            at_end = cursor.offset == size
            cursor.size, cursor.modified = (size, modified) if at_end else (None, None)
            cursors.save(connection, cursor)
        return kept

    @staticmethod
    def _ended(connection: Connection, cursor: Cursor, file: LogFile) -> None:
        """Note what the file looks like from outside, so that it need not be opened to be known."""
        if file.size is not None and file.modified is not None:
            cursor.size, cursor.modified = file.size, round(file.modified * SECOND)
            cursors.save(connection, cursor)

    def _start(
        self, connection: Connection, file: LogFile, log_type: LogType, stream: LogStream
    ) -> tuple[Pass, LogStream]:
        server_id, zone = cursors.server(
            connection, self._origin.server, self._origin.zone, self._origin.new_zone
        )
        first, sample = stream.peek(SIZE), sample_of(stream)
        cursor = None
        if not file.stream:
            kept = cursors.cursors(connection, server_id, log_type)
            cursor, stream = recognise(kept, stream, lambda: open_log(file.path))
        is_new = cursor is None
        if cursor is None:
            place = file.path if file.stream else os.path.dirname(os.path.abspath(file.path))
            source = cursors.source(connection, server_id, "exim_log", place)
            cursor = cursors.new_cursor(connection, source, log_type, file.path)
        cursor.head_length, cursor.head_digest = head_of(first)
        cursor.device, cursor.inode = file.device, file.inode
        cursors.save(connection, cursor)  # lines that are written refer to it
        known = self._known(connection, server_id, cursor, dropping=is_new)
        began = _beginning(sample, file.modified, ZoneInfo(zone))
        clock = began if cursor.last_time is None else Clock(began.zone, cursor.last_time)
        parser = Parser(clock, log_type)
        last = cursor.last_time or 0
        return Pass(server_id, cursor, parser, known, last, cursor.offset, cursor.lines + 1), stream

    def _afresh(self, old: Pass, file: LogFile, stream: LogStream) -> Pass:
        """Read the file from its beginning, against all that is kept, its own lines too."""
        parser = Parser(_beginning(sample_of(stream), file.modified, old.zone), old.cursor.log_type)
        with self._engine.connect() as connection:
            known = self._known(connection, old.server_id, old.cursor, dropping=True)
        return Pass(old.server_id, old.cursor, parser, known, 0)

    def _known(self, connection: Connection, server_id: int, cursor: Cursor, *, dropping: bool) -> Known:
        blocks = self._writing.blocks
        block = blocks.last(connection, cursor.id)
        last = (block.id, block.count) if block is not None else (0, 0)
        return Known(server_id, cursor.log_type, blocks.next_block, last, dropping=dropping)

    def _go_through(self, reading: Pass, stream: LogStream, summary: FileSummary, told: Told) -> None:
        summary.lines = reading.line - 1
        pieces = chunks(stream, reading.start, min(PIECE, AT_ONCE), reading.line)
        parts = Ahead(cut(pieces, reading.cursor.log_type))
        while parts.first is not None:
            with self._engine.begin() as connection:
                self._transact(connection, reading, parts, summary)
                cursors.save(connection, reading.cursor)
                told(connection, stream.bytes_read, summary, reading.cursor.source_id)
            self.between()
        parts.close()

    def _transact(
        self, connection: Connection, reading: Pass, parts: Ahead[Cut], summary: FileSummary
    ) -> None:
        """Import as many parts as are to be committed together."""
        began, start, is_first = time.monotonic(), reading.start, True
        while (part := parts.first) is not None:
            read = understood(reading, part)
            if not reading.known.dropping and overlaps(connection, reading, [one.time for one in read]):
                if is_first:  # nothing has changed, also in memory
                    raise _OverlapError
                break
            kept = self._take(connection, reading, part, read)
            summary.lines = part.lines + (1 if part.last_line_open else 0)
            summary.new += len(kept)
            summary.unrecognised += sum(line.event.kind is EventKind.UNRECOGNISED for line in kept)
            parts.advance()
            is_first, reading.start = False, part.offset
            if part.offset - start >= AT_ONCE or time.monotonic() - began > LONGEST:
                break
        self._writing.finish(connection)

    def _take(self, connection: Connection, reading: Pass, part: Cut, read: list[Read]) -> list[Kept]:
        """Import the records of one chunk and move the cursor."""
        self._writing.named_zone = self._named_zone
        cursor = reading.cursor
        if cursor.open_entry is not None:
            self._writing.retract(connection, cursor.open_entry)
            cursor.open_entry = None
        new = reading.known.new_ones(connection, read)
        kept = self._writing.write(connection, new, cursor.id, cursor.log_type, reading.server_id)
        advance(cursor, part, [one.time for one in read], Last.of(kept))
        return kept


def _as_opened(file: LogFile, stream: LogStream) -> LogFile:
    """The name may lead to another file than when it was looked up: a rotation came between."""
    found = stream.status
    if file.size is None or found is None:
        return file
    return replace(file, size=found.st_size, modified=found.st_mtime, device=found.st_dev, inode=found.st_ino)


def _nothing() -> None:
    """Between transactions there is mostly nothing to do."""


def _unheard(connection: Connection, source: int) -> None:
    """Mostly nobody asks which source it is."""


def _unchanged(connection: Connection, cursor: Cursor, stream: LogStream) -> bool:
    """The file still ends with the same unfinished line."""
    if cursor.open_entry is None:
        return False
    kept = raw_of(connection, cursor.open_entry)
    return kept is not None and stream.peek(len(kept) + 1) == kept


def _beginning(sample: bytes, modified: float | None, zone: tzinfo) -> Clock:
    """A clock for a log that begins with `sample` and was last written at `modified` (seconds since 1970)."""
    first = first_stamp(sample, time.time() if modified is None else modified)
    return Clock(zone, second_hour(sample, first, zone), int(first[:4]) if first else 1970)
