"""Which recipients belong to an incident: the field inc, and the words open and unfiled.

A recipient belongs to an incident when a try of its own failed with the signature of the incident between
its onset and its last failure; or when its present cause has that signature, no try of its own shows it
(it was put off, or is an alias), and it was on its way at some time between onset and recovery.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, not_, or_, select

from mailtui.model.enums import IncidentState
from mailtui.query.tree import Choice, Text
from mailtui.store import schema
from mailtui.store.selecting.condition import NONE, Condition
from mailtui.store.selecting.context import A, Context, Keys, R, among, packed
from mailtui.store.selecting.owners import NUMBER_BITS
from mailtui.store.selecting.values import Values

I = schema.INCIDENT.alias("i")  # noqa: E741 - aliases of tables are capitals here
C = schema.CAUSE.alias("c")
_OWN = schema.CAUSE.alias("c2")

DECIDED = I.c.state.in_([IncidentState.RESOLVED.code, IncidentState.IGNORED.code])
"""Over `I`: people have said that there is nothing (more) to do."""
OPEN = and_(I.c.recovered.is_(None), not_(DECIDED))
"""Over `I`: it still fails, and nobody said that this is all right."""
_ALWAYS = literal(1 << 62)
_AT_ONCE = 8
"""An incident is asked for by itself, so so many times as many rows as usual are few."""

OF_SIGNATURE = C.c.signature_id == I.c.signature_id
"""Over `C` and `I`."""
IN_TIME = A.c.time.between(I.c.onset, I.c.last_seen)
"""Over `A` and `I`."""
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
    return Condition(belongs(test), false(), _few(context, test), NONE)


def belongs(test: ColumnElement[bool]) -> ColumnElement[bool]:
    """Over `R`: it belongs to an incident which meets a test over `I`."""
    return or_(exists(by_try(test).where(own())), and_(R.c.cause_id.is_not(None), exists(by_cause(test))))


def filed() -> ColumnElement[bool]:
    """Over `R`: it is looked after as part of an incident, or people decided that it need not be."""
    return belongs(or_(I.c.recovered.is_(None), DECIDED))


def settled() -> ColumnElement[bool]:
    """Over `R`: people decided about every incident that it belongs to."""
    return and_(belongs(DECIDED), not_(belongs(not_(DECIDED))))


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
    # The scalar max of SQLite is NULL where one of its values is.
    until = func.coalesce(func.max(I.c.recovered, I.c.last_seen), _ALWAYS)
    on_its_way = and_(R.c.time <= until, func.coalesce(R.c.finished, _ALWAYS) >= I.c.onset)
    return and_(on_its_way, ~exists(shown.correlate(R, C)))


def _few(context: Context, test: ColumnElement[bool]) -> Keys | None:
    tried = by_try(test).with_only_columns(A.c.message_id * (1 << NUMBER_BITS) + A.c.recipient).distinct()
    present = and_(R.c.cause_id == C.c.id, R.c.cause_id.is_not(None))
    caused = select(packed(R)).select_from(_CAUSED.join(R, present)).where(test).distinct()
    return context.few(tried, caused, times=_AT_ONCE)
