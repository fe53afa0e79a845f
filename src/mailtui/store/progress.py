"""What the one writer of facts tells everyone who has the database open."""

from __future__ import annotations

import os
import socket

from sqlalchemy import Connection

from mailtui.model.view import ImportProgress
from mailtui.store import schema
from mailtui.store.rows import upsert

NOTHING = ImportProgress("", 0, 0, 0, 0, 0, 0.0, 0)


def tell(
    connection: Connection, now: int, progress: ImportProgress, role: str = "import", started: int = 0
) -> None:
    """Write how far an import is, in the transaction of what it imported."""
    _write(connection, now, role, started, "importing", progress)


def work(connection: Connection, now: int, role: str, started: int, doing: str) -> None:
    """Say what a worker does now, such as `following 3 logs`."""
    _write(connection, now, role, started, doing, NOTHING)


def finish(connection: Connection, now: int) -> None:
    """Say that nobody writes facts any more."""
    connection.exec_driver_sql(
        "UPDATE worker_state SET pid = NULL, role = '', doing = '', heartbeat = ? WHERE id = 1", (now,)
    )


def _write(
    connection: Connection, now: int, role: str, started: int, doing: str, progress: ImportProgress
) -> None:
    who = (os.getpid(), socket.gethostname(), role, started, doing)
    upsert(connection, schema.WORKER_STATE, [(1, *who, now, *_columns(progress))])


def _columns(progress: ImportProgress) -> tuple[object, ...]:
    return (
        progress.file,
        progress.files_done,
        progress.files_total,
        progress.bytes_done,
        progress.bytes_total,
        progress.seconds,
        progress.lines,
        progress.lines_per_second,
        progress.unrecognised,
    )
