"""A log as a stream of plain bytes, and as chunks of whole lines with their place in it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from mailtui.errors import InputError
from mailtui.ingest.access import unreadable
from mailtui.ingest.packed import MAGIC, DamagedError, Readable, Unpacker, compression
from mailtui.store.descriptors import belongs_to_sqlite

STDIN = "-"
MIB = 1024 * 1024
LONGEST_LINE = MIB
"""A longer line is handed on in pieces of this size (in bytes, without its newline)."""


class Chunk(NamedTuple):
    """Some whole lines of a log. Places are in the uncompressed content."""

    offset: int
    data: bytes
    line: int
    """1-based number of the line that `data` begins with (or, after a cut, is in)."""
    complete: bool = True
    """`data` ends with a newline. False for the last line of a file that lacks one, and after a cut."""
    cut: bool = False
    """`data` is a piece of a line longer than LONGEST_LINE, and the next chunk goes on with that line."""

    @property
    def end(self) -> int:
        """The offset after this chunk."""
        return self.offset + len(self.data)


class _Counted:
    """Counts what is read from a file, for progress."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self.count = 0

    def read(self, size: int, /) -> bytes:
        data = self._raw.read(size) or b""
        self.count += len(data)
        return data


class _Ahead:
    """A file with its first bytes put back."""

    def __init__(self, head: bytes, raw: Readable) -> None:
        self._head = head
        self._raw = raw

    def read(self, size: int, /) -> bytes:
        if not self._head:
            return self._raw.read(size) or b""
        data, self._head = self._head[:size], self._head[size:]
        return data


