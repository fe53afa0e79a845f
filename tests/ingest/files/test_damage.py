"""Compressed files that break off or are damaged: everything readable first, then one clear error."""

from __future__ import annotations

import gzip
import io
import random

import pytest
from tests.ingest.files.packing import COMPRESSED, PACKERS

from mailtui.errors import InputError
from mailtui.ingest.reading import Chunk, LogStream, chunks

CONTENT = b"".join(
    b"2026-11-20 23:27:%02d line %d %x\n" % (number % 60, number, random.Random(number).getrandbits(64))
    for number in range(4000)
)


def read(packed: bytes) -> tuple[list[Chunk], InputError | None]:
    found: list[Chunk] = []
    try:
        for chunk in chunks(LogStream(io.BytesIO(packed), "/logs/mainlog.gz"), size=5000):
            found.append(chunk)
    except InputError as error:
        return found, error
    return found, None


def joined(found: list[Chunk]) -> bytes:
    return b"".join(chunk.data for chunk in found)


@pytest.mark.parametrize("ending", COMPRESSED)
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_what_is_there_of_a_truncated_file_is_read(ending: str, kept: float) -> None:
    packed = PACKERS[ending](CONTENT)
    found, error = read(packed[: int(len(packed) * kept)])
    assert CONTENT.startswith(joined(found))
    assert error is not None
    line = joined(found).count(b"\n")
    assert (
        error.title == f"/logs/mainlog.gz breaks off in the middle of its compressed data after line {line}"
    )
    assert "whole copy" in error.hint
    assert error.exit_code == 4


@pytest.mark.parametrize("ending", COMPRESSED)
def test_truncated_at_every_byte_of_a_small_file(ending: str) -> None:
    packed = PACKERS[ending](b"first line\nsecond line\n")
    for kept in range(6, len(packed)):
        found, error = read(packed[:kept])
        assert b"first line\nsecond line\n".startswith(joined(found))
        assert error is not None, f"{kept} of {len(packed)} bytes read without a word"


def test_a_truncated_gzip_gives_nearly_all_that_is_in_it() -> None:
    packed = gzip.compress(CONTENT)
    found, _ = read(packed[:-8])  # the checksum alone is missing
    assert joined(found) == CONTENT


@pytest.mark.parametrize("ending", COMPRESSED)
def test_a_flipped_byte_is_told_and_costs_no_line_before_it(ending: str) -> None:
    content = random.Random(1).randbytes(1_500_000).hex(" ", 40).replace(" ", "\n").encode()
    packed = bytearray(PACKERS[ending](content))
    packed[len(packed) // 2] ^= 0xFF
    found, error = read(bytes(packed))
    assert error is not None
    assert "is damaged" in error.title
    intact = next((at for at, (a, b) in enumerate(zip(joined(found), content, strict=False)) if a != b), 0)
    assert (intact or len(joined(found))) >= len(content) // 4


def test_a_wrong_checksum_is_told_after_all_lines() -> None:
    packed = bytearray(gzip.compress(CONTENT))
    packed[-6] ^= 0xFF
    found, error = read(bytes(packed))
    assert joined(found) == CONTENT
    assert error is not None


@pytest.mark.parametrize("ending", COMPRESSED)
def test_rubbish_after_the_end_is_told(ending: str) -> None:
    found, error = read(PACKERS[ending](CONTENT) + b"rubbish")
    assert joined(found) == CONTENT
    assert error is not None


def test_a_disk_error_is_told_after_what_was_read() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 12:
                raise OSError(5, "Input/output error")
            return super().read(size)

    stream = LogStream(Failing(b"one line\ntwo"), "/logs/mainlog")
    found: list[Chunk] = []
    with pytest.raises(InputError, match="the disk reports an error after line 1") as failure:
        found.extend(chunks(stream))
    assert joined(found) == b"one line\ntwo"
    assert "dmesg" in failure.value.hint


def test_a_bomb_is_unpacked_in_bounded_steps() -> None:
    packed = gzip.compress(b"\0" * 50_000_000)
    sizes = [len(chunk.data) for chunk in chunks(LogStream(io.BytesIO(packed), "bomb"))]
    assert sum(sizes) == 50_000_000
    assert max(sizes) <= 1024 * 1024
