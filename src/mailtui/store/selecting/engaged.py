"""Fields of what recipients of a service's mail did: campaign, opened, clicked, complained, unsubscribed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from mailtui.store import schema
from mailtui.store.selecting.condition import NONE, Condition
from mailtui.store.selecting.context import Context, Keys, R, among, packed
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.names import Names, plain_text
from mailtui.store.selecting.values import Test, Values, words

E = schema.ENGAGEMENT.alias("e")
_CAMPAIGN = schema.CAMPAIGN


def campaign(context: Context, values: Values) -> Condition:
    """The campaign of the mail, by its name at the service."""
    found = Names(context, _CAMPAIGN, [plain_text(_CAMPAIGN.c.external_id, value) for value in values])
    if found.few is None:
        return _engaged(found.holds(E.c.campaign_id))
    test = and_(among(E.c.campaign_id, found.few), E.c.campaign_id.is_not(None))
    few = context.few(select(packed(E)).where(test)) if found.few else NONE
    messages = None if few is not None else select(E.c.message_id).where(test).distinct()
    return _engaged(test, few, messages)


def visited(by_people: ColumnElement[int], by_machines: ColumnElement[int]) -> Test:
    """Opens or clicks, by whom."""
    tests = {
        "human": by_people > 0,
        "machine": and_(by_machines > 0, by_people == 0),
        "any": or_(by_people > 0, by_machines > 0),
        "no": and_(by_people == 0, by_machines == 0),
    }

    def test(_context: Context, values: Values) -> Condition:
        return _engaged(either(tests[word] for word in words(values)))

    return test


def done(moment: ColumnElement[int | None]) -> Test:
    """Something that happened or not."""
    tests = {"yes": moment.is_not(None), "no": moment.is_(None)}

    def test(_context: Context, values: Values) -> Condition:
        return _engaged(either(tests[word] for word in words(values)))

    return test


def _engaged(
    test: ColumnElement[bool], few: Keys | None = None, messages: Select[Any] | None = None
) -> Condition:
    """Recipients with a test over `E`."""
    here = and_(E.c.message_id == R.c.message_id, E.c.number == R.c.number)
    found = exists(select(1).select_from(E).where(here, test).correlate(R))
    return Condition(found, false(), few, NONE, messages)


opened = visited(E.c.opens, E.c.machine_opens)
clicked = visited(E.c.clicks, E.c.machine_clicks)
complained = done(E.c.complained)
unsubscribed = done(E.c.unsubscribed)
