"""How the database is now: what the status line shows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from mailtui.model.enums import EventKind, MessageKind
from mailtui.model.moment import SECOND
from mailtui.model.view import ImportProgress, StoreState
from mailtui.store.lock import holder

SILENT = 15 * SECOND
"""A worker that said nothing for so long is not shown as working."""


class Watching:
    """Reads the state; counts again only when the database has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version = -1
        self._messages = 0
        self._unrecognised = 0

    def read(self, connection: Connection, now: int) -> StoreState:
        """The state at `now` (UTC microseconds), on a connection that stays the same."""
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        if version != self._version:
            self._count(connection)
            self._version = version
        progress = _progress(connection, now)
        unclear = f"{self._unrecognised} lines not understood" if self._unrecognised else ""
        return StoreState(
            lines=_one(connection, "SELECT coalesce(sum(lines), 0) FROM source_file") or 0,
            messages=self._messages,
            newest=_one(connection, "SELECT max(time_max) FROM raw_block"),
            progress=progress,
            worker=holder(self._path) if progress else None,
            notes=(unclear,) if unclear else (),
        )

    def _count(self, connection: Connection) -> None:
        kind, unclear = MessageKind.MTA.code, EventKind.UNRECOGNISED.code
        self._messages = _one(connection, f"SELECT count(*) FROM message WHERE kind = {kind}") or 0
        self._unrecognised = _one(connection, f"SELECT count(*) FROM log_entry WHERE event = {unclear}") or 0


def _progress(connection: Connection, now: int) -> ImportProgress | None:
    row = connection.exec_driver_sql(
        "SELECT file, files_done, files_total, bytes_done, bytes_total, lines, lines_per_second, "
        "unrecognised FROM worker_state WHERE pid IS NOT NULL AND heartbeat > ?",
        (now - SILENT,),
    ).first()
    return ImportProgress(*row) if row else None


def _one(connection: Connection, query: str) -> int | None:
    found: int | None = connection.exec_driver_sql(query).scalar()
    return found
