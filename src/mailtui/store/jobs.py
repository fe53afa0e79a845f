"""Jobs in the database: asked for by anyone, taken, told of and ended by the worker."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row

from mailtui.model.job import JobView
from mailtui.store import schema
from mailtui.store.rows import insert, next_id

_ALL = "SELECT * FROM job"


def ask(connection: Connection, now: int, kind: str, arguments: dict[str, Any], asked_by: str) -> int:
    """Put a job into the queue; its id."""
    made = next_id(connection, schema.JOB)
    asked = (made, kind, json.dumps(arguments), asked_by, now)
    insert(connection, schema.JOB, [(*asked, None, None, 0, 0, "", "", None, False, None)])
    return made


def cancel(connection: Connection, job_id: int, now: int) -> None:
    """Ask that a job be ended; one that has not begun is over at once."""
    connection.exec_driver_sql(
        "UPDATE job SET cancel_asked = 1, finished = CASE WHEN started IS NULL THEN ? END "
        "WHERE id = ? AND finished IS NULL",
        (now, job_id),
    )


def job(connection: Connection, job_id: int) -> JobView | None:
    """One job."""
    row = connection.exec_driver_sql(f"{_ALL} WHERE id = ?", (job_id,)).first()
    return _view(row) if row else None


def unfinished(connection: Connection) -> list[JobView]:
    """Jobs that wait or run, oldest first."""
    rows = connection.exec_driver_sql(f"{_ALL} WHERE finished IS NULL ORDER BY id")
    return [_view(row) for row in rows]


def latest(connection: Connection, limit: int) -> list[JobView]:
    """The newest jobs, newest first."""
    return [_view(row) for row in connection.exec_driver_sql(f"{_ALL} ORDER BY id DESC LIMIT ?", (limit,))]


def begin_again(connection: Connection) -> None:
    """A worker begins: what one before it left unfinished waits again."""
    connection.exec_driver_sql("UPDATE job SET started = NULL WHERE finished IS NULL AND cancel_asked = 0")
    connection.exec_driver_sql(
        "UPDATE job SET finished = started WHERE finished IS NULL AND cancel_asked = 1"
    )


def begin(connection: Connection, job_id: int, now: int) -> bool:
    """Take a job; False when it was cancelled meanwhile."""
    taken = connection.exec_driver_sql(
        "UPDATE job SET started = ? WHERE id = ? AND started IS NULL AND finished IS NULL", (now, job_id)
    )
    return taken.rowcount == 1


def tell(connection: Connection, job_id: int, done: int, total: int, unit: str, what: str) -> None:
    """Say how far a job is."""
    connection.exec_driver_sql(
        "UPDATE job SET done = ?, total = ?, unit = ?, what = ? WHERE id = ?",
        (done, total, unit, what, job_id),
    )


def is_cancelled(connection: Connection, job_id: int) -> bool:
    """Whether somebody asked that it be ended."""
    return bool(connection.exec_driver_sql("SELECT cancel_asked FROM job WHERE id = ?", (job_id,)).scalar())


def end(
    connection: Connection, job_id: int, now: int, result: dict[str, Any] | None, error: str | None
) -> None:
    """Say what came of a job."""
    said = None if result is None else json.dumps(result)
    connection.exec_driver_sql(
        "UPDATE job SET finished = ?, result = ?, error = ? WHERE id = ?", (now, said, error, job_id)
    )


def forget(connection: Connection, job_id: int, argument: str) -> None:
    """An argument that nobody needs any more goes: a frozen set is large."""
    connection.exec_driver_sql(
        "UPDATE job SET arguments = json_remove(arguments, '$.' || ?) WHERE id = ?", (argument, job_id)
    )


def forget_done(connection: Connection, kind: str, arguments: dict[str, Any]) -> None:
    """Jobs that were asked for in just that way are over and well, and worth nothing any more."""
    connection.exec_driver_sql(
        "DELETE FROM job WHERE kind = ? AND arguments = ? AND finished IS NOT NULL AND error IS NULL",
        (kind, json.dumps(arguments)),
    )


def put_back(connection: Connection, job_id: int) -> None:
    """The worker ends before the job does: the next one takes it."""
    connection.exec_driver_sql("UPDATE job SET started = NULL WHERE id = ?", (job_id,))


def _view(row: Row[Any]) -> JobView:
    found = dict(row._mapping)
    found["arguments"] = json.loads(found["arguments"])
    found["cancel_asked"] = bool(found["cancel_asked"])
    found["result"] = None if found["result"] is None else json.loads(found["result"])
    return JobView(**found)
