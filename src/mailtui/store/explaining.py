"""Every way in which a database can go wrong as one sentence that says the next step."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mailtui.errors import StoreError, StoreFullError, StoreLockedError, StoreMissingError, StoreVersionError

FULL = (errno.ENOSPC, errno.EDQUOT)
"""No room is left: on the disk, or in what this user may have of it."""


def missing(path: Path) -> StoreMissingError:
    """There is nothing to read at `path`."""
    return StoreMissingError(
        f"there is no database at {path}", "Import a log first: mailtui import /var/log/exim4"
    )


def empty(path: Path) -> StoreMissingError:
    """A database was begun at `path`, and nothing came into it."""
    return StoreMissingError(
        f"nothing was imported into {path} yet", "Import a log first: mailtui import /var/log/exim4"
    )


def folder(path: Path) -> StoreError:
    """There is something else at `path`."""
    return StoreError(
        f"{path} is a folder, not a database", f"Name a file with --db, such as {path / 'mailtui.db'}"
    )


def full(path: Path, why: str) -> StoreFullError:
    """There is no room for what is to be written to `path` or beside it."""
    return StoreFullError(
        f"{path} cannot be written: {why}",
        "Make room (df -h) and run the same command again; what was committed is kept",
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the driver raises into a StoreError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explain(path, error) from error
    except OSError as error:
        if error.errno in FULL:
            raise full(path, f"the disk is full ({error.strerror})") from error
        raise StoreError(f"{path}: {error.strerror}", "Name a place you may write to with --db") from error


def explain(path: Path, error: BaseException) -> StoreError:
    """The StoreError that a driver's error means."""
    said = str(error)
    if path.is_dir():
        return folder(path)
    if "locked" in said or "busy" in said:
        return StoreLockedError(
            f"{path} is locked by another program",
            "Wait for it to finish, or see who has it open: fuser " + str(path),
        )
    if "not a database" in said:
        return StoreError(f"{path} is not a mailtui database ({said})", "Name another file with --db")
    if "malformed" in said:
        return StoreError(
            f"{path} is damaged ({said})",
            "Restore a backup, or import the logs anew: name a new database with --db",
        )
    if "full" in said or "I/O error" in said:
        why = "the disk is full" if "full" in said else "the disk is full, a limit reached, or failing"
        return full(path, f"{why} ({said})")
    if "readonly" in said:
        return StoreError(
            f"{path} cannot be opened for writing: {said}",
            "Check the rights on the file and its folder, or work as the user who owns it",
        )
    if "unable to open" in said:
        return StoreError(
            f"{path} cannot be opened: {said}", "Check the rights on the file and its folder, or use --db"
        )
    if isinstance(error, sqlite3.OperationalError) and "no such table" in said:
        return StoreVersionError(f"{path} lacks a table ({said})", "Run: mailtui db check")
    return StoreError(f"{path}: {said}", "Run: mailtui db check")
