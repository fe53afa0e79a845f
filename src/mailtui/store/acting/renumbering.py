"""What people put on a recipient stays with its address when older lines give it another number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind
from mailtui.model.work import NUMBER_BITS, recipient

_RECIPIENT, _MESSAGE = SubjectKind.RECIPIENT.code, SubjectKind.MESSAGE.code
_ANY = f"""
    SELECT EXISTS (SELECT 1 FROM work) OR EXISTS (SELECT 1 FROM note WHERE kind = {_RECIPIENT})
    OR EXISTS (SELECT 1 FROM tagging WHERE kind = {_RECIPIENT})
"""
_RANGE = f"ref >= value << {NUMBER_BITS} AND ref < (value + 1) << {NUMBER_BITS}"
_WORKED_ON = f"""
    SELECT message_id, number, address_id, original_id FROM recipient WHERE (message_id, number) IN (
        SELECT message_id, number FROM work WHERE message_id IN (SELECT value FROM json_each(?1))
        UNION SELECT value, ref - (value << {NUMBER_BITS}) FROM json_each(?1)
            CROSS JOIN note ON kind = {_RECIPIENT} AND {_RANGE}
        UNION SELECT value, ref - (value << {NUMBER_BITS}) FROM json_each(?1)
            CROSS JOIN tagging ON kind = {_RECIPIENT} AND {_RANGE})
"""


class Place(NamedTuple):
    """A recipient that people worked on, as it was before."""

    message: int
    number: int
    address: int | None
    original: int | None

    @property
    def ref(self) -> int:
        """Its id as a subject."""
        return recipient(self.message, self.number).id


def worked_on(connection: Connection, messages: Sequence[int]) -> list[Place]:
    """The recipients of messages that are about to be written anew."""
    if not messages or not connection.exec_driver_sql(_ANY).scalar():
        return []
    return [
        Place(*row) for row in connection.exec_driver_sql(_WORKED_ON, (json.dumps(list(messages)),)).all()
    ]


def follow(connection: Connection, places: Sequence[Place]) -> None:
    """They are written: take what people did to where each address is now.

    Of an address that the message does not have any more, a note goes to the message; the rest goes.
    """
    moved = [(place, _now(connection, place)) for place in places]
    moved = [(place, now) for place, now in moved if now != place.number]
    rows = [(place, now, *_take_off(connection, place)) for place, now in moved]
    for place, now, work, tags, notes in rows:
        kind, ref = (_MESSAGE, place.message)
        if now is not None:
            kind, ref = (_RECIPIENT, recipient(place.message, now).id)
            _put(connection, "work", [(place.message, now, *row) for row in work])
            _put(connection, "tagging", [(tag, kind, ref) for tag in tags])
        connection.exec_driver_sql(
            "UPDATE note SET kind = ?, ref = ? WHERE id IN (SELECT value FROM json_each(?))",
            (kind, ref, json.dumps(notes)),
        )


def _now(connection: Connection, place: Place) -> int | None:
    """The number of the same address in the same role, the nearest."""
    found: int | None = connection.exec_driver_sql(
        "SELECT number FROM recipient WHERE message_id = ? AND address_id IS ? "
        "ORDER BY original_id IS NOT ?, abs(number - ?) LIMIT 1",
        (place.message, place.address, place.original, place.number),
    ).scalar()
    return found


def _take_off(connection: Connection, place: Place) -> tuple[list[tuple[object, ...]], list[int], list[int]]:
    """Rows of work, tags and notes, which hang in the air then."""
    where, values = "message_id = ? AND number = ?", (place.message, place.number)
    work = connection.exec_driver_sql(
        f"DELETE FROM work WHERE {where} RETURNING state, assignee, changed, changed_by", values
    ).all()
    on = (_RECIPIENT, place.ref)
    tags = connection.exec_driver_sql("SELECT tag_id FROM tagging WHERE kind = ? AND ref = ?", on).all()
    connection.exec_driver_sql("DELETE FROM tagging WHERE kind = ? AND ref = ?", on)
    notes = connection.exec_driver_sql("SELECT id FROM note WHERE kind = ? AND ref = ?", on).all()
    return [tuple(row) for row in work], [row[0] for row in tags], [row[0] for row in notes]


def _put(connection: Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO NOTHING", rows)
