"""How far each table of a database was read: in the transaction of the rows that a mark vouches for."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from mailtui.model.foreign import Mark


def read(connection: Connection, source_id: int, part: str) -> Mark | None:
    """The mark of a table; None when it was never read."""
    text = connection.exec_driver_sql(
        "SELECT mark FROM source_mark WHERE source_id = ? AND part = ?", (source_id, part)
    ).scalar()
    return None if text is None else Mark(*json.loads(text))


def save(connection: Connection, source_id: int, part: str, mark: Mark, rows: int, now: int) -> None:
    """A table was read up to here, `rows` more of it; a mark never goes back."""
    known = read(connection, source_id, part)
    connection.exec_driver_sql(
        "INSERT INTO source_mark (source_id, part, mark, rows, read) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (source_id, part) DO UPDATE SET mark = excluded.mark, rows = rows + excluded.rows, "
        "read = excluded.read",
        (source_id, part, json.dumps(max(known or mark, mark)), rows, now),
    )
