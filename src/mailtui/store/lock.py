"""One writer of facts per database: an advisory lock beside it that dies with its process."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mailtui.errors import StoreLockedError
from mailtui.store.engine import refuse_strange


@contextmanager
def writing(database: Path) -> Iterator[None]:
    """Hold the lock; StoreLockedError names the process that has it, StoreError if it is no database."""
    refuse_strange(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    place = database.with_name(database.name + ".lock")
    with place.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreLockedError(
                f"another import is running on this database ({holder(database)})",
                "Wait for it to finish; it shows its progress in mailtui's status line",
            ) from None
        file.truncate(0)
        file.write(f"pid {os.getpid()} on {socket.gethostname()}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def holder(database: Path) -> str:
    """Who holds the lock, such as `pid 812 on mx1`; '' when nobody does."""
    place = database.with_name(database.name + ".lock")
    try:
        return place.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
