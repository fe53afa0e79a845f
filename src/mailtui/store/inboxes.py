"""Inboxes, mails and threads by what another system calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import LinkKind
from mailtui.store import schema
from mailtui.store.conversations.placing import TOLD
from mailtui.store.digests import link_digest, storable
from mailtui.store.people.texts import clean
from mailtui.store.rows import next_id, upsert

_AT_ONCE = 500


class InboxRow(NamedTuple):
    """An inbox as it is told; moments are UTC microseconds."""

    origin: str
    external_id: str
    domain: str
    local_part: str
    name: str
    catchall: bool
    created: int | None
    updated: int | None
    deleted: int | None


def write(connection: Connection, rows: Sequence[InboxRow]) -> int:
    """Write inboxes in the caller's transaction; how many were new or changed."""
    changed = 0
    for row in rows:
        told = tuple(clean(value) if isinstance(value, str) else value for value in row)
        known = connection.exec_driver_sql(
            "SELECT id, origin, external_id, domain, local_part, name, catchall, created, updated, deleted "
            "FROM inbox WHERE origin = ? AND external_id = ?",
            told[:2],
        ).first()
        if known is None or tuple(known[1:]) != told:
            id_ = next_id(connection, schema.INBOX) if known is None else known[0]
            upsert(connection, schema.INBOX, [(id_, *told)])
            changed += 1
    return changed


def ids(connection: Connection, origin: str) -> dict[str, int]:
    """The inboxes of a database by their ids there."""
    rows = connection.exec_driver_sql("SELECT external_id, id FROM inbox WHERE origin = ?", (origin,))
    return {row[0]: row[1] for row in rows}


def sent_as(connection: Connection, server_id: int, message_ids: Sequence[str]) -> dict[str, int]:
    """The mails of an account by the Message-ID that they are tracked by."""
    by_digest = {link_digest(one): storable(one) for one in message_ids}
    found: dict[str, int] = {}
    digests = list(by_digest)
    for start in range(0, len(digests), _AT_ONCE):
        part = digests[start : start + _AT_ONCE]
        rows = connection.exec_driver_sql(
            "SELECT l.digest, l.message_id FROM message_link l JOIN message m ON m.id = l.message_id "
            f"WHERE l.kind = ? AND m.server_id = ? AND l.digest IN ({','.join('?' * len(part))})",
            (LinkKind.TRACKING_ID.code, server_id, *part),
        )
        found.update((by_digest[row[0]], row[1]) for row in rows)
    return found


def delete_threads(connection: Connection, told: Mapping[str, int | None]) -> int:
    """Hide the threads that another system deleted (None: it has not), by its ids; how many changed."""
    changed = 0
    for name, deleted in told.items():
        done = connection.exec_driver_sql(
            "UPDATE thread SET deleted = ? WHERE deleted IS NOT ? AND id IN (SELECT l.thread_id "
            "FROM message_reference r JOIN letter l ON l.message_id = r.message_id WHERE r.digest = ?)",
            (deleted, deleted, link_digest(TOLD + name)),
        )
        changed += done.rowcount
    return changed
