"""A suppression: proposed, decided, lifted. `Change.ref` is its own id.

The value is None where there is none, else the columns behind its id as JSON has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.act import By
from mailtui.model.enums import SubjectKind, SuppressionReason, SuppressionState
from mailtui.store import schema
from mailtui.store.acting.changes.kind import Kind, listed
from mailtui.store.rows import columns, upsert

COLUMNS = columns(schema.SUPPRESSION)[1:]
_OPEN = (SuppressionState.PROPOSED.code, SuppressionState.ACTIVE.code)
_NOW = (
    f"SELECT id, {', '.join(COLUMNS)}, EXISTS (SELECT 1 FROM suppression o WHERE o.target = s.target "
    f"AND o.state IN {_OPEN} AND o.id <> s.id) FROM suppression s "
    "WHERE id IN (SELECT value FROM json_each(?))"
)
_STATE, _REASON = COLUMNS.index("state"), COLUMNS.index("reason")


class Suppressed(Kind):
    """One row; of a target at most one is open, so an old one does not come back beside a newer one."""

    name = "suppressed"

    def now(
        self, connection: Connection, kind: SubjectKind, refs: Sequence[int], argument: str
    ) -> dict[int, Any]:
        found: dict[int, Any] = dict.fromkeys(refs)
        for id_, *values, replaced in connection.exec_driver_sql(_NOW, (listed(refs),)):
            if replaced and values[_STATE] not in _OPEN:
                del found[id_]
            else:
                found[id_] = values
        return found

    def put(
        self,
        connection: Connection,
        kind: SubjectKind,
        values: Sequence[tuple[int, Any]],
        argument: str,
        by: By,
    ) -> None:
        gone = [(ref,) for ref, value in values if value is None]
        if gone:
            connection.exec_driver_sql("DELETE FROM suppression WHERE id = ?", gone)
        upsert(connection, schema.SUPPRESSION, [(ref, *value) for ref, value in values if value is not None])

    def told(self, value: Any) -> Any:
        if value is None:
            return None
        said = dict(zip(COLUMNS, value, strict=True))
        state, reason = SuppressionState.of_code(said["state"]), SuppressionReason.of_code(said["reason"])
        return {"target": said["target"], "state": str(state), "reason": str(reason), "until": said["until"]}
