"""Databases in every state that a user may point at, and programs that hold them."""

from __future__ import annotations

import grp  # noqa: F401 - the nobody of a test may not be able to import it any more
import os
import pwd  # noqa: F401
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mailtui.services.imports import import_logs
from mailtui.store import migrations

LOG = (
    b"2026-11-20 23:23:47 1xUXxL-0000000003L-3SEU <= a@x.example P=esmtp S=360 for b@y.example\n"
    b"2026-11-20 23:23:48 1xUXxL-0000000003L-3SEU => b@y.example R=dns T=smtp H=mx.y.example [192.0.2.2]\n"
    b"2026-11-20 23:23:48 1xUXxL-0000000003L-3SEU Completed\n"
)


def filled(folder: Path) -> Path:
    """A database with one delivered message."""
    (folder / "mainlog").write_bytes(LOG)
    path = folder / "mailtui.db"
    import_logs(path, [str(folder / "mainlog")], server="mx1", zone="UTC")
    return path


def run(path: Path, statement: str) -> None:
    """What someone else did to a database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program has the database for itself alone, readers shut out too."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE worker_state SET heartbeat = 0")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder of a user who is not root (root may write everywhere)."""
    if os.geteuid() != 0:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
        try:
            if not os.access(migrations.__file__, os.R_OK, effective_ids=True):
                pytest.skip("this checkout is in a folder that only root may enter")
            yield Path(folder)
        finally:
            os.seteuid(0)


@contextmanager
def raises(error: type[Exception], *words: str) -> Iterator[None]:
    """The error, with words that its sentence and its next step must have."""
    with pytest.raises(error) as found:
        yield
    for word in words:
        assert word in str(found.value)
