"""Which recipients belong to an incident: the field inc, and the words open and unfiled.

A recipient belongs to an incident when a try of its own failed with the signature of the incident between
its onset and its last failure; or when its present cause has that signature, no try of its own shows it
(it was put off, or is an alias), and it was on its way at some time between onset and recovery. To an
incident of one address only recipients with this address belong.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true

from mailtui.model.enums import IncidentState
from mailtui.query.tree import Choice, Text
from mailtui.store import schema
from mailtui.store.selecting.condition import NONE, Condition
from mailtui.store.selecting.context import EARLIER, A, Context, Keys, R, among, packed
from mailtui.store.selecting.owners import NUMBER_BITS
from mailtui.store.selecting.values import Values

I = schema.INCIDENT.alias("i")  # noqa: E741 - aliases of tables are capitals here
C = schema.CAUSE.alias("c")
_OWN = schema.CAUSE.alias("c2")

W = schema.WORK.alias("w")

SET_ASIDE = (IncidentState.RESOLVED.code, IncidentState.IGNORED.code)
DECIDED = I.c.state.in_(SET_ASIDE)
"""Over `I`: people have said that there is nothing (more) to do."""
OPEN = and_(I.c.recovered.is_(None), not_(DECIDED))
"""Over `I`: it still fails, and nobody said that this is all right."""
_ALWAYS = 1 << 62
_UNTIL = func.coalesce(func.max(I.c.recovered, I.c.last_seen), _ALWAYS)
"""Over `I`: the end of an incident; the scalar max of SQLite is NULL where one of its values is."""
_AT_ONCE = 2
"""The rows of incidents lie apart, so that a walk by time is long: so many times as many as usual are few."""

OF_SIGNATURE = C.c.signature_id == I.c.signature_id
"""Over `C` and `I`."""
IN_TIME = A.c.time.between(I.c.onset, I.c.last_seen)
"""Over `A` and `I`."""
ABOUT = or_(I.c.recipient_id.is_(None), I.c.recipient_id == R.c.address_id)
"""Over `I` and `R`: it is about all addresses, or about this one."""
_CAUSED = I.join(C, OF_SIGNATURE)


def inc(context: Context, values: Values) -> Condition:
    """Incidents by number, or any that is open."""
    numbers = [int(value.text) for value in values if isinstance(value, Text) and value.text.isdigit()]
    tests = [among(I.c.id, numbers)] if numbers else []
    if any(isinstance(value, Choice) for value in values):
        tests.append(OPEN)
    return members(context, or_(false(), *tests))


def members(context: Context, test: ColumnElement[bool]) -> Condition:
    """Recipients that belong to an incident which meets a test over `I`."""
    few = _few(context, test)
    bound = true() if few is not None else R.c.time <= _newest(context, test)
    return Condition(and_(bound, belongs(test)), false(), few, NONE)


def _newest(context: Context, test: ColumnElement[bool]) -> int:
    """No member came later: who walks by time need not begin before."""
    present = select(func.max(R.c.time)).where(R.c.cause_id == C.c.id, R.c.cause_id.is_not(None))
    newest = func.max(present.correlate(C).scalar_subquery())
    query = select(func.max(I.c.last_seen), newest).select_from(_CAUSED).where(test)
    tried, caused = context.connection.execute(query).one()
    return max((tried or 0) + EARLIER, caused or 0)


def belongs(test: ColumnElement[bool]) -> ColumnElement[bool]:
    """Over `R`: it belongs to an incident which meets a test over `I`."""
    return or_(
        exists(by_try(test).where(own(), ABOUT).correlate(R)),
        and_(R.c.cause_id.is_not(None), exists(by_cause(test))),
    )


def filed() -> ColumnElement[bool]:
    """Over `R`: it is looked after as part of an incident, or people decided that it need not be."""
    return or_(decided_alone(), belongs(or_(I.c.recovered.is_(None), DECIDED)))


def settled() -> ColumnElement[bool]:
    """Over `R`: people decided about it, or about every incident that it belongs to."""
    return or_(decided_alone(), and_(belongs(DECIDED), not_(belongs(not_(DECIDED)))))


def decided_alone() -> ColumnElement[bool]:
    """Over `R`: people resolved or ignore this failure by itself."""
    own_row = and_(W.c.message_id == R.c.message_id, W.c.number == R.c.number)
    return exists(select(1).select_from(W).where(own_row, W.c.state.in_(SET_ASIDE)).correlate(R))


def own() -> ColumnElement[bool]:
    """Over `A` and `R`: it is a try of this recipient."""
    return and_(A.c.message_id == R.c.message_id, A.c.recipient == R.c.number)


def by_try(test: ColumnElement[bool]) -> Select[Any]:
    """Tries that failed with the signature of an incident in its time, each with that incident."""
    tried = and_(A.c.cause_id == C.c.id, A.c.cause_id.is_not(None), IN_TIME)
    return select(I.c.id).select_from(_CAUSED.join(A, tried)).where(test)


def by_cause(test: ColumnElement[bool]) -> Select[Any]:
    """Incidents that only the present cause of `R` (not selected from here) puts it into."""
    return select(I.c.id).select_from(_CAUSED).where(C.c.id == R.c.cause_id, by_itself(), test).correlate(R)


def by_itself() -> ColumnElement[bool]:
    """Over `R`, `C` (its present cause) and `I`: it belongs there though no try of its own shows it."""
    shown = select(1).select_from(A.join(_OWN, _OWN.c.id == A.c.cause_id))
    shown = shown.where(own(), A.c.cause_id.is_not(None), _OWN.c.signature_id == C.c.signature_id)
    on_its_way = and_(R.c.time <= _UNTIL, func.coalesce(R.c.finished, _ALWAYS) >= I.c.onset)
    return and_(ABOUT, on_its_way, ~exists(shown.correlate(R, C)))


def _few(context: Context, test: ColumnElement[bool]) -> Keys | None:
    tried = by_try(test).with_only_columns(A.c.message_id * (1 << NUMBER_BITS) + A.c.recipient).distinct()
    present = and_(R.c.cause_id == C.c.id, R.c.cause_id.is_not(None))
    caused = select(packed(R)).select_from(_CAUSED.join(R, present)).where(test).distinct()
    return context.few(tried, caused, times=_AT_ONCE)
