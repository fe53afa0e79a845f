"""What people decided, of an incident that a recipient belongs to or of its own failure: state, assignee."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, select

from mailtui.model.enums import IncidentState
from mailtui.store.selecting.condition import NONE, Condition, any_of
from mailtui.store.selecting.context import Context, R
from mailtui.store.selecting.incidents import I, W, members
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.names import plain_text
from mailtui.store.selecting.owners import NUMBER_BITS
from mailtui.store.selecting.values import Values, words


def state(context: Context, values: Values) -> Condition:
    """The state that was set, or `new` while none was."""
    codes = [IncidentState(word).code for word in words(values)]
    return _decided(context, I.c.state.in_(codes), W.c.state.in_(codes))


def assignee(context: Context, values: Values) -> Condition:
    """Who has taken it."""
    of_incident = either(plain_text(I.c.assignee, value) for value in values)
    return _decided(context, of_incident, either(plain_text(W.c.assignee, value) for value in values))


def taken(context: Context) -> Condition:
    """Anybody has."""
    return _decided(context, I.c.assignee.is_not(None), W.c.assignee.is_not(None))


def _decided(context: Context, of_incident: ColumnElement[bool], own: ColumnElement[bool]) -> Condition:
    """A test over `I`, and the same over `W`."""
    few = context.few(select(W.c.message_id * (1 << NUMBER_BITS) + W.c.number).where(own))
    here = and_(W.c.message_id == R.c.message_id, W.c.number == R.c.number)
    single = exists(select(1).select_from(W).where(here, own).correlate(R))
    return any_of([members(context, of_incident), Condition(single, false(), few, NONE)])
