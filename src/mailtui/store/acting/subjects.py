"""Which subjects are in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind
from mailtui.model.work import NUMBER_BITS

_TABLES = {
    SubjectKind.MESSAGE: "message",
    SubjectKind.REJECTION: "rejection",
    SubjectKind.ADDRESS: "address",
    SubjectKind.INCIDENT: "incident",
    SubjectKind.DOMAIN: "domain",
    SubjectKind.CAMPAIGN: "campaign",
    SubjectKind.THREAD: "thread",
    SubjectKind.NOTE: "note",
    SubjectKind.SUPPRESSION: "suppression",
    SubjectKind.TAG: "tag",
}
_RECIPIENTS = f"""
    SELECT value FROM json_each(?) CROSS JOIN recipient
    ON message_id = (value >> {NUMBER_BITS}) AND number = (value & {(1 << NUMBER_BITS) - 1})
"""


def there(connection: Connection, kind: SubjectKind, refs: Sequence[int]) -> list[int]:
    """Those that are, in the order of `refs`; of kinds that have no table (yet): none."""
    if kind is SubjectKind.RECIPIENT:
        query = _RECIPIENTS
    elif kind in _TABLES:
        query = f"SELECT id FROM {_TABLES[kind]} WHERE id IN (SELECT value FROM json_each(?))"
    else:
        return []
    found = {row[0] for row in connection.exec_driver_sql(query, (json.dumps(list(refs)),))}
    return [ref for ref in refs if ref in found]
