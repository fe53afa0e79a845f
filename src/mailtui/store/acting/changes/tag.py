"""A tag itself: renamed, painted, taken away. `Change.ref` is its id, the value `[name, colour]` or None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.errors import UsageError
from mailtui.model.act import By
from mailtui.model.enums import SubjectKind
from mailtui.store.acting.changes.kind import Kind, listed

_NOW = "SELECT id, name, colour FROM tag WHERE id IN (SELECT value FROM json_each(?))"
_FREE = "SELECT 1 FROM tag WHERE name = ? AND id <> ?"
_LEFT = "SELECT name FROM tag WHERE id = ? AND EXISTS (SELECT 1 FROM tagging WHERE tag_id = tag.id)"
_PUT = (
    "INSERT INTO tag (id, name, colour) VALUES (?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour"
)


class TagRow(Kind):
    """Name and colour of a tag; None: there is no tag of this id."""

    name = "tag"

    def now(
        self, connection: Connection, kind: SubjectKind, refs: Sequence[int], argument: str
    ) -> dict[int, Any]:
        found: dict[int, Any] = dict.fromkeys(refs)
        for id_, name, colour in connection.exec_driver_sql(_NOW, (listed(refs),)):
            found[id_] = [name, colour]
        return found

    def put(
        self,
        connection: Connection,
        kind: SubjectKind,
        values: Sequence[tuple[int, Any]],
        argument: str,
        by: By,
    ) -> None:
        for ref, value in values:
            if value is None:
                _delete(connection, ref)
                continue
            if connection.exec_driver_sql(_FREE, (value[0], ref)).first() is not None:
                raise UsageError(
                    f"there is another tag {value[0]} by now", "rename or merge one of them: mailtui tags"
                )
            connection.exec_driver_sql(_PUT, (ref, *value))


def _delete(connection: Connection, tag: int) -> None:
    """Nothing carries it any more: who deletes it has taken it off, which is a change of its own."""
    row = connection.exec_driver_sql(_LEFT, (tag,)).first()
    if row is not None:
        raise UsageError(
            f"{row[0]} was put on something else meanwhile", f"look at it: mailtui search tag:{row[0]}"
        )
    connection.exec_driver_sql("DELETE FROM tag WHERE id = ?", (tag,))
