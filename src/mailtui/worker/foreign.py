"""The job `database`: read what is new in another system's database; and the duty that asks for it."""

from __future__ import annotations

from typing import Any

from mailtui.model.foreign import Asked, Refreshed
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.foreign import How, as_result, read_database
from mailtui.services.handing import ask
from mailtui.store import jobs
from mailtui.store.engine import Connection, changer, told
from mailtui.store.turns import short_turn
from mailtui.worker.jobs import kind
from mailtui.worker.task import Task
from mailtui.worker.work import Work

KIND = "database"


@kind(KIND, facts=True)
def read(task: Task) -> dict[str, Any]:
    """Read the database that the arguments name (`model.foreign.Asked`); `followed`: the settings name it.

    The result is what `mailtui import` prints of it.
    """
    rows: dict[str, int] = {}

    def report(_: Connection, table: str, number: int) -> None:
        rows[table] = number

    def between() -> None:
        if rows:
            table, number = next(reversed(rows.items()))
            task.tell(number, 0, "rows", f"reading {table}")
        task.check()
        task.give_way()

    arguments = dict(task.arguments)
    followed = bool(arguments.pop("followed", False))
    diagnoser = tolerant_diagnoser(task.work.rules, [])
    how = How(report, between, alone=False, followed=followed)
    found = read_database(task.engine, task.work.database, Asked(**arguments), diagnoser, how)
    return as_result(found)


def ask_for(work: Work, one: Refreshed) -> None:
    """Ask for a database to be read, unless that waits or is being done already."""
    arguments = {**one.asked._asdict(), "followed": True}
    with told(work.database):
        engine = changer(work.database)
        try:
            with short_turn(work.database), engine.begin() as connection:
                waiting = [job.arguments for job in jobs.unfinished(connection) if job.kind == KIND]
                jobs.forget_done(connection, KIND, arguments)
        finally:
            engine.dispose()
    if arguments not in waiting:
        ask(work.database, KIND, arguments)
