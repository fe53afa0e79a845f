"""Accounts at sending services: where their credentials are (never what), and the last trouble with each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from mailtui.model.enums import EventProvider
from mailtui.model.people_words import ProviderKind
from mailtui.model.receiver import BROKEN, Counted, ReceiverView

OF_THE_SETTINGS = ""
"""The origin of accounts that the settings name."""


def register(
    connection: Connection,
    name: str,
    service: EventProvider,
    server: int | None,
    credentials: str,
    trouble: str,
    now: int,
) -> int:
    """Id of an account that the settings name, made on first sight. `credentials`: a reference.

    `server`: what stands for it, None where it can be none; `trouble`: why it takes nothing, else empty.
    """
    from mailtui.store import schema
    from mailtui.store.rows import next_id

    kind = ProviderKind(service).code
    known = connection.exec_driver_sql(
        "UPDATE provider SET server_id = ?, kind = ?, credentials = ?, active = 1, updated = ? "
        "WHERE origin = ? AND external_id = ? RETURNING id",
        (server, kind, credentials, now, OF_THE_SETTINGS, name),
    ).scalar()
    if known is not None:
        _stands(connection, int(known), trouble, now)
        return int(known)
    made = next_id(connection, schema.PROVIDER)
    connection.exec_driver_sql(
        "INSERT INTO provider (id, origin, external_id, server_id, kind, name, sender, domain, is_default, "
        "active, state, credentials, accepted, refused, failed, updated) "
        "VALUES (?, ?, ?, ?, ?, ?, '', '', 0, 1, '', ?, 0, 0, 0, ?)",
        (made, OF_THE_SETTINGS, name, server, kind, name, credentials, now),
    )
    _stands(connection, made, trouble, now)
    return made


def _stands(connection: Connection, provider: int, trouble: str, now: int) -> None:
    """Whether an account takes nothing; what was in its way before is not any more."""
    if trouble:
        connection.exec_driver_sql(
            "UPDATE provider SET state = ?, last_error = ?, last_error_at = ? WHERE id = ?",
            (BROKEN, trouble[:500], now, provider),
        )
    else:
        connection.exec_driver_sql(
            "UPDATE provider SET state = '', last_error = NULL, last_error_at = NULL "
            "WHERE id = ? AND state = ?",
            (provider, BROKEN),
        )


def keep_only(connection: Connection, ids: Collection[int]) -> None:
    """Accounts of the settings other than these are not active any more."""
    marks = ",".join("?" * len(ids))
    gone = connection.exec_driver_sql(
        f"UPDATE provider SET active = 0 WHERE origin = ? AND active AND id NOT IN ({marks}) RETURNING id",
        (OF_THE_SETTINGS, *ids),
    ).scalars()
    for provider in gone.all():
        _stands(connection, provider, "", 0)


def count(connection: Connection, provider: int, counted: Counted) -> None:
    """Add to an account's counters. Trouble from before the last request that was kept is over."""
    connection.exec_driver_sql(
        "UPDATE provider SET accepted = accepted + ?, refused = refused + ?, failed = failed + ?, "
        "last_accepted = coalesce(?, last_accepted), last_error = coalesce(?, last_error), "
        "last_error_at = coalesce(?, last_error_at) WHERE id = ?",
        (*counted, provider),
    )
    if counted.last_accepted is not None:
        connection.exec_driver_sql(
            "UPDATE provider SET last_error = NULL, last_error_at = NULL "
            "WHERE id = ? AND last_error_at <= ? AND state <> ?",
            (provider, counted.last_accepted, BROKEN),
        )


def receivers(connection: Connection) -> list[ReceiverView]:
    """The accounts whose webhooks are taken, by name."""
    rows = connection.exec_driver_sql(
        "SELECT p.external_id, p.kind, coalesce(s.name, ''), p.accepted, p.refused, p.failed, "
        "p.last_accepted, p.last_error, p.last_error_at, p.state FROM provider p "
        "LEFT JOIN server s ON s.id = p.server_id WHERE p.origin = ? AND p.active ORDER BY p.external_id",
        (OF_THE_SETTINGS,),
    )
    return [ReceiverView(row[0], ProviderKind.of_code(row[1]), *row[2:]) for row in rows]
