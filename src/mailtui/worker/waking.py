"""What ends the worker's wait: a change in a folder of logs, a request to stop, or a quarter of a second.

Every wait is short, and after each the logs are looked at with `stat`, so a change that no event
tells of (a network file system, a folder that was not there) is found all the same. Events of the
kernel only make it quicker.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from os.path import realpath
from typing import Any

EVERY = 0.25
"""Seconds between two looks when events are to be had."""
POLL = 0.1
"""Seconds between two looks without them."""
STEP, DEBOUNCE = 20, 50
"""Milliseconds without a further event, and in all, until a burst of events is handed on."""
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre"})
"""File systems whose kernel is not told what other machines write; and everything of FUSE."""


class Polling:
    """Waits a tenth of a second."""

    def wait(self, stop: threading.Event) -> bool:
        """Until it is time to look again; whether something is known to have changed."""
        stop.wait(POLL)
        return True

    def watch(self, folders: Sequence[str]) -> None:
        """Nothing is watched."""


class Events:
    """Waits for inotify (through watchfiles) in the folders of the logs."""

    def __init__(self) -> None:
        self._folders: tuple[str, ...] = ()
        self._changes: Iterator[Any] | None = None
        self._stop: threading.Event | None = None

    def watch(self, folders: Sequence[str]) -> None:
        """Watch these folders from now on."""
        if tuple(folders) != self._folders:
            self._folders, self._changes = tuple(folders), None

    def wait(self, stop: threading.Event) -> bool:
        """Until something changed, a quarter of a second passed, or it is to stop; whether something did."""
        if not self._folders:
            stop.wait(EVERY)
            return False
        try:
            if self._changes is None or self._stop is not stop:
                self._stop, self._changes = stop, _changes(self._folders, stop)
            return bool(next(self._changes, None))
        except (OSError, RuntimeError):  # a folder is gone, or the limit of inotify watches is reached
            self._folders, self._changes = (), None
            time.sleep(POLL)
            return True


def waker(how: str, folders: Sequence[str]) -> Polling | Events:
    """The way to wait: `auto` is events, unless a folder is on a network file system."""
    remote = how == "auto" and any(file_system(folder) in NETWORK for folder in folders)
    return Polling() if how == "poll" or remote else Events()


def file_system(folder: str) -> str:
    """The type of the file system a folder is on, as /proc/mounts names it; FUSE counts as nfs."""
    place, best, kind = realpath(folder) + "/", "", ""
    try:
        with open("/proc/mounts", encoding="utf-8", errors="replace") as mounts:
            for line in mounts:
                point, found = line.split(" ")[1:3]
                point = point.replace("\\040", " ").rstrip("/") + "/"
                if place.startswith(point) and len(point) >= len(best):
                    best, kind = point, found
    except OSError:
        return ""
    return "nfs" if kind.startswith("fuse") else kind


def _changes(folders: Sequence[str], stop: threading.Event) -> Iterator[Any]:
    from watchfiles import watch

    return watch(
        *folders,
        watch_filter=None,
        debounce=DEBOUNCE,
        step=STEP,
        stop_event=stop,
        rust_timeout=int(EVERY * 1000),
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=False,
        ignore_permission_denied=True,
    )
