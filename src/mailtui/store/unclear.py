"""Lines that were not understood, page by page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from mailtui.model.unclear import UnclearKey, UnclearLine, UnclearPage
from mailtui.store import sources
from mailtui.store.blocks import RECORDS_PER_BLOCK
from mailtui.store.lines import raw_lines

FIRST = UnclearKey(1 << 62, 0, 0)
_PAGE = f"""
    SELECT e.time, e.message_id, e.id, v.name, m.queue_id
    FROM unclear_line e INDEXED BY ix_unclear_line_time
    CROSS JOIN raw_block b ON b.id = e.id / {RECORDS_PER_BLOCK}
    CROSS JOIN source_file f ON f.id = b.file_id
    CROSS JOIN source s ON s.id = f.source_id
    CROSS JOIN server v ON v.id = s.server_id
    LEFT JOIN message m ON m.id = e.message_id
    WHERE (e.time, e.message_id, e.id) < (?, ?, ?)
    {{which}} ORDER BY e.time DESC, e.message_id DESC, e.id DESC LIMIT ?
"""


def page(
    connection: Connection, source: int | None = None, after: UnclearKey | None = None, limit: int = 100
) -> UnclearPage:
    """The newest `limit` lines behind a key, of one source or of all."""
    which: tuple[Any, ...] = () if source is None else (source,)
    query = _PAGE.format(which="" if source is None else "AND s.id = ?")
    rows = connection.exec_driver_sql(query, (*(after or FIRST), *which, limit)).all()
    raw = raw_lines(connection, [row[2] for row in rows])
    lines = tuple(
        UnclearLine(UnclearKey(*row[:3]), row[3], row[4], raw[row[2]]) for row in rows if row[2] in raw
    )
    counts = sources.unrecognised(connection)
    total = sum(counts.values()) if source is None else counts.get(source, 0)
    after = UnclearKey(*rows[-1][:3]) if len(rows) == limit else None
    return UnclearPage(lines, after, total, _failed(connection, source))


def _failed(connection: Connection, source: int | None) -> int:
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM webhook_event WHERE error IS NOT NULL AND (? IS NULL OR source_id = ?)",
        (source, source),
    ).scalar_one()
    return int(found)
