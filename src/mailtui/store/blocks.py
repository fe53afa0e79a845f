"""Raw records in compressed blocks, byte for byte, each with its place in its file.

Layout of a block before compression: a JSON header line with the line number and offset of each
record (only where one does not follow the one before) and the length of each, then the records,
each with a newline behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import Any, NamedTuple

import zstandard

LEVEL = 3
RECORDS_PER_BLOCK = 256
"""An entry's id is block id x 256 + place in the block."""


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


def pack(records: Sequence[Stored]) -> bytes:
    """Compress up to 256 records."""
    offsets, lines, raws, unstamped = zip(*records, strict=True) if records else ((), (), (), ())
    lengths = list(map(len, raws))
    body = b"\n".join([*raws, b""])
    ends = list(accumulate((length + 1 for length in lengths), initial=0))
    after: Sequence[int] = range(len(records))
    if body.count(b"\n") > len(records):
        after = list(accumulate((raw.count(b"\n") + 1 for raw in raws), initial=0))
    head = [_steps(offsets, ends), _steps(lines, after), _sparse(unstamped), lengths]
    return _compressor().compress(json.dumps(head, separators=(",", ":")).encode() + b"\n" + body)


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
    """Some records of a block by their number in it; much faster than all 256."""
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
    return json.loads(body[:end]), body[end + 1 :]


def _steps(places: Sequence[int], sizes: Sequence[int]) -> dict[int, int]:
    """Where a record does not follow the one before: how far it is from the end of that.

    `sizes`: of all records before each, together.
    """
    bases = list(map(sub, places, sizes))
    if len(set(bases)) == 1:
        return {0: bases[0]} if bases[0] else {}
    return _sparse([base - before for base, before in zip(bases, [0, *bases], strict=False)])


def _sparse(steps: Sequence[int]) -> dict[int, int]:
    """Only the steps that are not 0: records mostly follow each other."""
    return {place: step for place, step in enumerate(steps) if step}


@lru_cache(maxsize=1)
def _compressor() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL)
