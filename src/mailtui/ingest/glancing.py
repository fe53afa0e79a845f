"""Which log files there are and which have changed, by their names and `stat` alone: nothing is opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from glob import glob
from os.path import basename, dirname, expanduser, isdir, join
from typing import NamedTuple

from mailtui.ingest.naming import is_other, read_name

_SIGNS = "*?["


class Glimpse(NamedTuple):
    """A file as `stat` sees it."""

    path: str
    device: int
    inode: int
    size: int
    """Bytes on the disk."""
    modified: int
    """UTC microseconds."""
    named: bool = False
    """The user named this very file, so it is a problem when it is no log."""
    touched: int = 0
    """When its rights, name or content changed last (ctime), UTC microseconds."""

    @property
    def place(self) -> tuple[int, int]:
        """What stays the same when the file is renamed."""
        return self.device, self.inode

    @property
    def signature(self) -> tuple[int, int, int, int]:
        """What changes when somebody writes to it."""
        return self.device, self.inode, self.size, self.modified

    @property
    def rotated(self) -> bool:
        """Its name is not that of a live log: it may be in the making (a copy, a compression)."""
        return self.packed or not read_name(basename(self.path)).age[0]

    @property
    def packed(self) -> bool:
        """Its name is that of a compressed file."""
        return self.path.endswith((".gz", ".xz", ".bz2", ".zst", ".zstd"))


def glance(paths: Sequence[str]) -> list[Glimpse]:
    """The files behind `paths` that may be logs and are not empty, each once.

    A file that was named brings its rotated kin along. What is not there is left out: it may come.
    """
    found: dict[tuple[int, int], Glimpse] = {}
    for path in paths:
        for glimpse in _behind(expanduser(path)):
            found.setdefault(glimpse.place, glimpse)
    return list(found.values())


def shut(paths: Sequence[str]) -> dict[str, OSError]:
    """Those of `paths`, files or folders, that this user may not even look at; patterns are left out."""
    found: dict[str, OSError] = {}
    for path in map(expanduser, paths):
        try:
            if not any(sign in path for sign in _SIGNS) and stat.S_ISDIR(os.stat(path).st_mode):
                os.scandir(path).close()
        except PermissionError as error:
            found[path] = error
        except OSError:  # it may come
            pass
    return found


def folders(paths: Sequence[str]) -> list[str]:
    """The folders in which a change may be one of these logs'; only those that are there."""
    found: dict[str, None] = {}
    for path in map(expanduser, paths):
        if any(sign in path for sign in _SIGNS):
            matches = glob(path, recursive=True)
            places: Iterable[str] = [join(_fixed(path)), *(m if isdir(m) else dirname(m) for m in matches)]
        elif isdir(path):
            places = [path, *_inner(path)]
        else:
            places = [dirname(path) or "."]
        found.update(dict.fromkeys(place for place in places if isdir(place)))
    return list(found)


def _fixed(pattern: str) -> str:
    """The part of a pattern before its first sign, as a folder."""
    first = min(at for sign in _SIGNS if (at := pattern.find(sign)) >= 0)
    return dirname(pattern[:first]) or "."


def _behind(path: str) -> Iterator[Glimpse]:
    if any(sign in path for sign in _SIGNS):
        for match in sorted(glob(path, recursive=True)):
            yield from _in_folder(match) if isdir(match) else _file(match, named=False)
    elif isdir(path):
        yield from _in_folder(path)
        for folder in _inner(path):
            yield from _in_folder(folder)
    else:
        yield from _file(path, named=True)
        yield from _kin(path)


def _inner(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return []


def _in_folder(folder: str) -> Iterator[Glimpse]:
    for name in _names(folder):
        if not is_other(name):
            yield from _file(join(folder, name), named=False)


def _kin(path: str) -> Iterator[Glimpse]:
    """The other files of a log's rotation."""
    stem, folder = read_name(basename(path)).stem, dirname(path) or "."
    for name in _names(folder):
        if not is_other(name) and read_name(name).stem == stem:
            yield from _file(join(dirname(path), name), named=False)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _file(path: str, *, named: bool) -> Iterator[Glimpse]:
    try:
        status = os.stat(path)
    except OSError:
        return
    if stat.S_ISREG(status.st_mode) and status.st_size:
        modified, touched = (round(time * 1e6) for time in (status.st_mtime, status.st_ctime))
        yield Glimpse(path, status.st_dev, status.st_ino, status.st_size, modified, named, touched)
