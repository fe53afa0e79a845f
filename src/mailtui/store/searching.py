"""The questions of the search screen: keys of a query, how many there are, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import tzinfo
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from mailtui.model.enums import Status
from mailtui.model.row_keys import RowKeys
from mailtui.model.status import FAILED, OPEN
from mailtui.model.view import Histogram, RowKey, Total
from mailtui.model.work import Reader
from mailtui.query.tree import Query, Sort
from mailtui.store.merging import Part, Rows, first, merged
from mailtui.store.selecting import Context, Mentions, Plan, plan
from mailtui.store.selecting.context import J, R

BLOCK = 2_000
"""Rows read at once: what is done with them at once is not felt as a pause of the screen."""
FARTHER = 16
"""Words are looked for in at most so many times as many lines at once when there were too few rows."""


class Found:
    """A query against the data as it is now.

    A query with words knows at first only its newest rows, and looks further back when more are
    asked for than it knows.
    """

    def __init__(
        self,
        connection: Connection,
        query: Query,
        now: int,
        zone: tzinfo,
        mentions: Mentions | None = None,
        reader: Reader | None = None,
    ) -> None:
        self._connection = connection
        self._context = Context(connection, now, zone, mentions, reader)
        self._query = query
        self._plan = plan(self._context, query)

    def keys(self, after: RowKey | None, limit: int) -> RowKeys:
        """The next keys in the order of the query; `after` is only for the order by date."""
        if self._query.sort != Sort():
            self._know_all()
        found = self._keys(after, limit)
        while len(found) < limit and self._know_more(limit / max(len(found), 1)):
            found = self._keys(after, limit)
        return found

    def _keys(self, after: RowKey | None, limit: int) -> RowKeys:
        with ExitStack() as results:
            selects = self._plan.first(after, limit)
            parts = [results.enter_context(self._read(keys, limit)) for keys in selects]
            return RowKeys.of_blocks(first(limit, self._in_order(parts)))

    def _in_order(self, parts: Sequence[Part]) -> Iterable[Rows]:
        sort = self._query.sort
        if sort.field == "date":
            return merged(parts, descending=sort.descending)  # by three that no other row has
        rows = [row for part in parts for rows in iter(part, []) for row in rows]
        return [sorted(rows, key=lambda row: (row[3], *row[:3]), reverse=sort.descending)]

    @contextmanager
    def _read(self, keys: Select[Any], limit: int) -> Iterator[Part]:
        """Rows as they come, integers as they are, some at a time: a list may have a hundred thousand."""
        result = self._connection.execute(keys)
        try:
            cursor: Any = result.cursor
            yield partial(cursor.fetchmany, min(limit, BLOCK))
        finally:
            result.close()

    def total(self, limit: int) -> Total:
        """How many rows there are, counted up to `limit`."""
        count = self._count(limit)
        while count <= limit and self._know_more(limit / max(count, 1)):
            count = self._count(limit)
        exact = count <= limit and self._plan.since is None
        return Total(min(count, limit), exact)

    def _count(self, limit: int) -> int:
        """How many rows are known, at most one more than `limit`."""
        count = 0
        for keys in (self._plan.deliveries(), self._plan.rejections()):
            bounded = keys.order_by(None).limit(limit + 1 - count).subquery()
            count += self._connection.execute(select(func.count()).select_from(bounded)).scalar() or 0
            if count > limit:
                break
        return count

    def whole(self) -> Plan:
        """The plan that knows all rows."""
        self._know_all()
        return self._plan

    def span(self) -> tuple[int, int] | None:
        """Time of the oldest and the newest row."""
        self._know_all()
        times = [row[0] for keys in self._ends() for row in self._connection.execute(keys)]
        return (min(times), max(times)) if times else None

    def _ends(self) -> Iterator[Select[Any]]:
        for descending in (False, True):
            ordered = self._plan.by_date(descending=descending)
            yield ordered.deliveries(limit=1)
            yield ordered.rejections(limit=1)

    def histogram(self, start: int, step: int, buckets: int) -> Histogram:
        """Rows per bucket of `step` microseconds from `start` on, by how they stand."""
        self._know_all()
        good, waiting, failed = [0] * buckets, [0] * buckets, [0] * buckets
        end = start + step * buckets
        standing = case((R.c.status.in_(_codes(FAILED)), 2), (R.c.status.in_(_codes(OPEN)), 1), else_=0)
        keys = self._plan.deliveries().where(R.c.time >= start, R.c.time < end)
        for bucket, which, count in self._grouped(keys.add_columns(standing), start, step):
            (good, waiting, failed)[which][bucket] += count
        refused = self._plan.rejections().where(J.c.time >= start, J.c.time < end)
        for bucket, _, count in self._grouped(refused, start, step):
            failed[bucket] += count
        return Histogram(start, step, tuple(good), tuple(waiting), tuple(failed))

    def _grouped(self, keys: Select[Any], start: int, step: int) -> list[tuple[int, int, int]]:
        columns = list(keys.order_by(None).subquery().c)
        bucket: ColumnElement[int] = (columns[0] - start) // step
        query = select(bucket, columns[-1], func.count()).group_by(bucket, columns[-1])
        return [(row[0], row[1], row[2]) for row in self._connection.execute(query)]

    def _know_all(self) -> None:
        while self._know_more(FARTHER):
            pass

    def _know_more(self, times: float) -> bool:
        """Look for the words further back, to find about so many times the rows; False when all is known."""
        lacking = list(self._context.lacking)
        if not lacking or any(mention.cut_short for _, mention in lacking):
            return False
        _, nearest = max(lacking, key=lambda one: one[0])
        nearest.widen(self._connection, min(times * 1.2, FARTHER))
        for _, mention in lacking:
            mention.reach(self._connection, nearest.covered)
        self._plan = plan(self._context, self._query)
        return True


def _codes(statuses: frozenset[Status]) -> list[int]:
    return [status.code for status in statuses]
