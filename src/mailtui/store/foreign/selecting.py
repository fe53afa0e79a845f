"""A part as one SELECT: named columns and no others, by when the rows changed, and then by their key."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.sql.selectable import FromClause

from mailtui.model.foreign import Beside, Columns, Many, Part, Since
from mailtui.model.moment import from_datetime, to_datetime
from mailtui.store.foreign.looking import Schema, found
from mailtui.store.foreign.stamps import Stamps, is_aware

CHANGED, KEY = "changed at", "its key"
"""What the two columns are called by which rows are ordered."""


class Wanted(NamedTuple):
    """A part as it is asked for."""

    select: Select[Any]
    moments: frozenset[str]
    values: frozenset[str]
    missing: tuple[str, ...]


class When(NamedTuple):
    """Which rows are asked for; moments are UTC microseconds."""

    since: int | None
    """When they changed at the earliest; None: all."""
    late_since: int
    """As `since`, of those that no moment tells of."""
    now: int


def wanted(schema: Schema, part: Part, when: When, is_file: bool, zone: tzinfo) -> Wanted:
    """The rows of a part that changed since a moment; InputError when it cannot be read."""
    return _Making(schema, part, when.now, is_file, zone).wanted(when.since, when.late_since)


class _Making:
    """One SELECT on its way."""

    def __init__(self, schema: Schema, part: Part, now: int, is_file: bool, zone: tzinfo) -> None:
        self._schema = schema
        self._part = part
        self._is_file = is_file
        self._zone = zone
        self._now = now
        self._stamps = Stamps(is_file, zone)
        self._columns: dict[str, ColumnElement[Any]] = {}
        self._types: dict[str, Any] = {}
        self._missing: list[str] = []
        self._moments: set[str] = set()
        self._values: set[str] = set()
        here = found(schema, part.table, part.columns)
        self._here = here.table.alias("here")
        self._from: FromClause = self._here
        self._take(self._here, here.names, "", part.columns, here.missing)
        for one in part.beside:
            self._join(one)
        for flag in part.has:
            self._has(flag.name, flag.table, flag.column, flag.only)
        for rows in part.many:
            self._many(rows)
        for counted in part.since:
            self._since(counted)

    def wanted(self, since: int | None, late_since: int) -> Wanted:
        changed = self._changed()
        key = self._here.c[self._part.key]
        shown = [column.label(name) for name, column in self._columns.items()]
        chosen = select(changed.label(CHANGED), key.label(KEY), *shown).select_from(self._from)
        if since is not None:
            chosen = chosen.where(self._is_new(changed, since, late_since))
        chosen = chosen.order_by(changed, key)
        return Wanted(chosen, frozenset(self._moments), frozenset(self._values), tuple(self._missing))

    def _take(
        self,
        table: FromClause,
        names: dict[str, str],
        prefix: str,
        columns: Columns,
        missing: tuple[str, ...],
    ) -> None:
        for name, there in names.items():
            self._columns[prefix + name] = table.c[there]
        self._missing += [f"{prefix}{name}" for name in missing]
        self._moments |= {prefix + name for name in columns.moments}
        self._values |= {prefix + name for name in columns.values}

    def _join(self, one: Beside) -> None:
        points = self._columns.get(one.column)
        if points is None or (not one.required and one.table not in self._schema.tables):
            self._missing.append(one.name)
            return
        there = found(self._schema, one.table, one.columns)
        table = there.table.alias(one.name)
        match: ColumnElement[bool] = table.c[one.key] == points
        if one.only is not None and one.only[0] in there.names:
            match = and_(match, table.c[there.names[one.only[0]]] == one.only[1])
        self._from = self._from.outerjoin(table, match)
        self._take(table, there.names, f"{one.name}.", one.columns, there.missing)

    def _has(self, name: str, table: str, column: str, only: tuple[str, str] | None) -> None:
        other = self._schema.table(table)
        if other is None or column not in other.c:
            self._columns[name] = literal(0)
            return
        there = other.alias(name)
        match = there.c[column] == self._here.c[self._part.key]
        if only is not None:
            match = and_(match, there.c[only[0]] == only[1])
        self._columns[name] = case((select(literal(1)).select_from(there).where(match).exists(), 1), else_=0)

    def _many(self, rows: Many) -> None:
        """Rows that point here, gathered once for the whole table."""
        there = found(self._schema, rows.table, Columns((rows.column, *rows.columns)))
        pairs = [part for name in rows.columns for part in (literal(name), there.table.c[there.names[name]])]
        if self._is_file:
            gathered = func.json_group_array(func.json_object(*pairs))
        else:
            gathered = func.json_agg(func.json_build_object(*pairs))
        pointing = there.table.c[there.names[rows.column]]
        each = (
            select(pointing.label("points"), gathered.label("those")).group_by(pointing).subquery(rows.name)
        )
        match = each.c.points == self._here.c[self._part.key]
        self._from = self._from.outerjoin(each, match)
        self._columns[rows.name] = each.c.those
        self._values.add(rows.name)

    def _since(self, counted: Since) -> None:
        other = self._schema.table(counted.table)
        if other is None or not {counted.column, counted.moment} <= {*other.c.keys()}:
            self._missing.append(counted.name)
            return
        there = other.alias(counted.name)
        moment = there.c[counted.moment]
        begin = to_datetime(self._now, self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        first = from_datetime(begin.replace(day=1) if counted.month else begin)
        match = and_(
            there.c[counted.column] == self._here.c[self._part.key],
            self._stamps.of(moment, is_aware(moment)) >= self._stamps.at(first, is_aware(moment)),
        )
        tally = select(func.count(there.c[counted.column])).select_from(there).where(match).scalar_subquery()
        self._columns[counted.name] = tally

    def _changed(self) -> ColumnElement[Any]:
        """When a row changed: the latest of its moments."""
        moments = [self._stamp(name) for name in self._part.changed if name in self._columns]
        stirred = self._part.stirred
        if stirred is not None and stirred.column in self._columns and stirred.changed in self._columns:
            is_so = self._columns[stirred.column] == stirred.value
            moments.append(case((is_so, self._stamp(stirred.changed)), else_=self._value(0)))
        return self._stamps.latest(moments or [self._value(0)])

    def _stamp(self, name: str) -> ColumnElement[Any]:
        return self._stamps.of(self._columns[name], self._aware)

    def _value(self, when: int) -> ColumnElement[Any]:
        return self._stamps.at(when, self._aware)

    @property
    def _aware(self) -> bool:
        """Whether the moments of the table have a zone, by the first of them."""
        there = (self._columns[name] for name in self._part.changed if name in self._columns)
        return is_aware(next(there, None))

    def _one_is_new(self, since: int) -> ColumnElement[bool]:
        """That the latest of the moments is later, said so that an index on one of them helps."""
        there = [self._columns[name] for name in self._part.changed if name in self._columns]
        found = [column >= self._stamps.at(since, is_aware(column)) for column in there]
        stirred = self._part.stirred
        if stirred is not None and stirred.column in self._columns and stirred.changed in self._columns:
            other = self._columns[stirred.changed]
            later = other >= self._stamps.at(since, is_aware(other))
            found.append(and_(self._columns[stirred.column] == stirred.value, later))
        return or_(*found) if found else true()

    def _is_new(self, changed: ColumnElement[Any], since: int, late_since: int) -> ColumnElement[bool]:
        new = changed >= self._value(since) if self._is_file else self._one_is_new(since)
        if self._part.late is None or self._part.late[0] not in self._columns:
            return new
        column, values, _ = self._part.late
        late = and_(self._columns[column].in_(values), changed >= self._value(late_since))
        return or_(new, late)
