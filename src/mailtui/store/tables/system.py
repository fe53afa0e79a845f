"""What mailtui keeps about its own work."""

from __future__ import annotations

from sqlmodel import SQLModel

from mailtui.store.tables.columns import big, key


class WorkerState(SQLModel, table=True):
    """The one writer of facts of this database: who it is and how far it is (a single row, id 1).

    The lock beside the database says whether it is alive; this row is written only with news.
    """

    __tablename__ = "worker_state"
    id: int = key()
    pid: int | None = None
    host: str | None = None
    role: str = ""
    """service, companion (of a TUI), import; '' when nobody works."""
    started: int = big(default=0)
    doing: str = ""
    """What it does now, such as `following 3 logs`."""
    heartbeat: int = big(default=0)
    file: str = ""
    files_done: int = 0
    files_total: int = 0
    bytes_done: int = big(default=0)
    bytes_total: int = big(default=0)
    seconds: float = 0.0
    """Since this import began."""
    lines: int = big(default=0)
    lines_per_second: float = 0.0
    unrecognised: int = big(default=0)
