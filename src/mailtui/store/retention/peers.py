"""Hosts, replies and other ids of messages that nothing has any more: looked for without a lock."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from mailtui.store.rows import Row

AT_ONCE = 20_000
"""Rows looked at in one read."""


class _Kind(NamedTuple):
    table: str
    indexed: str
    """Who may name it, where an index says so."""
    others: str
    """Who else: by ranges of messages."""


_KINDS = (
    _Kind(
        "host",
        "SELECT id FROM host WHERE id < (SELECT max(id) FROM host) "
        "AND NOT EXISTS (SELECT 1 FROM delivery_attempt tried WHERE tried.host_id = host.id) "
        "AND NOT EXISTS (SELECT 1 FROM rejection WHERE rejection.host_id = host.id)",
        "SELECT host_id FROM message WHERE id >= ?1 AND id < ?2 "
        "UNION SELECT host_id FROM recipient WHERE message_id >= ?1 AND message_id < ?2 "
        "UNION SELECT host_id FROM delivery_event WHERE message_id >= ?1 AND message_id < ?2",
    ),
    _Kind(
        "reply",
        "SELECT id FROM reply WHERE id < (SELECT max(id) FROM reply) AND NOT EXISTS "
        "(SELECT 1 FROM delivery_attempt d WHERE d.reply_id IS NOT NULL AND d.reply_id = reply.id) "
        "AND NOT EXISTS "
        "(SELECT 1 FROM rejection WHERE rejection.reply_id IS NOT NULL AND rejection.reply_id = reply.id)",
        "SELECT reply_id FROM recipient WHERE message_id >= ?1 AND message_id < ?2 "
        "UNION SELECT reply_id FROM delivery_event WHERE message_id >= ?1 AND message_id < ?2",
    ),
)


def unused(engine: Engine) -> Iterator[tuple[str, list[int]]]:
    """Tables with ids of rows that nothing names. Nothing may be imported until they are removed."""
    for kind in _KINDS:
        with engine.connect() as connection:
            left = {row[0] for row in connection.exec_driver_sql(kind.indexed)}
            last = int(connection.exec_driver_sql("SELECT max(id) FROM message").scalar() or 0)
        for first in range(1, last + 1, AT_ONCE):
            if not left:
                break
            with engine.connect() as connection:
                rows = connection.exec_driver_sql(kind.others, (first, first + AT_ONCE))
                left.difference_update(row[0] for row in rows)
        if left:
            yield kind.table, sorted(left)


def remove(connection: Connection, table: str, ids: list[int]) -> None:
    """Delete rows that nothing names."""
    connection.exec_driver_sql(
        f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )


def lost_links(engine: Engine) -> Iterator[list[Row]]:
    """Other ids of messages that are gone, in pieces: their primary keys."""
    place: Row = (-1, 0, 0)
    while True:
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(_LINKS, (*place, AT_ONCE)).all()
        lost: list[Row] = [tuple(row[:3]) for row in rows if row[3] is None]
        if lost:
            yield lost
        if len(rows) < AT_ONCE:
            return
        place = tuple(rows[-1][:3])


_LINKS = """
    SELECT link.kind, link.digest, link.message_id, message.id FROM (
        SELECT kind, digest, message_id FROM message_link
        WHERE (kind, digest, message_id) > (?, ?, ?) ORDER BY kind, digest, message_id LIMIT ?
    ) link LEFT JOIN message ON message.id = link.message_id ORDER BY 1, 2, 3
"""


def remove_links(connection: Connection, links: Sequence[Row]) -> None:
    """Delete some."""
    connection.exec_driver_sql(
        "DELETE FROM message_link WHERE kind = ? AND digest = ? AND message_id = ?", list(links)
    )
