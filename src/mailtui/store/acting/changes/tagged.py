"""A tag on a subject or not: `tagged:7` is the tag with id 7, its value true or false."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import By
from mailtui.model.enums import SubjectKind
from mailtui.store.acting.changes.kind import Kind, listed
from mailtui.store.acting.subjects import there

_ON = "SELECT ref FROM tagging WHERE tag_id = ? AND kind = ? AND ref IN (SELECT value FROM json_each(?))"

_TAG = "SELECT 1 FROM tag WHERE id = ?"


class Tagged(Kind):
    """Whether a subject has the tag; of a tag that is no more, nothing can be said."""

    name = "tagged"

    def now(
        self, connection: Connection, kind: SubjectKind, refs: Sequence[int], argument: str
    ) -> dict[int, Any]:
        if connection.exec_driver_sql(_TAG, (int(argument),)).first() is None:
            return {}
        rows = connection.exec_driver_sql(_ON, (int(argument), kind.code, listed(refs)))
        on = {row[0] for row in rows}
        return {ref: ref in on for ref in there(connection, kind, refs)}

    def put(
        self,
        connection: Connection,
        kind: SubjectKind,
        values: Sequence[tuple[int, Any]],
        argument: str,
        by: By,
    ) -> None:
        tag, code = int(argument), kind.code
        on = [(tag, code, ref) for ref, value in values if value]
        off = [(tag, code, ref) for ref, value in values if not value]
        if on:
            connection.exec_driver_sql("INSERT INTO tagging (tag_id, kind, ref) VALUES (?, ?, ?)", on)
        if off:
            connection.exec_driver_sql("DELETE FROM tagging WHERE tag_id = ? AND kind = ? AND ref = ?", off)
