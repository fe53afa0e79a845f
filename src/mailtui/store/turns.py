"""Who wants a short turn at writing gets it after the importer's present transaction.

SQLite has no queue: an importer that begins its next transaction at once would nearly always be first. So
whoever waits for a short turn holds a shared lock on a file beside the database, and the importer goes past
that file before each transaction.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST = 2.0
"""Seconds that the importer waits for others: one of them may be stopped in the middle of its turn."""
_PAUSE = 0.01


def _place(database: Path) -> Path:
    return database.with_name(database.name + ".turn")


@contextmanager
def short_turn(database: Path) -> Iterator[None]:
    """Within this block a transaction comes before the importer's next one."""
    try:
        file = _place(database).open("a")
    except OSError:  # not worth an error: without it the turn only comes later
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def is_wanted(database: Path) -> bool:
    """Whether somebody waits for a short turn."""
    try:
        file = _place(database).open()
    except OSError:  # nobody ever wanted one
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def give_way(database: Path) -> None:
    """Wait until nobody wants a short turn, but not for long."""
    end = time.monotonic() + LONGEST
    try:
        file = _place(database).open()
    except OSError:  # nobody ever wanted one
        return
    with file:
        while time.monotonic() < end:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_PAUSE)
            else:
                return
