"""How the database is now: what the status line shows."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from sqlalchemy import Connection

from mailtui.model.moment import MINUTE, SECOND
from mailtui.model.view import ImportProgress, StoreState
from mailtui.model.visible import visible
from mailtui.store import sources
from mailtui.store.eventful import MAIL
from mailtui.store.lock import holder

SILENT = 15 * SECOND
"""An import that said nothing for so long is not shown as running."""
COUNTING = 0.02
"""How much of the time counting everything again may take while lines come in."""


class Watching:
    """Reads the state; counts again only when the database has changed, and not all the time."""

    def __init__(self, path: Path, quiet_minutes: int = 10) -> None:
        self._path = path
        self._patience = quiet_minutes * MINUTE
        self._version = -1
        self._next_count = 0.0
        self._messages = 0
        self._unrecognised = 0

    def read(self, connection: Connection, now: int) -> StoreState:
        """The state at `now` (UTC microseconds), on a connection that stays the same."""
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        began = monotonic()
        if version != self._version and began >= self._next_count:
            self._count(connection)
            self._version = version
            self._next_count = monotonic() + (monotonic() - began) / COUNTING
        worker = holder(self._path)
        return StoreState(
            lines=_one(connection, "SELECT coalesce(sum(lines), 0) FROM source_file") or 0,
            messages=self._messages,
            newest=_one(connection, "SELECT max(time_max) FROM raw_block"),
            progress=progress(connection, now) if worker else None,
            worker=worker.words if worker else None,
            doing=doing(connection) if worker else "",
            notes=tuple(self._notes(connection, now, working=worker is not None and worker.is_worker)),
            acts=_one(connection, "SELECT max(id) FROM audit_entry") or 0,
        )

    def _notes(self, connection: Connection, now: int, *, working: bool) -> list[str]:
        notes = [_unread(each) for each in sources.troubles(connection)] if working else []
        if working and self._patience:
            for silence in sources.silences(connection, now, self._patience):
                notes.append(f"{silence.server}: no line for {_span(now - silence.since)}")
        if self._unrecognised:
            lines = "1 line" if self._unrecognised == 1 else f"{self._unrecognised} lines"
            notes.append(f"{lines} not understood")
        return notes

    def _count(self, connection: Connection) -> None:
        self._messages = _one(connection, f"SELECT count(*) FROM message WHERE {MAIL}") or 0
        self._unrecognised = _one(connection, "SELECT count(*) FROM unclear_line") or 0


def doing(connection: Connection) -> str:
    """What the one who writes facts said last."""
    found = connection.exec_driver_sql("SELECT doing FROM worker_state WHERE pid IS NOT NULL").scalar()
    return str(found or "")


def progress(connection: Connection, now: int) -> ImportProgress | None:
    """How far the running import is; None when none runs."""
    row = connection.exec_driver_sql(
        "SELECT file, files_done, files_total, bytes_done, bytes_total, lines, lines_per_second, "
        "unrecognised, seconds FROM worker_state WHERE pid IS NOT NULL AND file <> '' AND heartbeat > ?",
        (now - SILENT,),
    ).first()
    return ImportProgress(*row) if row else None


def _unread(trouble: sources.Trouble) -> str:
    """Such as `mx1: mainlog may not be read by mailtui`."""
    what = trouble.error.removeprefix(f"{trouble.location}/")
    return visible(f"{trouble.server}: {what}".replace("\n", " "))


def _span(micros: int) -> str:
    """14 min, 3 h, 2 days."""
    minutes = micros // MINUTE
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def _one(connection: Connection, query: str) -> int | None:
    found: int | None = connection.exec_driver_sql(query).scalar()
    return found
