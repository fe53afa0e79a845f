"""Looking into a file that SQLite may have open in this process, without losing its locks.

POSIX takes all locks of a process on a file away as soon as the process closes any descriptor of it, those
of SQLite's own among them (fcntl(2)). SQLite knows; whoever opens the file himself must not close it again.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing, suppress
from pathlib import Path

_MAGIC = b"SQLite format 3\0"
_SHARED = "-shm"
"""The end of the name of the file beside a database that has most of its locks."""
_kept: dict[tuple[int, int], int] = {}
"""Descriptors by device and inode, open for as long as the process runs."""
_turn = threading.Lock()


def make(path: Path, mode: int) -> None:
    """An empty file, unless there is one; none is opened."""
    with suppress(FileExistsError):
        os.mknod(os.path.realpath(path), stat.S_IFREG | mode)


def is_strange(path: Path) -> bool:
    """Whether SQLite says of the beginning of a file that it never wrote it; locks and log do not matter."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        try:
            connection.execute("PRAGMA schema_version").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_CANTOPEN:
                raise
            return error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
    return False


def belongs_to_sqlite(path: str) -> bool:
    """Whether a file is one that is not to be opened and closed: a database, or what has its locks."""
    name = os.path.realpath(path)
    if name.endswith(_SHARED) and os.path.exists(name.removesuffix(_SHARED)):
        return True
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        return False
    with _turn:
        if _place(status) in _kept:
            return True
        found = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        if os.pread(found, len(_MAGIC), 0) == _MAGIC:
            _kept[_place(os.fstat(found))] = found
            return True
        os.close(found)
        return False


def descriptor(path: Path) -> int:
    """A descriptor of a database to read from; it belongs to this module and stays open."""
    with _turn:
        place = _place(os.stat(path))
        if place not in _kept:
            found = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            place = _place(os.fstat(found))
            _kept[place] = found
        return _kept[place]


def _place(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
