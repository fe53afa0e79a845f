"""Accounts at sending services and their limits as another system's database has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from mailtui.model.people import Written
from mailtui.model.sending import ProviderRow, QuotaRow
from mailtui.store import schema
from mailtui.store.people.texts import clean
from mailtui.store.rows import next_id, upsert

_SAID = (
    "server_id, kind, name, sender, domain, priority, is_default, active, state, "
    "last_error, last_error_at, updated"
)


def write_providers(connection: Connection, rows: Sequence[ProviderRow]) -> Written:
    """Write accounts in the caller's transaction; where their credentials are is not told here."""
    counts = Counter(_write(connection, row) for row in rows)
    return Written(counts["new"], counts["changed"], counts["same"])


def _write(connection: Connection, row: ProviderRow) -> str:
    texts = (clean(row.name), clean(row.sender), clean(row.domain))
    error = None if row.last_error is None else clean(row.last_error)[:500]
    flags = (row.priority, row.is_default, row.active, clean(row.state))
    said = (row.server_id, row.kind.code, *texts, *flags, error, row.last_error_at, row.updated)
    known = connection.exec_driver_sql(
        f"SELECT id, {_SAID} FROM provider WHERE origin = ? AND external_id = ?",
        (row.origin, row.external_id),
    ).first()
    if known is None:
        marks = ", ".join("?" * len(said))
        connection.exec_driver_sql(
            f"INSERT INTO provider (id, origin, external_id, credentials, accepted, refused, failed, "
            f"{_SAID}) "
            f"VALUES (?, ?, ?, '', 0, 0, 0, {marks})",
            (next_id(connection, schema.PROVIDER), row.origin, row.external_id, *said),
        )
        return "new"
    if tuple(known[1:]) == said:
        return "same"
    sets = ", ".join(f"{name} = ?" for name in _SAID.split(", "))
    connection.exec_driver_sql(f"UPDATE provider SET {sets} WHERE id = ?", (*said, known[0]))
    return "changed"


def write_quotas(connection: Connection, rows: Sequence[QuotaRow], now: int) -> Written:
    """Write limits in the caller's transaction; those of accounts that are not there are told."""
    problems, made = [], []
    for number, row in enumerate(rows):
        provider = connection.exec_driver_sql(
            "SELECT id FROM provider WHERE origin = ? AND external_id = ?", (row.origin, row.provider)
        ).scalar()
        if provider is None:
            problems.append((number, f"there is no provider {row.provider}"))
            continue
        key = (int(provider), row.resource.code, row.period.code, row.begin)
        said = (row.end, row.limit, row.used, row.exceeded)
        if _quota(connection, key) != said:
            made.append((*key, *said, now))
    upsert(connection, schema.QUOTA_WINDOW, made)
    return Written(changed=len(made), same=len(rows) - len(made) - len(problems), problems=tuple(problems))


def _quota(connection: Connection, key: tuple[int, ...]) -> tuple[int | None, ...] | None:
    found = connection.exec_driver_sql(
        'SELECT "end", limit_value, used, exceeded FROM quota_window '
        'WHERE provider_id = ? AND resource = ? AND period = ? AND "begin" = ?',
        key,
    ).first()
    return None if found is None else tuple(found)
