"""What people put on incidents, where lines that came late make one of two: it is on the one that stays."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind

_INCIDENT = SubjectKind.INCIDENT.code


def worked_on(connection: Connection, incidents: Collection[int]) -> set[int]:
    """Those of some incidents that somebody decided about, noted or tagged."""
    rows = connection.exec_driver_sql(
        f"""
        SELECT id FROM incident WHERE id IN (SELECT value FROM json_each(?1)) AND (
            changed IS NOT NULL
            OR EXISTS (SELECT 1 FROM note WHERE kind = {_INCIDENT} AND ref = incident.id)
            OR EXISTS (SELECT 1 FROM tagging WHERE kind = {_INCIDENT} AND ref = incident.id))
        """,
        (json.dumps(list(incidents)),),
    )
    return {row[0] for row in rows}


def move(connection: Connection, old: int, new: int) -> None:
    """Notes and tags of one are those of another now; what was decided too, unless that has its own."""
    connection.exec_driver_sql(f"UPDATE note SET ref = ? WHERE kind = {_INCIDENT} AND ref = ?", (new, old))
    connection.exec_driver_sql(
        "INSERT INTO tagging (tag_id, kind, ref) SELECT tag_id, kind, ? FROM tagging "
        f"WHERE kind = {_INCIDENT} AND ref = ? ON CONFLICT DO NOTHING",
        (new, old),
    )
    connection.exec_driver_sql(f"DELETE FROM tagging WHERE kind = {_INCIDENT} AND ref = ?", (old,))
    connection.exec_driver_sql(
        "UPDATE incident SET (state, assignee, changed, changed_by) = "
        "(SELECT state, assignee, changed, changed_by FROM incident WHERE id = ?1) "
        "WHERE id = ?2 AND changed IS NULL "
        "AND (SELECT changed FROM incident WHERE id = ?1) IS NOT NULL",
        (old, new),
    )
