"""The journal of acts, per operator: what `undo` takes back and `redo` does again, across restarts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.act import By, Change, Refusal, UndoView
from mailtui.model.enums import UndoState
from mailtui.store import schema
from mailtui.store.acting.applying import CHANGED, moment
from mailtui.store.acting.packing import pack, unpack
from mailtui.store.rows import insert, next_id

_DONE, _UNDONE, _CLOSED = UndoState.DONE.code, UndoState.UNDONE.code, UndoState.CLOSED.code


_LOOKED_AT = 50
"""Acts of others looked at for who changed something."""


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
    made = next_id(connection, schema.UNDO_ENTRY)
    insert(connection, schema.UNDO_ENTRY, [(made, operator_id, when, title, pack(changes), _DONE)])
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


def blamed(
    connection: Connection, entry: int, by: By, wanted: Sequence[Change], refused: Sequence[Refusal]
) -> Sequence[Refusal]:
    """Refusals that do not say who, with who: by newer acts of others in the journal."""
    vague = {one.subject for one in refused if one.why == CHANGED}
    if not vague:
        return refused
    looked_for = {change[:3] for change in wanted if change[1:3] in vague}
    found: dict[tuple[Any, ...], str] = {}
    rows = connection.exec_driver_sql(
        "SELECT u.changes, u.time, o.name FROM undo_entry u JOIN operator o ON o.id = u.operator_id "
        "WHERE u.id > ? AND u.operator_id <> ? ORDER BY u.id DESC LIMIT ?",
        (entry, by.operator_id, _LOOKED_AT),
    )
    for packed, time, name in rows:
        for change in unpack(packed):
            if change[:3] in looked_for:
                found.setdefault(change[1:3], f"{name} changed it at {moment(time)}")
    return [
        one._replace(why=found.get(one.subject, one.why)) if one.why == CHANGED else one for one in refused
    ]


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
