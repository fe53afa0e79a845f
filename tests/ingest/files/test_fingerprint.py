"""A log is known again by its content, and a changed one is not mistaken for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ingest.files.packing import PACKERS

from mailtui.ingest.fingerprint import SIZE, continues, head_of, matches, read_head, tail_of
from mailtui.ingest.reading import chunks, open_log

CONTENT = b"".join(b"2026-11-20 23:27:43 line %d\n" % number for number in range(2000))


@given(st.binary(min_size=1, max_size=3 * SIZE), st.binary(max_size=3 * SIZE))
def test_a_file_that_grew_is_the_same_file(before: bytes, added: bytes) -> None:
    assert matches(before + added, head_of(before))


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_changed_head_is_another_file(content: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert not matches(changed, head_of(content))
    assert not matches(content[:place], head_of(content))


def test_an_empty_file_is_never_known_again() -> None:
    assert not matches(CONTENT, head_of(b""))


def test_a_head_says_whether_it_will_change() -> None:
    assert not head_of(CONTENT[:100]).full
    assert head_of(CONTENT) == head_of(CONTENT[:SIZE])
    assert head_of(CONTENT).full


@pytest.mark.parametrize("ending", PACKERS)
def test_a_renamed_or_compressed_copy_is_known_and_goes_on_at_the_cursor(ending: str, tmp_path: Path) -> None:
    cursor = CONTENT.index(b"line 1500")
    head, tail = head_of(CONTENT), tail_of(CONTENT[:cursor], cursor)
    copy = tmp_path / f"copy{ending}"
    copy.write_bytes(PACKERS[ending](CONTENT))
    with open_log(str(copy)) as stream:
        assert read_head(stream) == head
        assert matches(stream.peek(SIZE), head)
        assert continues(stream, tail)
        assert stream.position == cursor == tail.end
        assert b"".join(chunk.data for chunk in chunks(stream, cursor)) == CONTENT[cursor:]


@pytest.mark.parametrize(
    "rewritten",
    [
        CONTENT[:5000],
        b"",
        CONTENT.replace(b"line 1499", b"line XXXX"),
        CONTENT[:5000] + CONTENT[5010:],
    ],
    ids=["truncated", "emptied", "changed before the cursor", "shifted"],
)
def test_a_rewritten_file_does_not_go_on(rewritten: bytes, tmp_path: Path) -> None:
    cursor = CONTENT.index(b"line 1500")
    (tmp_path / "mainlog").write_bytes(rewritten)
    with open_log(str(tmp_path / "mainlog")) as stream:
        assert not continues(stream, tail_of(CONTENT[:cursor], cursor))


def test_a_file_damaged_before_the_cursor_does_not_go_on(tmp_path: Path) -> None:
    packed = PACKERS[".gz"](CONTENT)
    (tmp_path / "mainlog.gz").write_bytes(packed[: len(packed) // 2])
    with open_log(str(tmp_path / "mainlog.gz")) as stream:
        assert not continues(stream, tail_of(CONTENT, len(CONTENT)))


def test_a_cursor_at_the_beginning_goes_on_anywhere(tmp_path: Path) -> None:
    (tmp_path / "mainlog").write_bytes(CONTENT)
    shutil.copy(tmp_path / "mainlog", tmp_path / "copy")
    with open_log(str(tmp_path / "copy")) as stream:
        assert continues(stream, tail_of(b"", 0))
        assert stream.position == 0