class LogStream:
    """The uncompressed content of a log, read forward. Made by `open_log`."""

    def __init__(self, raw: BinaryIO, path: str, *, owned: bool = True) -> None:
        """Read from `raw`; `path` is what errors call it; `owned`: close it with the stream."""
        self.path = path
        self.position = 0
        """Offset of the next byte, in the uncompressed content."""
        self._raw = raw
        self._owned = owned
        self._size = _regular_size(raw)
        self._base = 0 if self._size is None else raw.tell()
        self._counted = _Counted(raw)
        self._ahead = b""
        self._failure: InputError | None = None
        head = self._guarded(self._counted, MAGIC)
        self.compression = compression(head)
        """gzip, xz, bzip2, zstd, or None for plain; told by the first bytes, never by the name."""
        source = _Ahead(head, self._counted)
        self._source: Readable = Unpacker(source, self.compression) if self.compression else source

    @property
    def bytes_read(self) -> int:
        """How far in the file as it lies on the disk (compressed); for progress."""
        return self._counted.count

    @property
    def bytes_total(self) -> int | None:
        """Size of the file as it lies on the disk, None when that cannot be known (a pipe)."""
        return None if self._size is None else max(self._size - self._base, self.bytes_read)

    @property
    def status(self) -> os.stat_result | None:
        """The file that was really opened, whatever its name leads to by now; None for a pipe."""
        return None if self._size is None else os.fstat(self._raw.fileno())

    @property
    def failure(self) -> InputError | None:
        """Why there is nothing after what was read or peeked at, if that is not simply the end."""
        return self._failure

    def peek(self, size: int) -> bytes:
        """The next `size` bytes (fewer at the end or before damage), which stay to be read."""
        if len(self._ahead) < size:
            self._ahead += self._guarded(self._source, size - len(self._ahead))
        return self._ahead[:size]

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes, fewer only at the end.

        At the end of a growing file a later call finds what was added. InputError when the file is
        damaged or the disk fails, after all that could be read was returned.
        """
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        if len(data) < size:
            data += self._guarded(self._source, size - len(data))
        if not data and size and self._failure:
            raise self._failure
        self.position += len(data)
        return data

    def skip_to(self, offset: int) -> None:
        """Go forward to `offset`; at the end of a shorter file stop there."""
        if self.compression is None and self._size is not None:
            self._seek(min(offset, self._now()))
        while self.position < offset and self.read(min(MIB, offset - self.position)):
            pass

    def close(self) -> None:
        """Close the file, unless it is standard input."""
        if self._owned:
            self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _guarded(self, source: Readable, size: int) -> bytes:
        """Read all of `size` if it is there; keep a failure until what came before it is read."""
        found: list[bytes] = []
        try:
            while size > 0 and (data := source.read(size)):
                found.append(data)
                size -= len(data)
        except DamagedError as error:
            self._failure = damaged(self.path, cut_short=error.cut_short)
        except OSError as error:
            self._failure = unreadable(self.path, error)
        return found[0] if len(found) == 1 else b"".join(found)

    def _now(self) -> int:
        """Size of the content as it is now: the file may have grown or been truncated."""
        return os.fstat(self._raw.fileno()).st_size - self._base

    def _seek(self, offset: int) -> None:
        if offset > self.position:
            self._raw.seek(self._base + offset)
            self._ahead = b""
            self._source = self._counted
            self.position = self._counted.count = offset


def _regular_size(raw: BinaryIO) -> int | None:
    """Size of a regular file that can be moved about in, else None."""
    try:
        found = os.fstat(raw.fileno())
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) and raw.seekable() else None


def open_log(path: str) -> LogStream:
    """Open a plain or compressed log, or standard input for `-`. InputError when it cannot be.

    Opening a FIFO waits for its writer. A database is not opened: this process may have locks on it.
    """
    if path == STDIN:
        return LogStream(sys.stdin.buffer, "standard input", owned=False)
    try:
        if belongs_to_sqlite(path):
            raise InputError(f"{path} is a database, not a log", "name the log itself, such as mainlog")
        return LogStream(open(path, "rb", buffering=0), path)
    except OSError as error:
        raise unreadable(path, error) from error


def damaged(path: str, *, cut_short: bool) -> InputError:
    """The error for compressed data that breaks off or does not decode."""
    what = (
        "breaks off in the middle of its compressed data" if cut_short else "is damaged: it does not unpack"
    )
    hint = "what could be read is kept; get a whole copy and import that too: no line is added twice"
    return InputError(f"{path} {what}", hint)


def chunks(stream: LogStream, start: int = 0, size: int = 8 * MIB, line: int = 1) -> Iterator[Chunk]:
    """The content from offset `start` in chunks of whole lines, about `size` bytes each.

    `line` is the number of the line at `start`. Lines longer than LONGEST_LINE come in pieces that
    depend on the line alone, not on `size`. Ends at the end of the content. InputError when the file
    is damaged, after everything that can be read.
    """
    stream.skip_to(start)
    held, offset = b"", stream.position
    while True:
        try:
            block = stream.read(size)
        except InputError as error:
            yield from _unfinished(offset, held, line)
            raise InputError(f"{error.title} after line {line - 1}", error.hint) from error
        if not block:
            yield from _unfinished(offset, held, line)
            return
        held += block
        done = 0
        for end, cut in _ends(held):
            chunk = Chunk(offset, held[done:end], line, not cut, cut)
            yield chunk
            offset, done = chunk.end, end
            line += chunk.data.count(b"\n")
        held = held[done:]


def _ends(held: bytes) -> Iterator[tuple[int, bool]]:
    """Where to end chunks: after the last whole line before an over-long one, and after its pieces."""
    begin = at = 0
    while True:
        newline = held.rfind(b"\n", at, at + LONGEST_LINE + 1)
        if newline >= 0:
            at = newline + 1
            continue
        if at > begin:
            yield at, False
        if len(held) - at <= LONGEST_LINE:
            return
        at = begin = at + LONGEST_LINE
        yield at, True


def _unfinished(offset: int, held: bytes, line: int) -> Iterator[Chunk]:
    if held:
        yield Chunk(offset, held, line, complete=False)
