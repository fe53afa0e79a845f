"""What ends the worker's wait: a change in a folder of logs, a request to stop, or a quarter of a second.

Every wait is short, and after each the logs are looked at with `stat`, so a change that no event
tells of (a network file system, a folder that was not there) is found all the same. Events of the
kernel only make it quicker.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from os.path import realpath
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

EVERY = 0.25
"""Seconds between two looks when events are to be had."""
POLL = 0.1
"""Seconds between two looks without them."""
BUSY, CALM = 40, 80
"""Milliseconds between two questions to watchfiles, while lines come and after a while without any: being
woken is nearly all that an idle worker costs."""
CALM_AFTER = 10.0
"""Seconds without a change."""
DEBOUNCE = 90
"""Milliseconds until a burst of events is handed on, if it does not end before."""
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
        self._notify: RustNotify | None = None
        self._changed_at = monotonic()

    def watch(self, folders: Sequence[str]) -> None:
        """Watch these folders from now on."""
        if tuple(folders) != self._folders:
            self._folders, self._notify = tuple(folders), None

    def wait(self, stop: threading.Event) -> bool:
        """Until something changed, a quarter of a second passed, or it is to stop; whether something did."""
        if not self._folders:
            stop.wait(EVERY)
            return False
        try:
            if self._notify is None:
                self._notify = _notify(self._folders)
            step = CALM if monotonic() - self._changed_at > CALM_AFTER else BUSY
            found = self._notify.watch(DEBOUNCE, step, int(EVERY * 1000), stop)
        except (OSError, RuntimeError):  # a folder is gone, or the limit of inotify watches is reached
            self._folders, self._notify = (), None
            stop.wait(POLL)
            return True
        if isinstance(found, str):  # the time is over, or it is to stop
            return False
        self._changed_at = monotonic()
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


def _notify(folders: Sequence[str]) -> RustNotify:
    """The Rust backend of watchfiles, as its stub file has it; `watch` of it cannot change its step."""
    from watchfiles._rust_notify import RustNotify

    return RustNotify([*folders], False, False, 0, False, True)
