"""What the recipients of rows did, where a sending service tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from mailtui.model.engaged import Engaged
from mailtui.model.view import SearchRow
from mailtui.store.selecting.owners import NUMBER_BITS, NUMBER_MASK

_DID = f"""
    SELECT k.value, c.external_id, e.sent, e.opened, e.clicked, e.complained, e.unsubscribed,
           e.opens, e.machine_opens, e.clicks, e.machine_clicks
    FROM json_each(?) k CROSS JOIN engagement e
         ON e.message_id = k.value >> {NUMBER_BITS} AND e.number = k.value & {NUMBER_MASK}
    LEFT JOIN campaign c ON c.id = e.campaign_id
"""


def engaged(connection: Connection, rows: Sequence[SearchRow]) -> list[SearchRow]:
    """The rows with what their recipients did."""
    keys = [row.key.owner << NUMBER_BITS | row.key.number for row in rows if not row.key.is_rejection]
    found = {row[0]: Engaged(*row[1:]) for row in connection.exec_driver_sql(_DID, (json.dumps(keys),))}
    if not found:
        return list(rows)
    return [replace(row, engaged=found.get(row.key.owner << NUMBER_BITS | row.key.number)) for row in rows]
