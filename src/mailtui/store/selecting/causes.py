"""Fields about why a delivery fails, and at whom: class, side, provider. Rejections have no cause."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, func, select

from mailtui.model.enums import FailureClass, Side
from mailtui.store import schema
from mailtui.store.selecting.condition import NONE, Condition, any_of
from mailtui.store.selecting.context import Context, E, R, among, packed
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.names import HOST, LABEL, Names, plain_text
from mailtui.store.selecting.tries import few_tried
from mailtui.store.selecting.values import Values, words

GATHERED = 30_000
"""So many recipients are put in order, by what the index on causes says; more are soon met on a walk."""
CAUSE, SIGNATURE, DESTINATION = schema.CAUSE, schema.SIGNATURE, schema.DESTINATION
_CAUSED = R.c.cause_id.is_not(None)
"""Word for word the condition of the index on causes, which SQLite would not see otherwise."""


def class_(context: Context, values: Values) -> Condition:
    """The class of the recipient's present cause."""
    codes = [FailureClass(word).code for word in words(values)]
    kinds = select(SIGNATURE.c.id).where(SIGNATURE.c.failure_class.in_(codes))
    return _present(context, [CAUSE.c.signature_id.in_(kinds)])


def side(context: Context, values: Values) -> Condition:
    """Who must act on the recipient's present cause."""
    return _present(context, [CAUSE.c.side.in_([Side(word).code for word in words(values)])])


def provider(context: Context, values: Values) -> Condition:
    """Who runs the last host, whether it took or refused the mail; or where its present cause places it."""
    labels = select(LABEL.c.id).where(either(plain_text(LABEL.c.text, value) for value in values))
    hosts = Names(context, HOST, [HOST.c.provider_id.in_(labels)])
    few = few_tried(context, E.c.host_id, R.c.host_id, hosts.few)
    at_host = Condition(and_(R.c.host_id.is_not(None), hosts.holds(R.c.host_id)), false(), few, NONE)
    named = either(plain_text(DESTINATION.c.name, value) for value in values)
    places = select(DESTINATION.c.id).where(named)
    kinds = select(SIGNATURE.c.id).where(SIGNATURE.c.destination_id.in_(places))
    return any_of([at_host, _present(context, [CAUSE.c.signature_id.in_(kinds)])])


def _present(context: Context, tests: Sequence[ColumnElement[bool]]) -> Condition:
    """Recipients whose present cause meets one of some tests over `cause`."""
    found = Names(context, CAUSE, tests)
    holds = and_(_CAUSED, found.holds(R.c.cause_id))
    if found.few is None:
        return Condition(holds, false(), None, NONE)
    caused = and_(among(R.c.cause_id, found.few), _CAUSED, *context.within(R.c.time))
    few = context.few(select(packed(R)).where(caused))
    if few is not None or context.at_most(GATHERED, select(R.c.message_id).where(caused)):
        return Condition(holds, false(), few, NONE, lanes=(caused,))
    return Condition(and_(_between_ends(context, found.few), holds), false(), None, NONE)


def _between_ends(context: Context, causes: Sequence[int]) -> ColumnElement[bool]:
    """Between the first and the last recipient of some causes: many rows, but seldom of all times."""
    caused = and_(R.c.cause_id == CAUSE.c.id, _CAUSED, *context.within(R.c.time))
    times = select(R.c.time).where(caused).limit(1).correlate(CAUSE)
    ends = [times.order_by(order).scalar_subquery() for order in (R.c.time, R.c.time.desc())]
    query = select(func.min(ends[0]), func.max(ends[1])).where(among(CAUSE.c.id, causes))
    first, last = context.connection.execute(query).one()
    return R.c.time.between(first, last)
