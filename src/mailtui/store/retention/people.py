"""Contacts who were asked to confirm and never did, and campaigns that are long over."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from mailtui.model.enums import CampaignPart, ContactStatus
from mailtui.model.moment import DAY, iso
from mailtui.store.retention.names import remove_unused

_UNCONFIRMED = (
    f"FROM contact WHERE status = {ContactStatus.PENDING.code} AND confirmed IS NULL "
    "AND coalesce(confirmation_sent, created) < ?"
)
"""Of whom nobody knows since when they are asked, stay."""
_LAST_DAY = (
    "(SELECT max(key) FROM campaign_tally t WHERE t.campaign_id = campaign.id "
    f"AND t.part = {CampaignPart.DAY.code})"
)
_OVER = (
    f"FROM campaign WHERE archived IS NULL AND CASE WHEN {_LAST_DAY} IS NULL "
    f"THEN coalesce(finished, started, scheduled, updated, created) < ?1 ELSE {_LAST_DAY} < ?2 END"
)


def before(now: int, days: int) -> int | None:
    """The beginning of the day up to which rows go; None for never."""
    moment = now - days * DAY
    return moment - moment % DAY if days else None


def unconfirmed(connection: Connection, limit: int) -> list[int]:
    """The contacts that were asked before `limit` (UTC microseconds)."""
    return [row[0] for row in connection.exec_driver_sql(f"SELECT id {_UNCONFIRMED}", (limit,))]


def remove(connection: Connection, contacts: Sequence[int], limit: int) -> int:
    """Delete those of some contacts who still have not confirmed, with their memberships; how many."""
    those = json.dumps(list(contacts))
    rows = connection.exec_driver_sql(
        f"SELECT id, address_id {_UNCONFIRMED} AND id IN (SELECT value FROM json_each(?))", (limit, those)
    ).all()
    gone = json.dumps([row[0] for row in rows])
    for table, column in (("membership", "contact_id"), ("contact", "id")):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (gone,)
        )
    remove_unused(connection, [row[1] for row in rows])
    return len(rows)


def over(connection: Connection, limit: int) -> int:
    """How many campaigns have had no mail since `limit`, and are not archived."""
    found = connection.exec_driver_sql(f"SELECT count(*) {_OVER}", (limit, iso(limit)[:10])).scalar_one()
    return int(found)


def archive(connection: Connection, limit: int, now: int) -> int:
    """Mark these as archived; how many."""
    return connection.exec_driver_sql(
        f"UPDATE campaign SET archived = ?3 WHERE id IN (SELECT id {_OVER})", (limit, iso(limit)[:10], now)
    ).rowcount
