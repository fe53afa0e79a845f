"""State and assignee: of an incident in its row, of a single failure in a row of `work`, if it has one.

A failure without a row is new and nobody's, and a row that says that is taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Connection

from mailtui.model.act import By
from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.work import NUMBER_BITS
from mailtui.store.acting.changes.kind import Kind, listed

_MESSAGE, _NUMBER = f"(value >> {NUMBER_BITS})", f"(value & {(1 << NUMBER_BITS) - 1})"
_RECIPIENTS = f"""
    FROM json_each(?)
    CROSS JOIN recipient ON recipient.message_id = {_MESSAGE} AND recipient.number = {_NUMBER}
    LEFT JOIN work ON work.message_id = {_MESSAGE} AND work.number = {_NUMBER}
"""
_BLANK = f"""
    DELETE FROM work WHERE state = 0 AND assignee IS NULL
    AND (message_id, number) IN (SELECT {_MESSAGE}, {_NUMBER} FROM json_each(?))
"""
_INCIDENTS = "FROM incident WHERE id IN (SELECT value FROM json_each(?))"


class _Decided(Kind):
    """A column that both tables have."""

    column: ClassVar[str]
    on = frozenset({SubjectKind.INCIDENT, SubjectKind.RECIPIENT})

    def now(
        self, connection: Connection, kind: SubjectKind, refs: Sequence[int], argument: str
    ) -> dict[int, Any]:
        query = (
            f"SELECT id, {self.column} {_INCIDENTS}"
            if kind is SubjectKind.INCIDENT
            else f"SELECT value, work.{self.column} {_RECIPIENTS}"
        )
        found = connection.exec_driver_sql(query, (listed(refs),)).all()
        meaning = {stored: self.read(stored) for stored in {row[1] for row in found}}
        return {ref: meaning[stored] for ref, stored in found}

    def put(
        self,
        connection: Connection,
        kind: SubjectKind,
        values: Sequence[tuple[int, Any]],
        argument: str,
        by: By,
    ) -> None:
        together: dict[Any, list[int]] = {}
        for ref, value in values:
            together.setdefault(value, []).append(ref)
        for value, refs in together.items():
            told = (self.written(value), by.when, by.name, listed(refs))
            if kind is SubjectKind.INCIDENT:
                connection.exec_driver_sql(
                    f"UPDATE incident SET {self.column} = ?, changed = ?, changed_by = ? "
                    "WHERE id IN (SELECT value FROM json_each(?))",
                    told,
                )
                continue
            connection.exec_driver_sql(
                f"INSERT INTO work (message_id, number, state, assignee, changed, changed_by) "
                f"SELECT {_MESSAGE}, {_NUMBER}, {self.fresh}, ?2, ?3 FROM json_each(?4) WHERE true "
                f"ON CONFLICT DO UPDATE SET {self.column} = excluded.{self.column}, "
                "changed = excluded.changed, changed_by = excluded.changed_by",
                told,
            )
            if value in (None, _NEW):
                connection.exec_driver_sql(_BLANK, told[-1:])

    def who(self, connection: Connection, kind: SubjectKind, refs: Sequence[int]) -> dict[int, By]:
        query = (
            f"SELECT id, changed, changed_by {_INCIDENTS}"
            if kind is SubjectKind.INCIDENT
            else f"SELECT value, work.changed, work.changed_by {_RECIPIENTS}"
        )
        rows = connection.exec_driver_sql(query, (listed(refs),))
        return {row[0]: By(row[1], row[2], 0) for row in rows if row[1] is not None}

    fresh: ClassVar[str]
    """State and assignee of a row that is not there yet."""

    def read(self, stored: Any) -> Any:
        """The value of a stored one; None: there is no row."""
        return stored

    def written(self, value: Any) -> Any:
        """As it is stored."""
        return value


_NEW = str(IncidentState.NEW)


class State(_Decided):
    """new, open, waiting, resolved, ignored."""

    name = "state"
    column = "state"
    fresh = "?1, NULL"

    def read(self, stored: Any) -> Any:
        return _NEW if stored is None else str(IncidentState.of_code(stored))

    def written(self, value: Any) -> Any:
        return IncidentState(value).code


class Assignee(_Decided):
    """Who takes it; None: nobody."""

    name = "assignee"
    column = "assignee"
    fresh = "0, ?1"
