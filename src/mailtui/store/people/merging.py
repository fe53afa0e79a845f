"""Rows told again: what is known and what is said become one row, the same however often it is told."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, TableClause

from mailtui.model.people import Duplicates, Written
from mailtui.store.rows import Row, columns, next_id, upsert

Values = dict[str, Any]
_NONE: Mapping[str, Any] = {}


class Merging:
    """The rows of one table of one batch."""

    def __init__(
        self,
        connection: Connection,
        table: TableClause,
        defaults: Mapping[str, Any],
        how: Duplicates = Duplicates.UPDATE,
        whole: bool = False,
    ) -> None:
        """`defaults`: what is written where nothing is said of a new row; `whole`: nothing said means so of a
        known one too."""
        self._connection = connection
        self._table = table
        self._defaults = defaults
        self._how = how
        self._whole = whole
        self._known: dict[Hashable, Values] = {}
        self._dirty: dict[int, Values] = {}
        self._counts: dict[str, int] = dict.fromkeys(("new", "changed", "same", "skipped", "older"), 0)
        self._problems: list[tuple[int, str]] = []
        self._ided = "id" in columns(table)
        self._next = next_id(connection, table) if self._ided else 0

    def load(self, select: str, values: Sequence[Any], by: Sequence[str]) -> None:
        """Rows that are there: `select` ends with `FROM ... WHERE ...` of the table as `t`; `by`: the key."""
        names = columns(self._table)
        wanted = ", ".join(f't."{name}"' for name in names)
        for row in self._connection.exec_driver_sql(f"SELECT {wanted} {select}", tuple(values)):
            known = dict(zip(names, row, strict=True))
            self.know(tuple(known[name] for name in by), known)

    def know(self, key: Hashable, known: Values) -> None:
        """A row that is there."""
        self._known.setdefault(key, known)

    def known(self, key: Hashable) -> Values | None:
        """The row of a key, with what was put."""
        return self._known.get(key)

    def put(
        self, key: Hashable, told: Mapping[str, Any], new: Mapping[str, Any], also: Mapping[str, Any] = _NONE
    ) -> Values:
        """What a row says of a key; `new`: what the row has besides, should it be new; `also`: what it has,
        None included."""
        known = self._known.get(key)
        if known is None:
            made = {**self._defaults, **new, **_said(told), **also}
            if self._ided:
                made["id"] = self._next
                self._next += 1
            self._known[key] = made
            return self._keep("new", made)
        if self._how is Duplicates.SKIP:
            return self._keep("skipped", known)
        if _is_older(told.get("updated"), known.get("updated")):
            return self._keep("older", known)
        change = {**(self._defaults if self._whole else _NONE), **_said(told), **also}
        if all(known[name] == value for name, value in change.items()):
            return self._keep("same", known)
        known.update(change)
        return self._keep("changed", known)

    def alter(self, known: Values, change: Mapping[str, Any]) -> None:
        """Change a row that is there besides what is put; it counts as nothing."""
        known.update(change)
        self._dirty[id(known)] = known

    def problem(self, index: int, reason: str) -> None:
        """Of a row, not all can be written."""
        self._problems.append((index, reason))

    def write(self, stamp: Mapping[str, Any] | None = None) -> Written:
        """Write what changed; `stamp`: what only such rows get."""
        names = columns(self._table)
        rows: list[Row] = []
        for values in self._dirty.values():
            values.update(stamp or {})
            rows.append(tuple(values[name] for name in names))
        upsert(self._connection, self._table, rows)
        return Written(problems=tuple(self._problems), **self._counts)

    def _keep(self, what: str, values: Values) -> Values:
        self._counts[what] += 1
        if what in ("new", "changed"):
            self._dirty[id(values)] = values
        return values


def _said(told: Mapping[str, Any]) -> Values:
    return {name: value for name, value in told.items() if value is not None}


def _is_older(told: int | None, known: int | None) -> bool:
    return told is not None and known is not None and told < known


def ids_by(
    connection: Connection, table: TableClause, origin: str, names: Iterable[str], *, by_name: bool = True
) -> dict[str, int]:
    """The ids of rows by what they are called at `origin`: their id there, else (`by_name`) their name.

    Of several the newest: templates have versions.
    """
    wanted, last = json.dumps(sorted(set(names))), "version" if "version" in columns(table) else "id"
    found: dict[str, int] = {}
    for column in ("name", "external_id") if by_name else ("external_id",):
        rows = connection.exec_driver_sql(
            f"SELECT {column}, id FROM {table.name} WHERE origin = ? "
            f"AND {column} IN (SELECT value FROM json_each(?)) ORDER BY {last}",
            (origin, wanted),
        )
        found.update((row[0], row[1]) for row in rows)
    return found
