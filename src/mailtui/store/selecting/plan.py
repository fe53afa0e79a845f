"""The whole tree as one condition, and the SELECTs of row keys made from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.visitors import iterate

from mailtui.model.view import RowKey
from mailtui.query.tree import And, Node, Not, Or, Query, Saved, Sort, Term, spelled_out
from mailtui.store.selecting.condition import ALL, NONE, Condition, Lanes, all_of, any_of, many, negated
from mailtui.store.selecting.context import EARLIER, Context, J, Keys, M, R, among, common, packed
from mailtui.store.selecting.fields import FIELDS
from mailtui.store.selecting.numbers import by_date, delay, span
from mailtui.store.selecting.own_lines import Candidates
from mailtui.store.selecting.owners import NUMBER_BITS, NUMBER_MASK
from mailtui.store.selecting.text import mentioned


@dataclass(frozen=True, slots=True)
class Plan:
    """Keys of recipients and keys of rejections, each (time, owner, number, rank), in order."""

    condition: Condition
    sort: Sort
    rank: ColumnElement[Any]
    """What deliveries are sorted by."""
    since: int | None
    """Rows older than this moment are not known yet; None when all are."""

    def by_date(self, *, descending: bool) -> Plan:
        """The same rows in the order of time."""
        return replace(self, sort=Sort("date", descending))

    def first(self, after: RowKey | None, limit: int) -> list[Select[Any]]:
        """Selects that yield the first keys between them: each its first, which are then put in order."""
        condition, found = self.condition, list[Select[Any]]()
        if condition.lanes and self.sort.field == "date" and many(condition.few_deliveries):
            found += [self._walk(lane, after, limit) for lane in condition.lanes]
        elif condition.few_deliveries != NONE:
            found.append(self.deliveries(after, limit))
        if condition.few_rejections != NONE:
            found.append(self.rejections(after, limit))
        return found

    def deliveries(self, after: RowKey | None = None, limit: int | None = None) -> Select[Any]:
        """Keys of recipients in order, from below `after` on."""
        condition = self.condition
        free = condition.few_deliveries is None and condition.messages is None and not condition.lanes
        time: ColumnElement[Any] = R.c.time if free else R.c.time + 0
        few, messages, lanes = condition.few_deliveries, condition.messages, condition.lanes
        keys = self._keys(sources(few, messages, lanes, joined=self._asks_of_messages()), time)
        return self._ordered(keys, (time, R.c.message_id, R.c.number), after, limit)

    def _walk(self, lane: ColumnElement[bool], after: RowKey | None, limit: int) -> Select[Any]:
        """The same of one lane, along its index."""
        keys = self._keys(sources(None, joined=self._asks_of_messages()), R.c.time).where(lane)
        return self._ordered(keys, (R.c.time, R.c.message_id, R.c.number), after, limit)

    def _asks_of_messages(self) -> bool:
        """Whether a row of `M` has to be looked up for each of `R`."""
        parts = (*iterate(self.condition.deliveries), *iterate(self.rank))
        return any(getattr(part, "table", None) is M for part in parts)

    def _keys(self, source: FromClause, time: ColumnElement[Any]) -> Select[Any]:
        keys = select(R.c.time, R.c.message_id, R.c.number, self.rank).select_from(source)
        keys = keys.where(self.condition.deliveries)
        return keys if self.since is None else keys.where(time >= self.since)

    def rejections(self, after: RowKey | None = None, limit: int | None = None) -> Select[Any]:
        """Keys of rejections in order, from below `after` on; in any other order they rank lowest."""
        few, lanes = self.condition.few_rejections, self.condition.rejection_lanes
        if lanes and many(few):
            few = None
        time: ColumnElement[Any] = J.c.time if few is None else J.c.time + 0
        keys = select(J.c.time, literal(0), J.c.id, literal(0)).where(self.condition.rejections)
        if few is not None:
            keys = keys.where(among(J.c.id, few))
        elif lanes:
            keys = keys.where(or_(*lanes))
        if self.since is not None:
            keys = keys.where(time >= self.since)
        return self._ordered(keys, (time, literal(0), J.c.id), after, limit, ranked=False)

    def _ordered(
        self,
        keys: Select[Any],
        place: tuple[ColumnElement[Any], ...],
        after: RowKey | None,
        limit: int | None,
        ranked: bool = True,
    ) -> Select[Any]:
        down = self.sort.descending
        if after is not None:
            edge = tuple_(literal(after.time), literal(after.owner), literal(after.number))
            here = tuple_(*place)
            keys = keys.where(here < edge if down else here > edge)
            keys = keys.where(place[0] <= after.time if down else place[0] >= after.time)
        order = (self.rank, *place) if ranked and self.sort.field != "date" else place
        columns = [column for column in order if not _constant(column)]
        keys = keys.order_by(*((column.desc() if down else column.asc()) for column in columns))
        return keys if limit is None else keys.limit(limit)


def sources(
    few: Keys | None, messages: Select[Any] | None = None, lanes: Lanes = (), *, joined: bool = True
) -> FromClause:
    """`R`, `joined` with `M`: all rows, some, those of some messages or of some lanes."""
    found = _recipients(few, messages, lanes)
    return found.join(M, M.c.id == R.c.message_id) if joined else found


def _recipients(few: Keys | None, messages: Select[Any] | None, lanes: Lanes) -> FromClause:
    if few is None and messages is None and lanes:
        parts = union_all(*(select(R.c.message_id, R.c.number).where(lane) for lane in lanes)).subquery()
        same = and_(R.c.message_id == parts.c.message_id, R.c.number == parts.c.number)
        return parts.join(R, same)
    if few is None and messages is not None:
        ids = messages.subquery()
        return ids.join(R, R.c.message_id == ids.c[0])
    if few is None:
        return R
    keys = select(func.json_each(_json(few)).table_valued("value").c.value).subquery()
    key = keys.c.value
    mine = and_(R.c.message_id == key.op(">>")(NUMBER_BITS), R.c.number == key.op("&")(NUMBER_MASK))
    return keys.join(R, mine)


def _json(keys: Keys) -> str:
    return f"[{','.join(map(str, keys))}]"


def _constant(column: ColumnElement[Any]) -> bool:
    return column.__visit_name__ == "bindparam"


def plan(context: Context, query: Query) -> Plan:
    """Make the plan of a query against the data as it is; `context.lacking` is made anew."""
    context.lacking.clear()
    condition = ALL if query.where is None else _condition(context, spelled_out(query.where))
    ranks = {"delay": delay(context), "size": func.coalesce(M.c.size, 0), "tries": R.c.attempts}
    covered = [moment for moment, _ in context.lacking]
    since = max(covered) + EARLIER + 1 if covered else None
    return Plan(condition, query.sort, ranks.get(query.sort.field, R.c.time), since)


def _condition(context: Context, node: Node) -> Condition:
    if isinstance(node, Term):
        return _term(context, node)
    if isinstance(node, Not):
        return negated(_condition(context, node.child))
    if isinstance(node, Or):
        return any_of([_condition(context, child) for child in node.children])
    if isinstance(node, Saved):
        return _condition(context, node.child)
    return _all(context, node)


def _all(context: Context, node: And) -> Condition:
    """Of rows within the time that is asked for, so that what is rare then is known to be rare."""
    terms = [child for child in node.children if isinstance(child, Term)]
    spans = [span(context, term.values) for term in terms if FIELDS.get(term.field) is by_date]
    with context.narrowed(common(spans)):
        return _together(context, node)


def _together(context: Context, node: And) -> Condition:
    """Words last: when the other conditions leave few rows, only their lines are read."""
    words = [child for child in node.children if isinstance(child, Term) and child.field == "text"]
    conditions = [_condition(context, child) for child in node.children if child not in words]
    found = all_of(conditions) if conditions else ALL
    candidates = _candidates(context, found) if words else None
    for word in words:
        said = any_of([mentioned(context, value, candidates) for value in word.values])
        found = all_of([found, said])
    return found


def _candidates(context: Context, found: Condition) -> Candidates | None:
    """The rows that a condition leaves; None when they are many."""
    deliveries, rejections = found.few_deliveries, found.few_rejections
    if deliveries is None and found.lanes:
        deliveries = context.few(*(select(packed(R)).where(lane) for lane in found.lanes))
    if rejections is None and found.rejection_lanes:
        rejections = context.few(*(select(J.c.id).where(lane) for lane in found.rejection_lanes))
    return None if deliveries is None or rejections is None else Candidates(deliveries, rejections)


def _term(context: Context, term: Term) -> Condition:
    if term.field == "text":
        return any_of([mentioned(context, value) for value in term.values])
    return FIELDS[term.field](context, term.values)
