"""What the importer tells everyone who has the database open."""

from __future__ import annotations

import os
import socket

from sqlalchemy import Connection

from mailtui.model.view import ImportProgress
from mailtui.store.rows import upsert
from mailtui.store.tables import WorkerState


def tell(connection: Connection, now: int, progress: ImportProgress) -> None:
    """Write how far the import is, in the transaction of what it imported."""
    upsert(connection, WorkerState, [(1, os.getpid(), socket.gethostname(), now, *_columns(progress))])


def finish(connection: Connection, now: int) -> None:
    """Say that nobody imports any more."""
    connection.exec_driver_sql("UPDATE worker_state SET pid = NULL, heartbeat = ? WHERE id = 1", (now,))


def _columns(progress: ImportProgress) -> tuple[object, ...]:
    return (
        progress.file,
        progress.files_done,
        progress.files_total,
        progress.bytes_done,
        progress.bytes_total,
        progress.lines,
        progress.lines_per_second,
        progress.unrecognised,
    )
