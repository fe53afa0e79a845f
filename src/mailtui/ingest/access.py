"""Why a file cannot be read, in one sentence, and what would change that."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from mailtui.errors import InputError

_SAID: dict[int | None, tuple[str, str]] = {
    errno.ENOENT: ("does not exist", "check the path"),
    errno.ENOTDIR: ("does not exist: a part of the path is a file", "check the path"),
    errno.ELOOP: (
        "is a symbolic link that leads back to itself",
        "name the log that the link was for",
    ),
    errno.ENAMETOOLONG: ("is no path: the name is too long", "check the path"),
    errno.EIO: (
        "cannot be read: the disk reports an error",
        "check the disk (`dmesg`), then import again",
    ),
    errno.ESTALE: (
        "is gone from its network file system",
        "import it again; lines that are in are not doubled",
    ),
    errno.ENXIO: ("is a socket or a device, not a log", "name the log file itself"),
    errno.EISDIR: ("is a folder", "name the folder on the command line to import the logs in it"),
}


def unreadable(path: str, error: OSError) -> InputError:
    """The error to show when `path` could not be opened or read."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return InputError(f"{path} may not be read by {user()}", permission_hint(path))
    title, hint = _SAID.get(error.errno, (f"cannot be read: {error.strerror or error}", "check the file"))
    return InputError(f"{path} {title}", hint)


def user() -> str:
    """The name of the user this process runs as, or its number."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"user {os.geteuid()}"


def permission_hint(path: str) -> str:
    """The one command that would let this user read `path`: joining its group if that has access."""
    import grp

    place = _obstacle(Path(path))
    group = _reading_group(place) if place is not None else None
    if group is None:
        return f"ask for access to it: sudo setfacl -m u:{user()}:rX {place or path}"
    if user() in grp.getgrnam(group).gr_mem:
        return f"you are in the group {group} since you logged in: log in again, then import"
    return f"join the group that may read it: sudo usermod -aG {group} {user()}, then log in again"


def _obstacle(path: Path) -> Path | None:
    """The first part of `path`, from the top, that this user may not pass or read."""
    absolute = Path(os.path.abspath(path))
    for place in (*reversed(absolute.parents), absolute):
        needed = os.R_OK if place == absolute else os.X_OK
        if not os.access(place, needed, effective_ids=os.access in os.supports_effective_ids):
            return place
    return None


def _reading_group(place: Path) -> str | None:
    """The group that may read the file (or search the folder), None if there is none but root's."""
    import grp

    try:
        found = place.stat()
        name = grp.getgrgid(found.st_gid).gr_name
    except (OSError, KeyError):
        return None
    needed = stat.S_IXGRP if stat.S_ISDIR(found.st_mode) else stat.S_IRGRP
    return name if found.st_gid != 0 and found.st_mode & needed else None
