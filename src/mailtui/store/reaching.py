"""How far followed files were read, and when the one who reads them last said a word."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.store.retracting import raw_of


class Reached(NamedTuple):
    """A file of a followed source."""

    id: int
    source_id: int
    location: str
    """The folder of the source."""
    device: int
    inode: int
    offset: int
    """Bytes read, an unfinished last line not among them."""
    modified: int | None
    """Its mtime when it was last read to its end, UTC microseconds."""
    open_entry: int | None

    @property
    def place(self) -> tuple[int, int]:
        """What stays the same when the file is renamed."""
        return self.device, self.inode

    def end(self, connection: Connection) -> int:
        """Bytes read, with an unfinished last line that was taken as it is."""
        raw = None if self.open_entry is None else raw_of(connection, self.open_entry)
        return self.offset + len(raw or b"")


class Spoken(NamedTuple):
    """The last word of the one who writes facts."""

    time: int
    """UTC microseconds."""
    at_job: bool
    """It did a job, during which it need not look for new files."""


def reached(connection: Connection) -> list[Reached]:
    """The files of all followed sources, the oldest first."""
    rows = connection.exec_driver_sql(
        'SELECT f.id, f.source_id, s.location, f.device, f.inode, f."offset", f.modified, f.open_entry '
        "FROM source_file f JOIN source s ON s.id = f.source_id "
        "WHERE s.followed = 1 AND f.device IS NOT NULL ORDER BY f.id"
    )
    return [Reached._make(row) for row in rows]


def spoken(connection: Connection) -> Spoken:
    """When the worker wrote what it does; long ago when it never did."""
    row = connection.exec_driver_sql("SELECT heartbeat, doing FROM worker_state").first()
    return Spoken(0, at_job=False) if row is None else Spoken(row[0], row[1].startswith("job "))
