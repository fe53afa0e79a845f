"""The live queue as it was last seen, and which server's it is."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import QueueState
from mailtui.model.moment import DAY
from mailtui.model.queue import QueueView
from mailtui.store import cursors, schema
from mailtui.store.rows import upsert

KIND = "exim_queue"
"""The kind of source that a live queue is."""
KEPT = 30 * DAY
"""How long snapshots are kept."""


class Followed(NamedTuple):
    """A place whose logs a worker follows."""

    server_id: int
    server: str
    location: str
    behind: int
    """Bytes there that are not read yet."""


def followed(connection: Connection) -> list[Followed]:
    """The logs that are followed now."""
    rows = connection.exec_driver_sql(
        "SELECT v.id, v.name, s.location, coalesce(s.behind, 0) FROM source s "
        "JOIN server v ON v.id = s.server_id WHERE s.followed = 1 AND s.kind <> ?",
        (KIND,),
    )
    return [Followed(*row) for row in rows]


def say(connection: Connection, server_id: int, spool: str, error: str | None) -> None:
    """Note that the queue in `spool` is looked at, or why it cannot be."""
    source = cursors.source(connection, server_id, KIND, spool)
    connection.exec_driver_sql(
        "UPDATE source SET followed = 1, behind = 0, last_error = ? WHERE id = ?", (error, source)
    )


def put_off(connection: Connection, server_id: int, queue_ids: Collection[str]) -> int:
    """How many of these messages have a recipient that was put off."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM json_each(?) j "
        "CROSS JOIN message m ON m.queue_id = j.value AND m.server_id = ? "
        "WHERE EXISTS (SELECT 1 FROM recipient r WHERE r.message_id = m.id "
        f"AND r.queue_state = {QueueState.DEFERRED.code})",
        (json.dumps(list(queue_ids)), server_id),
    ).scalar_one()
    return int(found)


def keep(connection: Connection, server_id: int, seen: QueueView) -> None:
    """Keep how the queue is; what is older than a month goes."""
    counts = (seen.messages, seen.deferred, seen.frozen)
    upsert(connection, schema.QUEUE_SNAPSHOT, [(server_id, seen.time, *counts, seen.oldest, seen.size)])
    connection.exec_driver_sql("DELETE FROM queue_snapshot WHERE time < ?", (seen.time - KEPT,))


def latest(connection: Connection) -> list[QueueView]:
    """The newest look at each queue, by server."""
    rows = connection.exec_driver_sql(
        "SELECT v.name, q.time, q.messages, q.deferred, q.frozen, q.oldest, q.size FROM server v "
        "JOIN queue_snapshot q ON q.server_id = v.id "
        "AND q.time = (SELECT max(time) FROM queue_snapshot WHERE server_id = v.id) ORDER BY v.name"
    )
    return [QueueView(*row) for row in rows]
