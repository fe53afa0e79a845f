"""One writer of facts per database: an advisory lock beside it that dies with its process."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mailtui.errors import StoreLockedError
from mailtui.model.moment import to_datetime
from mailtui.store.engine import refuse_strange

IMPORT, SERVICE, COMPANION = "import", "service", "companion"
"""What holds the lock: a single import (or upgrade), `mailtui worker`, the worker of a terminal."""
TRIES = 15
"""Who asks who holds the lock takes it for a moment, so a first refusal need not be true."""
BETWEEN_TRIES = 0.02


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that writes facts."""

    pid: int
    host: str
    role: str
    """import, service or companion."""
    since: int
    """UTC microseconds."""
    logs: tuple[str, ...] = ()
    """Files, folders and patterns that it follows."""
    logs_since: int | None = None
    """Files last written before (UTC microseconds) it leaves alone."""

    def __str__(self) -> str:
        return f"pid {self.pid} on {self.host}"

    @property
    def is_worker(self) -> bool:
        """Whether it takes jobs."""
        return self.role in (SERVICE, COMPANION)

    @property
    def words(self) -> str:
        """Such as `service, pid 812 on mx1, since 2026-11-21 12:00 UTC`."""
        return f"{self.role}, {self}, since {to_datetime(self.since):%Y-%m-%d %H:%M} UTC"


@contextmanager
def writing(
    database: Path, role: str = IMPORT, logs: Sequence[str] = (), logs_since: int | None = None
) -> Iterator[None]:
    """Hold the lock; StoreLockedError names the process that has it, StoreError if it is no database.

    `logs`: what is followed meanwhile, but for files last written before `logs_since`.
    """
    refuse_strange(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    follows = json.dumps([[os.path.abspath(os.path.expanduser(each)) for each in logs], logs_since])
    with _place(database).open("a+", encoding="utf-8") as file:
        if not _taken(file):
            raise _refusal(database)
        file.truncate(0)
        file.write(
            f"pid {os.getpid()} on {socket.gethostname()}\n{role}\n{time.time_ns() // 1000}\n{follows}\n"
        )
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def holder(database: Path) -> Holder | None:
    """Who holds the lock; None when nobody does, whatever a process that died left written there."""
    try:
        with _place(database).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read(file.read())
    except OSError:
        pass
    return None


def _place(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


def _taken(file: IO[str]) -> bool:
    for attempt in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BETWEEN_TRIES if attempt < TRIES - 1 else 0)
        else:
            return True
    return False


def _read(text: str) -> Holder:
    first, role, since, follows = [*text.splitlines(), "", "", "", ""][:4]
    pid, _, host = first.removeprefix("pid ").partition(" on ")
    return Holder(
        int(pid) if pid.isdigit() else 0, host or "?", role or IMPORT, _number(since), *_follows(follows)
    )


def _follows(text: str) -> tuple[tuple[str, ...], int | None]:
    """What is followed; nothing where half of it is written."""
    try:
        logs, since = json.loads(text)
    except ValueError:
        return (), None
    return tuple(logs), since


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _refusal(database: Path) -> StoreLockedError:
    found = holder(database)
    if found is not None and found.is_worker:
        return StoreLockedError(
            f"a worker has this database already ({found.words})",
            "`mailtui status` says what it does; `mailtui import` gives it files to read",
        )
    return StoreLockedError(
        f"another import is running on this database ({found or 'it is just ending'})",
        "Wait for it to finish; it shows its progress in mailtui's status line",
    )
