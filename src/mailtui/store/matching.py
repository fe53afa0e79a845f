"""Between incidents and search rows: the incidents of a query, the incidents of a row."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, or_, select

from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import RowKey
from mailtui.store.selecting import Plan
from mailtui.store.selecting.context import A, M, R, listed
from mailtui.store.selecting.incidents import (
    ABOUT,
    IN_TIME,
    OF_SIGNATURE,
    C,
    I,
    by_cause,
    by_itself,
    by_try,
    filed,
    own,
)
from mailtui.store.selecting.plan import sources
from mailtui.store.selecting.tries import eventful

_TRIED = and_(own(), A.c.cause_id.is_not(None))
_PRESENT = and_(R.c.cause_id == C.c.id, R.c.cause_id.is_not(None))


def incidents_of(connection: Connection, plan: Plan, ids: Collection[int]) -> set[int]:
    """Those of some incidents that a recipient belongs to which the query finds."""
    test = plan.condition.deliveries
    if plan.since is not None:
        test = and_(test, R.c.time + 0 >= plan.since)
    wanted = I.c.id.in_(listed(ids))
    if plan.condition.few_deliveries is not None:
        return _from_rows(connection, plan, and_(test, wanted))
    return _from_incidents(connection, test, wanted)


def _from_rows(connection: Connection, plan: Plan, test: ColumnElement[bool]) -> set[int]:
    """From few recipients to their incidents."""
    rows = sources(plan.condition.few_deliveries)
    tried = rows.join(A, _TRIED).join(C, C.c.id == A.c.cause_id).join(I, and_(OF_SIGNATURE, IN_TIME, ABOUT))
    present = rows.join(C, _PRESENT).join(I, and_(OF_SIGNATURE, by_itself()))
    found = [connection.execute(select(I.c.id).select_from(way).where(test)) for way in (tried, present)]
    return {number for result in found for number in result.scalars()}


def _from_incidents(
    connection: Connection, test: ColumnElement[bool], wanted: ColumnElement[bool]
) -> set[int]:
    """From each incident to its recipients, until one is found that meets the test."""
    tries = C.join(A, and_(A.c.cause_id == C.c.id, A.c.cause_id.is_not(None))).join(R, own())
    tried = (
        select(1)
        .select_from(tries.join(M, M.c.id == R.c.message_id))
        .where(OF_SIGNATURE, IN_TIME, ABOUT, test)
    )
    rows = C.join(R, _PRESENT).join(M, M.c.id == R.c.message_id)
    present = select(1).select_from(rows).where(OF_SIGNATURE, by_itself(), test)
    one = or_(exists(tried.correlate(I)), exists(present.correlate(I)))
    return set(connection.execute(select(I.c.id).where(wanted, one)).scalars())


def unfiled(connection: Connection, most: int) -> int:
    """How many rows `is:unfiled` finds, counted up to `most`."""
    standing = eventful([status.code for status in FAILED | HELD_UP])
    single = standing.where(not_(filed())).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(single)).scalar() or 0


def incidents_with(connection: Connection, key: RowKey) -> set[int]:
    """The incidents that one search row belongs to; a rejection belongs to none."""
    if key.is_rejection:
        return set()
    row = and_(R.c.message_id == key.owner, R.c.number == key.number)
    tried = by_try(and_(own(), ABOUT, row))
    present = by_cause(row)
    return {number for query in (tried, present) for number in connection.execute(query).scalars()}
