"""What people put on rows that go: a note keeps its row, states and tags go with theirs."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtui.model.enums import SubjectKind
from mailtui.model.work import NUMBER_BITS

_MESSAGE, _RECIPIENT = SubjectKind.MESSAGE.code, SubjectKind.RECIPIENT.code
_REJECTION = SubjectKind.REJECTION.code
NO_NOTE = (
    f"NOT EXISTS (SELECT 1 FROM note WHERE kind = {_REJECTION} AND ref = rejection.id AND deleted IS NULL)"
)
"""Of a row of `rejection`."""
_RANGE = f"ref >= going.id << {NUMBER_BITS} AND ref < (going.id + 1) << {NUMBER_BITS}"


def noted(connection: Connection, ids: tuple[int, int]) -> set[int]:
    """The messages from the first id to before the last on which, or on a recipient of which, is a note."""
    first, last = ids
    rows = connection.exec_driver_sql(
        f"""
        SELECT ref FROM note WHERE deleted IS NULL AND kind = {_MESSAGE} AND ref >= ? AND ref < ?
        UNION SELECT ref >> {NUMBER_BITS} FROM note
        WHERE deleted IS NULL AND kind = {_RECIPIENT} AND ref >= ? AND ref < ?
        """,
        (first, last, first << NUMBER_BITS, last << NUMBER_BITS),
    )
    return {row[0] for row in rows}


def keep_noted(connection: Connection) -> None:
    """Somebody may have written a note since the table `going` was made."""
    connection.exec_driver_sql(
        f"""
        DELETE FROM going WHERE EXISTS (
            SELECT 1 FROM note WHERE deleted IS NULL AND kind = {_MESSAGE} AND ref = going.id
        ) OR EXISTS (
            SELECT 1 FROM note WHERE deleted IS NULL AND kind = {_RECIPIENT} AND {_RANGE}
        )
        """
    )


def remove(connection: Connection) -> None:
    """Delete the states and tags of the messages in `going` that go whole, and notes taken away from them."""
    connection.exec_driver_sql("DELETE FROM work WHERE message_id IN (SELECT id FROM going WHERE whole)")
    for table in ("tagging", "note"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE kind = {_MESSAGE} AND ref IN (SELECT id FROM going WHERE whole)"
        )
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE kind = {_RECIPIENT} AND ref IN ("
            f"SELECT ref FROM going CROSS JOIN {table} ON kind = {_RECIPIENT} AND {_RANGE} WHERE whole)"
        )


def remove_of_refusals(connection: Connection, ids: str) -> None:
    """Delete the tags of rejections, and notes taken away from them; `ids`: a JSON list."""
    for table in ("tagging", "note"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE kind = {_REJECTION} AND ref IN (SELECT value FROM json_each(?))",
            (ids,),
        )
