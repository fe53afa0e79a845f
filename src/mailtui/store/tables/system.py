"""What mailtui keeps about its own work."""

from __future__ import annotations

from sqlmodel import SQLModel

from mailtui.store.tables.columns import big, key


class WorkerState(SQLModel, table=True):
    """The one importer of this database and how far it is (a single row, id 1)."""

    __tablename__ = "worker_state"
    id: int = key()
    pid: int | None = None
    host: str | None = None
    heartbeat: int = big(default=0)
    file: str = ""
    files_done: int = 0
    files_total: int = 0
    bytes_done: int = big(default=0)
    bytes_total: int = big(default=0)
    lines: int = big(default=0)
    lines_per_second: float = 0.0
    unrecognised: int = big(default=0)
