"""The files that the screens and commands of this user leave behind: searches, drafts, sessions, copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mailtui.model.erased import Swap
from mailtui.services.whole_files import put
from mailtui.store.descriptors import belongs_to_sqlite


def naming(places: Iterable[Path], swap: Swap) -> list[Path]:
    """Those files, of the ones given and in the folders given, that name somebody."""
    return [path for path in _files(places) if swap.names(_read(path))]


def clean(places: Iterable[Path], swap: Swap) -> int:
    """Put the stand-in into those files; how many. One that cannot be written stays as it is."""
    done = 0
    for path in naming(places, swap):
        try:
            _write(path, swap.letter(_read(path)))
        except (OSError, UnicodeDecodeError):
            continue
        done += 1
    return done


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all; a log that somebody writes to stays the same file."""
    if not path.name.endswith(".log"):
        put(path, data.decode("utf-8"))
        return
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if path.is_file())
        elif place.is_file():
            yield place


def _read(path: Path) -> bytes:
    try:
        return b"" if belongs_to_sqlite(str(path)) else path.read_bytes()
    except OSError:
        return b""
