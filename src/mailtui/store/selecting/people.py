"""Fields about people: from, to, address, and their domains."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from mailtui.store.selecting import names
from mailtui.store.selecting.condition import Condition, Lanes, any_of
from mailtui.store.selecting.context import Context, J, M, R, among, packed
from mailtui.store.selecting.names import ADDRESS, Names
from mailtui.store.selecting.values import Values

MOST_LANES = 4
"""Addresses whose rows are walked each by its own index, newest first."""
FEW_OF_ONE = 0.05
"""Of them, so much of what is few elsewhere is gathered: walking is quicker than gathering and sorting."""


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
    holds = or_(found.holds(R.c.address_id), and_(R.c.original_id.is_not(None), found.holds(R.c.original_id)))
    refused = found.holds(J.c.address_id)
    if found.few is None:
        return Condition(holds, refused)
    one = len(found.few) <= MOST_LANES
    most = FEW_OF_ONE if one else 1
    few = context.few(
        select(packed(R)).where(among(R.c.address_id, found.few), *context.within(R.c.time)),
        select(packed(R)).where(among(R.c.original_id, found.few), *context.within(R.c.time)),
        times=most,
    )
    to_them = among(J.c.address_id, found.few)
    rejected = context.few(select(J.c.id).where(to_them, *context.within(J.c.time)), times=most)
    lanes = (*_lanes(found.few), *_lanes_of_aliases(found.few)) if one else ()
    return Condition(holds, refused, few, rejected, None, lanes, (to_them,))


def _lanes(addresses: Sequence[int]) -> Lanes:
    return tuple(R.c.address_id == id_ for id_ in addresses)


def _lanes_of_aliases(addresses: Sequence[int]) -> Lanes:
    """What was first written to them and went on to others."""
    others = (R.c.address_id + 0).not_in(addresses)
    return tuple(and_(R.c.original_id.is_not(None), R.c.original_id == id_, others) for id_ in addresses)


def _senders(context: Context, found: Names) -> Condition:
    few = rejected = None
    if found.few is not None:
        few = context.of_messages(among(M.c.sender_id, found.few))
        rejected = context.few(select(J.c.id).where(among(J.c.sender_id, found.few)))
    return Condition(found.holds(M.c.sender_id), found.holds(J.c.sender_id), few, rejected)
