"""Fields about people: from, to, address, and their domains."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from mailtui.store.selecting import names
from mailtui.store.selecting.condition import Condition, Lanes, any_of
from mailtui.store.selecting.context import Context, J, M, R, among, gathering, packed
from mailtui.store.selecting.names import ADDRESS, Names
from mailtui.store.selecting.values import Values

MOST_LANES = 4
"""Addresses whose rows are walked each by its own index, newest first."""
_DIRECT = gathering(packed(R), R.c.address_id, R.c.time)
_ALIASES = gathering(packed(R), R.c.original_id, R.c.time)
_REFUSED = gathering(J.c.id, J.c.address_id, J.c.time)
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
    refused, few = found.holds(J.c.address_id), found.few
    if few is None:
        return Condition(or_(found.holds(R.c.address_id), _were(found)), refused)
    one = len(few) <= MOST_LANES
    most = FEW_OF_ONE if one else 1
    direct = context.gathered(_DIRECT, few, times=most)
    aliases = context.gathered(_ALIASES, few, times=most) if one or direct is not None else None
    known = None if direct is None or aliases is None else direct | aliases
    holds, lanes = found.holds(R.c.address_id), _lanes(few) if one else ()
    if aliases is None or aliases:
        holds, lanes = or_(holds, _were(found)), (*lanes, *(_lanes_of_aliases(few) if one else ()))
    rejected = context.gathered(_REFUSED, few, times=most)
    return Condition(holds, refused, known, rejected, None, lanes, (among(J.c.address_id, few),))


def _were(found: Names) -> ColumnElement[bool]:
    """It was first written to them."""
    return and_(R.c.original_id.is_not(None), found.holds(R.c.original_id))


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
