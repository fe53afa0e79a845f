"""Messages that are old enough, with all that hangs on them, or with their lines only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from mailtui.model.enums import MessageKind, Status
from mailtui.model.moment import DAY
from mailtui.store.blocks import RECORDS_PER_BLOCK
from mailtui.store.entries import unpacked
from mailtui.store.retention import attached, counting, names
from mailtui.store.retention.limits import Limits

AT_ONCE = 5_000
"""Messages looked at in one read."""
REOPENS = 2 * DAY
"""An incident that is over for so long does not come back: see `ingest.incidents.course`."""
_WAITING = ", ".join(
    str(status.code)
    for status in (Status.QUEUED, Status.DEFERRED, Status.FROZEN, Status.PARTIAL, Status.UNKNOWN)
)


Needed = dict[int, int]
"""By block, one bit for each record that is needed."""


class Going(NamedTuple):
    """A message of which rows go."""

    id: int
    whole: bool
    """All of it goes, not its lines only."""


def look(engine: Engine, limits: Limits, needed: Needed) -> Iterator[list[Going]]:
    """The messages of which rows go, in pieces; which old lines others need is put into `needed`.

    A message with a note stays as it is, and so do letters, which are old from the start. The evidence of an
    incident goes when it is over for as long; the lines of a message that may still go on, with the message.
    """
    with engine.connect() as connection:
        last = int(connection.exec_driver_sql("SELECT max(id) FROM message").scalar() or 0)
    for first in range(1, last + 1, AT_ONCE):
        with engine.connect() as connection:
            found = _piece(connection, limits, (first, min(first + AT_ONCE, last)), needed)
        if found:
            yield found


def _piece(connection: Connection, limits: Limits, ids: tuple[int, int], needed: Needed) -> list[Going]:
    until = {row[0]: int(row[1]) for row in connection.exec_driver_sql(_EVIDENCE, ids)}
    lines: dict[int, list[int]] = {}
    for message, *columns in connection.exec_driver_sql(_LINES, (*ids, limits.lines)):
        lines[message] = [entry.id for entry in unpacked(*columns)]
    noted = attached.noted(connection, ids)
    found = []
    for message, seen, waits in connection.exec_driver_sql(_OLD, (*ids, max(limits.lines, limits.attempts))):
        if message in noted:
            continue
        newest = max(seen, until.get(message, seen))
        whole = newest < limits.attempts
        if whole or (newest < limits.lines and not waits):
            entries = lines.pop(message, [])
            if whole or entries:
                found.append(Going(message, whole))
    for entry in chain.from_iterable(lines.values()):
        block, place = divmod(entry, RECORDS_PER_BLOCK)
        needed[block] = needed.get(block, 0) | 1 << place
    return found


_OLD = f"""
    SELECT id, last_seen, completed IS NULL AND status IN ({_WAITING}) FROM message
    WHERE id >= ? AND id < ? AND last_seen < ? AND kind <> {MessageKind.CONVERSATION.code}
"""
_LINES = """
    SELECT id, events, lines, first_seen FROM message
    WHERE id >= ? AND id < ? AND first_seen < ? AND events IS NOT NULL
"""
_EVIDENCE = f"""
    SELECT message_id, max(until) FROM (
        SELECT tried.message_id, coalesce(incident.recovered + {REOPENS}, 1 << 62) AS until
        FROM delivery_attempt tried CROSS JOIN cause ON cause.id = tried.cause_id
        CROSS JOIN incident ON incident.signature_id = cause.signature_id AND tried.time >= incident.onset
        WHERE tried.message_id >= ?1 AND tried.message_id < ?2
        UNION ALL
        SELECT recipient.message_id, coalesce(incident.recovered + {REOPENS}, 1 << 62)
        FROM recipient CROSS JOIN cause ON cause.id = recipient.cause_id
        CROSS JOIN incident ON incident.signature_id = cause.signature_id AND recipient.time >= incident.onset
        WHERE recipient.message_id >= ?1 AND recipient.message_id < ?2
    ) GROUP BY message_id
"""


def attempts_of(connection: Connection, ids: Sequence[int]) -> int:
    """How many attempts some messages have."""
    found = connection.exec_driver_sql(
        "SELECT sum(n) FROM (SELECT count(*) AS n FROM delivery_attempt "
        "WHERE message_id IN (SELECT value FROM json_each(?1)) UNION ALL "
        "SELECT count(entry_id) FROM recipient WHERE message_id IN (SELECT value FROM json_each(?1)))",
        (json.dumps(list(ids)),),
    ).scalar_one()
    return int(found)


def remove(connection: Connection, going: Sequence[Going]) -> None:
    """Count them by day, delete them, and the names that only they had."""
    connection.exec_driver_sql(
        "CREATE TEMP TABLE IF NOT EXISTS going (id INTEGER PRIMARY KEY, whole INTEGER NOT NULL)"
    )
    connection.exec_driver_sql("DELETE FROM going")
    connection.exec_driver_sql("INSERT INTO going (id, whole) VALUES (?, ?)", [tuple(one) for one in going])
    attached.keep_noted(connection)
    whole = any(one.whole for one in going)
    counting.messages(connection, whole=whole)
    connection.exec_driver_sql("DELETE FROM unclear_line WHERE message_id IN (SELECT id FROM going)")
    connection.exec_driver_sql(
        "UPDATE message SET events = NULL, lines = NULL WHERE id IN (SELECT id FROM going WHERE NOT whole)"
    )
    if not whole:
        return
    left = names.of_messages(connection)
    for table in ("delivery_attempt", "recipient", "delivery_event", "engagement"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE message_id IN (SELECT id FROM going WHERE whole)"
        )
    attached.remove(connection)
    connection.exec_driver_sql("DELETE FROM message WHERE id IN (SELECT id FROM going WHERE whole)")
    names.remove_unused(connection, left)
