"""The questions of the search screen: keys of a query, how many there are, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from mailtui.model.enums import Status
from mailtui.model.status import FAILED, OPEN
from mailtui.model.view import Histogram, RowKey, Total
from mailtui.query.tree import Query, Sort
from mailtui.store.selecting import Context, plan
from mailtui.store.selecting.context import J, R


class Found:
    """A query against the data as it is now."""

    def __init__(
        self, connection: Connection, query: Query, now: int, zone: tzinfo, lines_wanted: int = 500
    ) -> None:
        self._connection = connection
        self._context = Context(connection, now, zone, lines_wanted)
        self._plan = plan(self._context, query)

    def keys(self, after: RowKey | None, limit: int) -> list[RowKey]:
        """The next keys in the order of the query; `after` is only for the order by date."""
        sort = self._plan.sort
        rows = self._raw(self._plan.deliveries(after, limit)) + self._raw(self._plan.rejections(after, limit))
        if sort.field != "date":
            rows.sort(key=lambda row: (row[3] or 0, *row[:3]), reverse=sort.descending)
            return [RowKey(*row[:3]) for row in rows[:limit]]
        rows.sort(reverse=sort.descending)
        return [RowKey(time, owner, number) for time, owner, number, _ in rows[:limit]]

    def _raw(self, keys: Select[Any]) -> list[tuple[Any, ...]]:
        """The rows as the driver makes them: a list may have hundreds of thousands of keys."""
        cursor = self._connection.execute(keys).cursor
        return [] if cursor is None else list(cursor.fetchall())

    def total(self, limit: int) -> Total:
        """How many rows there are, counted up to `limit`."""
        count = 0
        for keys in (self._plan.deliveries(), self._plan.rejections()):
            bounded = keys.order_by(None).limit(limit + 1 - count).subquery()
            count += self._connection.execute(select(func.count()).select_from(bounded)).scalar() or 0
            if count > limit:
                return Total(limit, exact=False)
        return Total(count, exact=not self._context.cut_short)

    def span(self) -> tuple[int, int] | None:
        """Time of the oldest and the newest row."""
        times: list[int] = []
        for descending in (False, True):
            planned = replace(self._plan, sort=Sort("date", descending))
            for keys in (planned.deliveries(limit=1), planned.rejections(limit=1)):
                times.extend(row[0] for row in self._connection.execute(keys))
        return (min(times), max(times)) if times else None

    def histogram(self, start: int, step: int, buckets: int) -> Histogram:
        """Rows per bucket of `step` microseconds from `start` on, by how they stand."""
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


def _codes(statuses: frozenset[Status]) -> list[int]:
    return [status.code for status in statuses]
