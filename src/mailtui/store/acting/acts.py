"""One act in one transaction: its changes, one entry of the audit, one of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import By, Change, Progress, Refusal
from mailtui.model.enums import UndoState
from mailtui.model.operator import Operator
from mailtui.model.work import Subject
from mailtui.store.acting import audit, journal, telling
from mailtui.store.acting.applying import apply
from mailtui.store.acting.people import operator_row
from mailtui.store.acting.planning import Plan
from mailtui.store.engine import changer, told
from mailtui.store.turns import short_turn

Planner = Callable[[Connection, By], Plan]
"""Says what is to be changed, by values that it reads in the transaction it is given; it may raise, and then
nothing happens."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody asks for."""

    verb: str
    title: str
    """For the journal: `412 failures: waiting`."""
    subjects: Sequence[Subject]
    """What it is meant for."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    changes: Sequence[Change]
    refused: Sequence[Refusal]
    undo_id: int | None
    entry: audit.Entry | None
    """None when there was nothing to change."""


@contextmanager
def changing(database: Path) -> Iterator[Connection]:
    """A short transaction of a person; StoreError when the database cannot be written."""
    engine = changer(database)
    try:
        with told(database), short_turn(database), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def do(
    database: Path, operator: Operator, now: int, act: Act, plan: Planner, progress: Progress | None = None
) -> Outcome:
    """Plan and make the changes."""
    with changing(database) as connection:
        by = By(now, operator.known_as, operator_row(connection, operator, now))
        planned = plan(connection, by)
        applied = apply(connection, planned.changes, by, progress, fresh=True)
        refused = [*planned.refused, *applied.refused]
        if not applied.changes and not refused:
            return Outcome([], [], None, None)
        undo = (
            journal.add(connection, by.operator_id, now, act.title, applied.changes)
            if applied.changes
            else None
        )
        entry = _record(connection, operator, now, act, applied.changes, refused)
        return Outcome(applied.changes, refused, undo, entry)


def turn_back(database: Path, operator: Operator, now: int) -> tuple[str, Outcome] | None:
    """Take back the operator's newest act that holds: its title, what came of it; None: there is none."""
    return _turn(database, operator, now, UndoState.UNDONE)


def turn_again(database: Path, operator: Operator, now: int) -> tuple[str, Outcome] | None:
    """Do again what the operator took back last."""
    return _turn(database, operator, now, UndoState.DONE)


def _turn(database: Path, operator: Operator, now: int, to: UndoState) -> tuple[str, Outcome] | None:
    back = to is UndoState.UNDONE
    with changing(database) as connection:
        by = By(now, operator.known_as, operator_row(connection, operator, now))
        found = (journal.to_undo if back else journal.to_redo)(connection, by.operator_id)
        if found is None:
            return None
        wanted = reverse(found.changes) if back else found.changes
        applied = apply(connection, wanted, by)
        refused = journal.blamed(connection, found.id, by, wanted, applied.refused)
        made = found.changes
        if refused:
            made = reverse(applied.changes) if back else applied.changes
        journal.turn(connection, found, to, made)
        subjects = list(dict.fromkeys(map(itemgetter(1, 2), wanted)))
        act = Act("undo" if back else "redo", found.title, subjects, found.title)
        entry = _record(connection, operator, now, act, applied.changes, refused)
        return found.title, Outcome(applied.changes, refused, found.id, entry)


def reverse(changes: Sequence[Change]) -> list[Change]:
    """What takes them back, the last one first."""
    return [
        Change._make((what, kind, ref, after, before)) for what, kind, ref, before, after in reversed(changes)
    ]


def note_down(database: Path, operator: Operator, now: int, act: Act, after: Any, result: str) -> audit.Entry:
    """Write down an act that changes nothing here, or an attempt that was not allowed."""
    with changing(database) as connection:
        subjects = telling.subjects(connection, act.subjects) or None
        return audit.record(
            connection, operator, now, act.verb, subjects=subjects, reason=act.why, after=after, result=result
        )


def _record(
    connection: Connection,
    operator: Operator,
    now: int,
    act: Act,
    changes: Sequence[Change],
    refused: Sequence[Refusal],
) -> audit.Entry:
    before, after = telling.before_and_after(connection, changes)
    return audit.record(
        connection,
        operator,
        now,
        act.verb,
        subjects=telling.subjects(connection, act.subjects),
        reason=act.why,
        before=before,
        after=after,
        result=_result(changes, refused),
    )


def _result(changes: Sequence[Change], refused: Sequence[Refusal]) -> str:
    said = f"{len(changes)} changed"
    if refused:
        first = refused[0]
        said += f", {len(refused)} refused: {first.subject.kind}:{first.subject.id}: {first.why}"
    return said
