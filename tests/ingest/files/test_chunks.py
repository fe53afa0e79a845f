"""Chunks of whole lines: nothing lost, nothing doubled, places and line numbers right."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.files.packing import COMPRESSED, NAMES, PACKERS

from mailtui.ingest import reading
from mailtui.ingest.packed import compression
from mailtui.ingest.reading import Chunk, LogStream, chunks, open_log

LINES = st.lists(st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"")), max_size=30)
CONTENTS = (
    st.tuples(LINES, st.booleans())
    .map(lambda made: b"\n".join(made[0]) + (b"\n" if made[0] and made[1] else b""))
    .filter(lambda content: compression(content) is None)
)


def read_chunks(content: bytes, start: int = 0, size: int = 8, line: int = 1) -> list[Chunk]:
    return list(chunks(LogStream(io.BytesIO(content), "log"), start, size, line))


def check(found: list[Chunk], content: bytes) -> None:
    assert b"".join(chunk.data for chunk in found) == content
    for chunk in found:
        assert chunk.data
        assert content[chunk.offset : chunk.end] == chunk.data
        assert chunk.line == 1 + content.count(b"\n", 0, chunk.offset)
        assert chunk.complete == chunk.data.endswith(b"\n")
    assert all(before.end == after.offset for before, after in pairwise(found))
    assert all(chunk.complete or chunk.cut for chunk in found[:-1])
    assert not found or not found[-1].cut


@given(CONTENTS, st.integers(1, 100))
def test_chunks_of_any_size_make_up_the_content(content: bytes, size: int) -> None:
    found = read_chunks(content, size=size)
    check(found, content)
    assert not any(chunk.cut for chunk in found)


@given(CONTENTS, st.integers(1, 100), st.integers(1, 12))
def test_long_lines_come_in_pieces_that_do_not_depend_on_the_size(
    content: bytes, size: int, longest: int
) -> None:
    with patch.object(reading, "LONGEST_LINE", longest):
        found = read_chunks(content, size=size)
        whole = read_chunks(content, size=10_000)
    check(found, content)
    cuts = [chunk.end for chunk in found if chunk.cut]
    assert cuts == [chunk.end for chunk in whole if chunk.cut]
    assert all(max(map(len, chunk.data.split(b"\n"))) <= longest for chunk in found)


@given(CONTENTS, st.integers(1, 60), st.data())
def test_reading_resumes_at_any_chunk(content: bytes, size: int, data: st.DataObject) -> None:
    found = read_chunks(content, size=size)
    if not found:
        return
    at = data.draw(st.sampled_from(found))
    rest = read_chunks(content, start=at.offset, size=size, line=at.line)
    assert b"".join(chunk.data for chunk in rest) == content[at.offset :]
    assert rest[0].line == at.line
    assert rest[-1].line + rest[-1].data.count(b"\n") == 1 + content.count(b"\n")


@pytest.mark.parametrize("ending", PACKERS)
def test_every_compression_is_known_by_its_content(ending: str, tmp_path: Path) -> None:
    content = b"".join(b"2026-11-20 23:27:43 line %d\n" % number for number in range(50_000))
    path = tmp_path / "a-name-that-says-nothing"
    path.write_bytes(PACKERS[ending](content))
    with open_log(str(path)) as stream:
        assert stream.compression == NAMES[ending]
        assert stream.peek(10) == content[:10]
        found = list(chunks(stream, size=100_000))
        assert stream.bytes_read == stream.bytes_total == path.stat().st_size
    check(found, content)
    with open_log(str(path)) as stream:
        rest = list(chunks(stream, start=found[3].offset, size=100_000, line=found[3].line))
    assert b"".join(chunk.data for chunk in rest) == content[found[3].offset :]


@pytest.mark.parametrize("ending", COMPRESSED)
def test_members_one_after_the_other_and_padding(ending: str) -> None:
    pack = PACKERS[ending]
    content = b"one\n" * 3000
    stream = LogStream(io.BytesIO(pack(content) + pack(b"two\n") + b"\0" * 2048), "log")
    assert stream.read(1_000_000) == content + b"two\n"
    assert stream.read(10) == b""


def test_zstd_with_a_skippable_frame_in_front() -> None:
    skippable = bytes.fromhex("502a4d18") + (4).to_bytes(4, "little") + b"abcd"
    stream = LogStream(io.BytesIO(skippable + PACKERS[".zst"](b"a line\n")), "log")
    assert stream.read(100) == b"a line\n"


@pytest.mark.parametrize("ending", PACKERS)
def test_nuls_left_by_a_crash_survive_in_bounded_pieces(ending: str) -> None:
    content = b"before\n" + b"\0" * 5_000_000 + b"\nafter\n"
    found = list(chunks(LogStream(io.BytesIO(PACKERS[ending](content)), "log")))
    check(found, content)
    assert max(len(chunk.data) for chunk in found) <= reading.LONGEST_LINE
    assert [chunk.line for chunk in found] == [1, 2, 2, 2, 2, 2]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mainlog"
    path.write_bytes(b"one\ntw")
    with open_log(str(path)) as stream:
        first = list(chunks(stream))
        with path.open("ab") as log:
            log.write(b"o\nthree\n")
        assert stream.read(100) == b"o\nthree\n"
        assert stream.bytes_total == stream.bytes_read == 14
    assert [(chunk.data, chunk.complete) for chunk in first] == [(b"one\n", True), (b"tw", False)]
    with open_log(str(path)) as stream:
        assert [chunk.data for chunk in chunks(stream, start=4, line=2)] == [b"two\nthree\n"]


def test_a_start_beyond_the_end_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "mainlog").write_bytes(b"one\n")
    with open_log(str(tmp_path / "mainlog")) as stream:
        assert list(chunks(stream, start=100)) == []
    assert read_chunks(b"one\n", start=100) == []
