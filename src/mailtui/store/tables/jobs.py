"""What the background worker is asked to do."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from mailtui.store.tables.columns import big, key


class Job(SQLModel, table=True):
    """A long act asked for by anyone and done by the worker: an import, a new diagnosis of everything.

    `done` of `total` says how far it is, counted in `unit`. A job that a worker left unfinished is
    begun again by the next one, so its work must bear being done twice.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "ix_job_waiting",
            "id",
            sqlite_where=text("finished IS NULL"),
            postgresql_where=text("finished IS NULL"),
        ),
    )
    id: int = key()
    kind: str
    arguments: str = "{}"
    """JSON."""
    asked_by: str = ""
    asked_at: int = big()
    started: int | None = big(optional=True)
    finished: int | None = big(optional=True)
    done: int = big(default=0)
    total: int = big(default=0)
    unit: str = ""
    """What `done` and `total` count, such as bytes."""
    what: str = ""
    """What it is at, such as a file."""
    error: str | None = Field(default=None)
    cancel_asked: bool = False
    result: str | None = Field(default=None)
    """JSON, for who asked."""
