"""Chunks of a file -> whole records with their place, never leaving half a record behind the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from mailtui.errors import InputError
from mailtui.ingest.fingerprint import SIZE
from mailtui.ingest.reading import Chunk
from mailtui.model.enums import LogType
from mailtui.parsing.exim.records import Assembler, Lines, Record

_LINE = attrgetter("line")
MOST_CARRIED = 4 * 1024 * 1024
"""A record that is not complete after so many bytes is taken as it is."""


class Cut(NamedTuple):
    """Records of one chunk."""

    records: Sequence[Record]
    offset: int
    """Where the cursor goes: behind the records, but before a last line that is still open."""
    lines: int
    """Physical lines before `offset`."""
    before: bytes
    """The last bytes before `offset`, for the fingerprint of the cursor."""
    last_line_open: bool
    """The file ends without a newline: its last line may still grow."""


def cut(chunks: Iterable[Chunk], log_type: LogType) -> Iterator[Cut]:
    """Cut chunks into records; what may go on in the next chunk is put in front of that.

    When the chunks break off with an InputError, it is raised after the records that came before.
    """
    before = carried = b""
    held: Chunk | None = None
    failure: InputError | None = None
    try:
        for chunk in chunks:
            if held is not None:
                made, carried = _cut(held, before, carried, log_type, last=False)
                before = made.before
                yield made
            held = chunk
    except InputError as error:
        failure = error
    if held is not None:
        yield _cut(held, before, carried, log_type, last=True)[0]
    if failure is not None:
        raise failure


def cut_end(chunk: Chunk, before: bytes, log_type: LogType, *, whole: bool) -> Cut:
    """The records of what was appended to a file, `before` being the bytes in front of it.

    `whole`: nothing more is expected soon, so the last record is taken as it is. Otherwise one that
    may go on in the next lines stays behind the cursor.
    """
    return _cut(chunk, before, b"", log_type, last=whole)[0]


def _cut(chunk: Chunk, before: bytes, carried: bytes, log_type: LogType, *, last: bool) -> tuple[Cut, bytes]:
    data = carried + chunk.data
    offset = chunk.offset - len(carried)
    lines = chunk.line - 1 - carried.count(b"\n")
    whole = last or chunk.cut
    records: Sequence[Record]
    found = _lines(data, offset, lines, whole=whole) if log_type is LogType.MAIN else None
    if found is not None:
        records, taken = found
    else:
        records, taken = _records(data, Assembler(log_type, offset, lines), offset, whole=whole)
    open_ended = last and not chunk.complete and bool(records)
    passed = (records[-1].offset if open_ended else taken) - offset
    tail = data[max(0, passed - SIZE) : passed]
    if len(tail) < SIZE:
        tail = (before + tail)[-SIZE:]
    passed_lines = len(records) if found is not None and not open_ended else data.count(b"\n", 0, passed)
    made = Cut(records, offset + passed, lines + passed_lines, tail, open_ended)
    return made, data[taken - offset :]


def _lines(data: bytes, offset: int, lines: int, *, whole: bool) -> tuple[Lines, int] | None:
    """As `_records`, where no line may go on but the last one; None when that is not so."""
    if data[-1:] != b"\n":
        return None
    end = len(data) if whole else data.rfind(b"\n", 0, -1) + 1
    found = Lines.of(data[:end], offset, lines + 1) if end else None
    return None if found is None else (found, offset + end)


def _records(data: bytes, assembler: Assembler, offset: int, *, whole: bool) -> tuple[list[Record], int]:
    """The records of some lines, and where they end; `whole`: nothing is left for later."""
    records = assembler.feed(data)
    pending, end = assembler.pending, offset + len(data)
    if whole or pending is None or end - pending > MOST_CARRIED:
        pending = end
        records += assembler.close()
    else:
        records = [record for record in records if record.offset < pending]
    return sorted(records, key=_LINE), pending
