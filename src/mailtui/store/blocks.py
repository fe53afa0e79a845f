"""Raw records in compressed blocks, byte for byte, each with its place in its file.

Layout of a block before compression: a JSON header line with the line number and offset of each
record (only where one does not follow the one before) and the length of each (their number, where each
is one line), then the records, each with a newline behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import zstandard

LEVEL = 5
"""Three bytes a line less than 3, for half a microsecond."""
RECORDS_PER_BLOCK = 1024
"""An entry's id is block id x 1024 + place in the block. A quarter of that takes 7 bytes a line more."""


class Stored(NamedTuple):
    """One raw record as kept: its place in the (uncompressed) file and its bytes."""

    offset: int
    line: int
    raw: bytes
    unstamped: int = 0
    """For a record without a stamp of its own: the time it was given (that of the one before)."""

    @property
    def identity(self) -> tuple[int, bytes]:
        """What tells records apart: their bytes, which hold their stamp, or else the time given."""
        return self.unstamped, self.raw


class Layout:
    """The records of a block while it fills, with their places as its header has them."""

    __slots__ = ("gaps", "jumps", "line", "offset", "raws", "several", "unstamped")

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.gaps: dict[int, int] = {}
        """Where a record does not begin at the end of the one before: how far from it."""
        self.jumps: dict[int, int] = {}
        """The same, counted in lines."""
        self.unstamped: dict[int, int] = {}
        self.offset = self.line = 0
        """Where a record would be that follows the last one."""
        self.several = False
        """Whether a record has more than one line."""

    def add(self, stored: Stored) -> None:
        """Append one record."""
        raw = stored.raw
        self._skip(stored.offset, stored.line)
        if stored.unstamped:
            self.unstamped[len(self.raws)] = stored.unstamped
        self.raws.append(raw)
        self.offset += len(raw) + 1
        lines = raw.count(b"\n") + 1
        self.several |= lines > 1
        self.line += lines

    def extend(self, raws: Sequence[bytes], offset: int, line: int) -> int:
        """Append records of one line each that follow each other; gives the offset behind them."""
        self._skip(offset, line)
        self.raws.extend(raws)
        self.offset += sum(map(len, raws)) + len(raws)
        self.line += len(raws)
        return self.offset

    def _skip(self, offset: int, line: int) -> None:
        if offset != self.offset:
            self.gaps[len(self.raws)] = offset - self.offset
            self.offset = offset
        if line != self.line:
            self.jumps[len(self.raws)] = line - self.line
            self.line = line

    def packed(self) -> bytes:
        """Compress them."""
        sizes: list[int] | int = list(map(len, self.raws)) if self.several else len(self.raws)
        head = json.dumps([self.gaps, self.jumps, self.unstamped, sizes], separators=(",", ":"))
        return _compressor().compress(b"\n".join([head.encode(), *self.raws, b""]))


def pack(records: Iterable[Stored]) -> bytes:
    """Compress up to 1024 records."""
    layout = Layout()
    for record in records:
        layout.add(record)
    return layout.packed()


def unpack(data: bytes) -> list[Stored]:
    """The records of a block."""
    (gaps, jumps, unstamped, lengths), body = opened(data)
    records = []
    offset = line = place = 0
    for number, length in enumerate(lengths):
        offset += gaps.get(str(number), 0)
        line += jumps.get(str(number), 0)
        raw = body[place : place + length]
        records.append(Stored(offset, line, raw, unstamped.get(str(number), 0)))
        place += length + 1
        offset, line = offset + length + 1, line + raw.count(b"\n") + 1
    return records


def picked(data: bytes, numbers: Iterable[int]) -> dict[int, Stored]:
    """Some records of a block by their number in it; much faster than all."""
    (gaps, jumps, unstamped, lengths), body = opened(data)
    found = {}
    for number in numbers:
        place = sum(lengths[:number]) + number
        raw = body[place : place + lengths[number]]
        offset = place + _up_to(gaps, number)
        line = body.count(b"\n", 0, place) + _up_to(jumps, number)
        found[number] = Stored(offset, line, raw, unstamped.get(str(number), 0))
    return found


def _up_to(steps: dict[str, int], number: int) -> int:
    return sum(step for at, step in steps.items() if int(at) <= number)


def opened(data: bytes) -> tuple[list[Any], bytes]:
    """The header of a block, whose last part are the lengths of its records, and the records as one text."""
    body = zstandard.ZstdDecompressor().decompress(data)
    end = body.index(b"\n")
    head, body = json.loads(body[:end]), body[end + 1 :]
    if isinstance(head[-1], int):
        head[-1] = list(map(len, body.split(b"\n")))[: head[-1]]
    return head, body


@lru_cache(maxsize=1)
def _compressor() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL)
