"""The journal of acts, per operator: what `undo` takes back and `redo` does again, across restarts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.act import Change, UndoView
from mailtui.model.enums import UndoState
from mailtui.store.acting.packing import pack, unpack
from mailtui.store.rows import insert, next_id
from mailtui.store.tables import UndoEntry

_DONE, _UNDONE, _CLOSED = UndoState.DONE.code, UndoState.UNDONE.code, UndoState.CLOSED.code


class Entry(NamedTuple):
    """An act that can be taken back or done again."""

    id: int
    title: str
    changes: list[Change]


def add(connection: Connection, operator_id: int, when: int, title: str, changes: Sequence[Change]) -> int:
    """Write down an act; what was undone before can then not be done again. The id of the entry."""
    connection.exec_driver_sql(
        f"UPDATE undo_entry SET state = {_CLOSED} WHERE operator_id = ? AND state = {_UNDONE}",
        (operator_id,),
    )
    made = next_id(connection, UndoEntry)
    insert(connection, UndoEntry, [(made, operator_id, when, title, pack(changes), _DONE)])
    return made


def to_undo(connection: Connection, operator_id: int) -> Entry | None:
    """The newest act of an operator that holds."""
    return _first(connection, operator_id, _DONE, "DESC")


def to_redo(connection: Connection, operator_id: int) -> Entry | None:
    """The act that was taken back last."""
    return _first(connection, operator_id, _UNDONE, "ASC")


def turn(connection: Connection, entry: Entry, state: UndoState, changes: Sequence[Change]) -> None:
    """It is undone, or done again, as far as `changes` go (as they were made first); without any: closed."""
    if not changes:
        state = UndoState.CLOSED
    connection.exec_driver_sql(
        "UPDATE undo_entry SET state = ? WHERE id = ?",
        (state.code, entry.id),
    )
    if len(changes) < len(entry.changes):
        connection.exec_driver_sql(
            "UPDATE undo_entry SET changes = ? WHERE id = ?", (pack(changes), entry.id)
        )


def titles(connection: Connection, operator_id: int, limit: int) -> list[UndoView]:
    """Acts of an operator that hold or were taken back, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, time, title, state FROM undo_entry WHERE operator_id = ? AND state < ? "
        "ORDER BY id DESC LIMIT ?",
        (operator_id, _CLOSED, limit),
    )
    return [UndoView(row[0], row[1], row[2], row[3] == _UNDONE) for row in rows]


def forget(connection: Connection, before: int) -> None:
    """Acts older than a moment (UTC microseconds) cannot be taken back; notes taken away by then are gone."""
    connection.exec_driver_sql("DELETE FROM undo_entry WHERE time < ?", (before,))
    connection.exec_driver_sql("DELETE FROM note WHERE deleted < ?", (before,))


def _first(connection: Connection, operator_id: int, state: int, order: str) -> Entry | None:
    row = connection.exec_driver_sql(
        "SELECT id, title, changes FROM undo_entry WHERE operator_id = ? AND state = ? "
        f"ORDER BY id {order} LIMIT 1",
        (operator_id, state),
    ).first()
    return Entry(row[0], row[1], unpack(row[2])) if row else None
