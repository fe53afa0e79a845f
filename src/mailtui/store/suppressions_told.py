"""Suppressions as another system has them: in force here from the moment that it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import SuppressionReason, SuppressionState
from mailtui.store import schema
from mailtui.store.rows import insert, next_id


class ToldRow(NamedTuple):
    """Who is not to be mailed."""

    target: str
    """An address or a domain, in lower case."""
    reason: SuppressionReason
    since: int
    """UTC microseconds."""


def write(connection: Connection, rows: Sequence[ToldRow], by: str) -> int:
    """Put them in force; how many were not. One in force, lifted or declined since stays as it is."""
    new = 0
    for row in rows:
        decided = connection.exec_driver_sql(
            "SELECT 1 FROM suppression WHERE target = ? "
            "AND (state = ? OR coalesce(lifted, decided) >= ?) LIMIT 1",
            (row.target, SuppressionState.ACTIVE.code, row.since),
        ).first()
        if decided is not None:
            continue
        new += 1
        accepted = connection.exec_driver_sql(
            f"UPDATE suppression SET state = {SuppressionState.ACTIVE.code}, reason = ?, decided = ?, "
            f"decided_by = ? WHERE target = ? AND state = {SuppressionState.PROPOSED.code}",
            (row.reason.code, row.since, by, row.target),
        )
        if not accepted.rowcount:
            insert(connection, schema.SUPPRESSION, [_row(next_id(connection, schema.SUPPRESSION), row, by)])
    return new


def _row(id_: int, row: ToldRow, by: str) -> tuple[int | str | None, ...]:
    cause = f"not mailed by {by} any more"
    told = (row.target, row.reason.code, SuppressionState.ACTIVE.code, None, None, cause)
    return (id_, *told, row.since, by, row.since, by, None, None, None, "")
