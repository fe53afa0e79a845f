"""Recipients that wait by their log, but of which nothing is heard: found, marked, and taken back.

What a line says wins: writing the facts of a message anew makes its marks void, and a mark that was
made void, or of which the message is gone, is dropped with the next look.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import LogType, Outcome, QueueState, Role, Status
from mailtui.model.status import OPEN, message_status, recipient_status
from mailtui.store.eventful import EVENTFUL

_HELD = (QueueState.QUEUED, QueueState.ACTIVE, QueueState.DEFERRED, QueueState.FROZEN)
_HELD_CODES = ", ".join(str(state.code) for state in _HELD)
_OPEN_CODES = ", ".join(str(status.code) for status in OPEN)
_NONE, _FROZEN, _UNKNOWN = QueueState.NONE.code, QueueState.FROZEN.code, Status.UNKNOWN.code
_NOT_KNOWN = Outcome.UNKNOWN.code


class Waiting(NamedTuple):
    """A message that waits by its log."""

    id: int
    queue_id: str
    last_seen: int
    """Time of its last line, UTC microseconds."""


def waiting(connection: Connection, server_id: int, before: int) -> list[Waiting]:
    """The messages of a server that wait by their log and whose last line is older than `before`."""
    rows = connection.exec_driver_sql(
        # the codes are written out, for the index on just these
        "SELECT DISTINCT m.id, m.queue_id, m.last_seen FROM recipient r INDEXED BY ix_recipient_status "
        f"CROSS JOIN message m ON m.id = r.message_id WHERE r.status IN ({_OPEN_CODES}) AND r.{EVENTFUL} "
        "AND m.server_id = ? AND m.last_seen < ? AND m.completed IS NULL",
        (server_id, before),
    )
    return [Waiting(*row) for row in rows]


def marked(connection: Connection, server_id: int) -> dict[str, int]:
    """Queue id -> id of the messages of a server that have a mark."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT m.queue_id, m.id FROM quiet_recipient q JOIN message m ON m.id = q.message_id "
        "WHERE m.server_id = ?",
        (server_id,),
    )
    return {row[0]: row[1] for row in rows}


def newest_lines(connection: Connection) -> dict[int, int]:
    """Server id -> time of the newest line of its main log."""
    rows = connection.exec_driver_sql(
        "SELECT s.server_id, max(f.last_time) FROM source_file f JOIN source s ON s.id = f.source_id "
        "WHERE f.log_type = ? AND f.last_time IS NOT NULL GROUP BY 1",
        (LogType.MAIN.code,),
    )
    return {row[0]: row[1] for row in rows}


def mark(connection: Connection, messages: Sequence[Waiting], *, gone: bool) -> None:
    """Show what waits of these messages as unknown; those that have had another line since are left alone."""
    chosen = json.dumps([[one.id, one.last_seen] for one in messages])
    found = connection.exec_driver_sql(
        "SELECT r.message_id, r.number, m.last_seen, r.queue_state FROM json_each(?) j "
        "CROSS JOIN message m ON m.id = j.value ->> 0 AND m.last_seen = j.value ->> 1 "
        f"CROSS JOIN recipient r ON r.message_id = m.id AND r.queue_state IN ({_HELD_CODES}) "
        "WHERE m.completed IS NULL",
        (chosen,),
    ).all()
    if not found:
        return
    connection.exec_driver_sql(
        "INSERT INTO quiet_recipient (message_id, number, last_seen, queue_state, gone) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen, "
        "queue_state = excluded.queue_state, gone = excluded.gone",
        [(*row, gone) for row in found],
    )
    connection.exec_driver_sql(
        f"UPDATE recipient SET queue_state = {_NONE}, "
        f"status = CASE outcome WHEN {_NOT_KNOWN} THEN {_UNKNOWN} ELSE status END "
        "WHERE message_id = ? AND number = ?",
        [(row[0], row[1]) for row in found],
    )
    _roll_up(connection, {row[0] for row in found})


def take_back(connection: Connection, messages: Collection[int]) -> None:
    """These messages wait after all: as their log says."""
    rows = connection.exec_driver_sql(
        f"SELECT q.message_id, q.number, q.queue_state, r.outcome FROM json_each(?) j {_OF_MARKS}",
        (json.dumps(list(messages)),),
    ).all()
    standing = [(QueueState.of_code(row[2]), Outcome.of_code(row[3]), *row[:2]) for row in rows]
    if standing:
        connection.exec_driver_sql(
            "UPDATE recipient SET queue_state = ?, status = ? WHERE message_id = ? AND number = ?",
            [
                (state.code, recipient_status(state, outcome).code, *place)
                for state, outcome, *place in standing
            ],
        )
        _roll_up(connection, {row[0] for row in rows})
    connection.exec_driver_sql(
        "DELETE FROM quiet_recipient WHERE message_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(messages)),),
    )


_OF_MARKS = (
    "CROSS JOIN quiet_recipient q ON q.message_id = j.value "
    "JOIN message m ON m.id = q.message_id AND m.last_seen = q.last_seen "
    "JOIN recipient r ON r.message_id = q.message_id AND r.number = q.number "
    f"AND r.queue_state = {_NONE}"
)


def void(connection: Connection) -> list[int]:
    """Messages of which a mark holds no more: a line came, or they are gone."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT q.message_id FROM quiet_recipient q "
        "LEFT JOIN message m ON m.id = q.message_id AND m.last_seen = q.last_seen AND m.completed IS NULL "
        "LEFT JOIN recipient r ON r.message_id = q.message_id AND r.number = q.number "
        f"AND r.queue_state = {_NONE} WHERE m.id IS NULL OR r.number IS NULL"
    )
    return [row[0] for row in rows]


def _roll_up(connection: Connection, messages: Collection[int]) -> None:
    """The word for each message, as correlation makes it, and whether it is frozen."""
    words: dict[int, set[Status]] = {}
    frozen: set[int] = set()
    rows = connection.exec_driver_sql(
        "SELECT r.message_id, r.status, r.queue_state FROM json_each(?) j "
        f"CROSS JOIN recipient r ON r.message_id = j.value WHERE r.role <> {Role.CHILD.code}",
        (json.dumps(list(messages)),),
    )
    for message, status, state in rows:
        if state == _FROZEN:
            frozen.add(message)
        words.setdefault(message, set()).add(Status.FROZEN if state == _FROZEN else Status.of_code(status))
    connection.exec_driver_sql(
        "UPDATE message SET status = ?, frozen = ? WHERE id = ?",
        [(message_status(found).code, message in frozen, message) for message, found in words.items()],
    )
