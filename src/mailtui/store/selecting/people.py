"""Fields about people: from, to, address, and their domains."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from mailtui.store.selecting import names
from mailtui.store.selecting.condition import Condition, any_of
from mailtui.store.selecting.context import Context, J, M, R, among, packed
from mailtui.store.selecting.names import ADDRESS, Names
from mailtui.store.selecting.values import Values


def to(context: Context, values: Values) -> Condition:
    """Recipients, as delivered or as first written."""
    return _recipients(context, _addresses(context, values))


def from_(context: Context, values: Values) -> Condition:
    """Envelope senders."""
    return _senders(context, _addresses(context, values))


def address(context: Context, values: Values) -> Condition:
    """Either."""
    return of_names(context, _addresses(context, values))


def of_names(context: Context, found: Names) -> Condition:
    """Senders or recipients, by their rows in the table of addresses."""
    return any_of([_recipients(context, found), _senders(context, found)])


def domain(context: Context, values: Values) -> Condition:
    """Recipients, by their domain."""
    return _recipients(context, _domains(context, values))


def sender_domain(context: Context, values: Values) -> Condition:
    """Envelope senders, by their domain."""
    return _senders(context, _domains(context, values))


def _addresses(context: Context, values: Values) -> Names:
    return Names(context, ADDRESS, [names.addresses(value) for value in values])


def _domains(context: Context, values: Values) -> Names:
    return Names(context, ADDRESS, [names.address_domains(value) for value in values])


def _recipients(context: Context, found: Names) -> Condition:
    few = rejected = None
    if found.few is not None:
        few = context.few(
            select(packed(R)).where(among(R.c.address_id, found.few)),
            select(packed(R)).where(among(R.c.original_id, found.few)),
        )
        rejected = context.few(select(J.c.id).where(among(J.c.address_id, found.few)))
    holds = or_(found.holds(R.c.address_id), and_(R.c.original_id.is_not(None), found.holds(R.c.original_id)))
    return Condition(holds, found.holds(J.c.address_id), few, rejected)


def _senders(context: Context, found: Names) -> Condition:
    few = rejected = None
    if found.few is not None:
        few = context.of_messages(among(M.c.sender_id, found.few))
        rejected = context.few(select(J.c.id).where(among(J.c.sender_id, found.few)))
    return Condition(found.holds(M.c.sender_id), found.holds(J.c.sender_id), few, rejected)
