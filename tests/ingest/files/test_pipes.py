"""Standard input and FIFOs: read once, in whole chunks, looked into without losing a byte."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest
from tests.ingest.files.packing import PACKERS

from mailtui.errors import InputError
from mailtui.ingest.looking import identify
from mailtui.ingest.reading import chunks, open_log
from mailtui.model.enums import LogType

CONTENT = b"".join(
    b"2026-11-20 23:27:43 1xUY19-%09dJX-1NTW <= a@ours.example U=root P=local S=352\n" % number
    for number in range(5000)
)


def write_slowly(path: str | int, data: bytes) -> threading.Thread:
    def write() -> None:
        with open(path, "wb", buffering=0) as pipe:
            for place in range(0, len(data), 10_000):
                pipe.write(data[place : place + 10_000])

    thread = threading.Thread(target=write)
    thread.start()
    return thread


@pytest.mark.parametrize("ending", PACKERS)
def test_a_fifo(ending: str, tmp_path: Path) -> None:
    path = str(tmp_path / "pipe")
    os.mkfifo(path)
    writer = write_slowly(path, PACKERS[ending](CONTENT))
    with open_log(path) as stream:
        assert identify(stream).log_type is LogType.MAIN
        assert stream.bytes_total is None
        found = list(chunks(stream, size=100_000))
    writer.join()
    assert b"".join(chunk.data for chunk in found) == CONTENT
    assert all(len(chunk.data) > 90_000 for chunk in found[:-1])


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_standard_input(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with open(reader) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        thread = write_slowly(writer, PACKERS[ending](CONTENT))
        with open_log("-") as stream:
            assert stream.path == "standard input"
            identify(stream)
            found = list(chunks(stream, start=len(CONTENT) // 2))
        thread.join()
        assert b"".join(chunk.data for chunk in found) == CONTENT[len(CONTENT) // 2 :]
        assert not stdin.closed


def test_standard_input_from_a_file_that_is_partly_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mainlog").write_bytes(CONTENT)
    with (tmp_path / "mainlog").open() as stdin:
        stdin.buffer.seek(len(CONTENT) // 5000 * 10)
        monkeypatch.setattr(sys, "stdin", stdin)
        with open_log("-") as stream:
            rest = CONTENT[len(CONTENT) // 5000 * 10 :]
            assert stream.bytes_total == len(rest)
            assert b"".join(chunk.data for chunk in chunks(stream, start=1000)) == rest[1000:]
            assert stream.bytes_read == len(rest)


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with open_log("-") as stream, pytest.raises(InputError, match="standard input is empty"):
            identify(stream)
