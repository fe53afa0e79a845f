"""The whole tree as one condition, and the SELECTs of row keys made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, select, tuple_

from mailtui.model.view import RowKey
from mailtui.query.tree import Node, Not, Or, Query, Sort, Term
from mailtui.store.selecting.condition import ALL, Condition, all_of, any_of, negated
from mailtui.store.selecting.context import Context, J, M, R
from mailtui.store.selecting.fields import FIELDS, delay
from mailtui.store.selecting.text import mentioned


@dataclass(frozen=True, slots=True)
class Plan:
    """Keys of recipients and keys of rejections, each (time, owner, number), unordered and unlimited."""

    condition: Condition
    sort: Sort
    rank: ColumnElement[Any]
    """What deliveries are sorted by."""

    def deliveries(self, after: RowKey | None = None, limit: int | None = None) -> Select[Any]:
        """Keys of recipients in order, from below `after` on."""
        few = self.condition.few_deliveries
        keys = select(R.c.time, R.c.message_id, R.c.number, self.rank)
        test = self.condition.deliveries
        if few is None:
            keys = keys.select_from(R.join(M, M.c.id == R.c.message_id)).where(test)
            time: ColumnElement[Any] = R.c.time
        else:
            found = few.subquery()
            columns = list(found.c)
            rows = R.join(found, and_(R.c.message_id == columns[0], R.c.number == columns[1]))
            keys = keys.select_from(rows.join(M, M.c.id == R.c.message_id)).where(test)
            time = R.c.time + 0
        return self._ordered(keys, (time, R.c.message_id, R.c.number), after, limit)

    def rejections(self, after: RowKey | None = None, limit: int | None = None) -> Select[Any]:
        """Keys of rejections in order, from below `after` on."""
        few = self.condition.few_rejections
        keys = select(J.c.time, literal(0), J.c.id, literal(0)).where(self.condition.rejections)
        time: ColumnElement[Any] = J.c.time
        if few is not None:
            keys = keys.where(J.c.id.in_(few))
            time = J.c.time + 0
        ordered = (time, literal(0), J.c.id)
        return self._ordered(keys, ordered, after, limit, by_date=True)

    def _ordered(
        self,
        keys: Select[Any],
        place: tuple[ColumnElement[Any], ...],
        after: RowKey | None,
        limit: int | None,
        by_date: bool = False,
    ) -> Select[Any]:
        down = self.sort.descending
        if after is not None:
            edge = tuple_(literal(after.time), literal(after.owner), literal(after.number))
            here = tuple_(*place)
            keys = keys.where(here < edge if down else here > edge)
        order = place if by_date or self.sort.field == "date" else (self.rank, *place)
        columns = [column for column in order if not _constant(column)]
        keys = keys.order_by(*((column.desc() if down else column.asc()) for column in columns))
        return keys if limit is None else keys.limit(limit)


def _constant(column: ColumnElement[Any]) -> bool:
    return column.__visit_name__ == "bindparam"


def plan(context: Context, query: Query) -> Plan:
    """Make the plan of a query against the data as it is."""
    condition = ALL if query.where is None else _condition(context, query.where)
    ranks = {"delay": delay(context), "size": M.c.size, "tries": R.c.attempts}
    return Plan(condition, query.sort, ranks.get(query.sort.field, R.c.time))


def _condition(context: Context, node: Node) -> Condition:
    if isinstance(node, Term):
        return _term(context, node)
    if isinstance(node, Not):
        return negated(_condition(context, node.child))
    if isinstance(node, Or):
        return any_of([_condition(context, child) for child in node.children])
    words = [child for child in node.children if isinstance(child, Term) and child.field == "text"]
    single = [value for word in words if len(word.values) == 1 for value in word.values]
    rest = [
        child
        for child in node.children
        if not (isinstance(child, Term) and child.field == "text" and len(child.values) == 1)
    ]
    conditions = [_condition(context, child) for child in rest]
    if single:
        conditions.append(mentioned(context, single))
    return all_of(conditions)


def _term(context: Context, term: Term) -> Condition:
    if term.field == "text":
        return any_of([mentioned(context, [value]) for value in term.values])
    return FIELDS[term.field](context, term.values)
