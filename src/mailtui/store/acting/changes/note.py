"""A note: added, edited, taken away, brought back. `Change.ref` is the note's own id.

The value is None where there is none (or it is taken away), else
`[kind, ref, operator id, private, text, created, edited]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import By
from mailtui.model.enums import SubjectKind
from mailtui.store.acting.changes.kind import Kind, listed

_NOW = (
    "SELECT id, kind, ref, operator_id, private, text, created, edited FROM note "
    "WHERE deleted IS NULL AND id IN (SELECT value FROM json_each(?))"
)
_PUT = (
    "INSERT INTO note (kind, ref, operator_id, private, text, created, edited, version, id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT (id) DO UPDATE SET private = excluded.private, "
    "text = excluded.text, edited = excluded.edited, version = version + 1, deleted = NULL"
)


class Noted(Kind):
    """A note as it is read; each change of it counts its version up."""

    name = "note"

    def now(
        self, connection: Connection, kind: SubjectKind, refs: Sequence[int], argument: str
    ) -> dict[int, Any]:
        found: dict[int, Any] = dict.fromkeys(refs)
        for row in connection.exec_driver_sql(_NOW, (listed(refs),)):
            found[row[0]] = [*row[1:4], bool(row[4]), *row[5:]]
        return found

    def put(
        self,
        connection: Connection,
        kind: SubjectKind,
        values: Sequence[tuple[int, Any]],
        argument: str,
        by: By,
    ) -> None:
        there = [(*value, ref) for ref, value in values if value is not None]
        gone = [(by.when, ref) for ref, value in values if value is None]
        if there:
            connection.exec_driver_sql(_PUT, there)
        if gone:
            connection.exec_driver_sql(
                "UPDATE note SET deleted = ?, version = version + 1 WHERE id = ?", gone
            )

    def told(self, value: Any) -> Any:
        """A private one by its length only."""
        if value is None:
            return None
        kind, ref, _, private, text = value[:5]
        on = f"{SubjectKind.of_code(kind)}:{ref}"
        return {"on": on, "private": f"{len(text)} characters"} if private else {"on": on, "text": text}
