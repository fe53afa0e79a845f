"""Fields of what recipients of a service's mail did, of their mailboxes and of the campaign."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from mailtui.model.enums import Actor, ProviderEventKind
from mailtui.query.tree import Pattern, Text, Value
from mailtui.store import schema
from mailtui.store.selecting import functions
from mailtui.store.selecting.condition import NONE, Condition
from mailtui.store.selecting.context import Context, Keys, R, among, packed
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.names import Names, plain_text
from mailtui.store.selecting.owners import NUMBER_BITS
from mailtui.store.selecting.values import Test, Values, words

_NUMBER = re.compile(r"#([0-9]{1,18})")
E = schema.ENGAGEMENT.alias("e")
_CAMPAIGN, _LINK, _EVENT = schema.CAMPAIGN, schema.LINK, schema.DELIVERY_EVENT
_ADDRESS, _DOMAIN, _HOST, _LABEL = schema.ADDRESS, schema.ADDRESS_DOMAIN, schema.HOST, schema.LABEL


def campaign(context: Context, values: Values) -> Condition:
    """The campaign of the mail, by its id at the service, its name, or (`#12`) its number here."""
    found = Names(context, _CAMPAIGN, [_called(value) for value in values])
    if found.few is None:
        return _engaged(found.holds(E.c.campaign_id))
    test = and_(among(E.c.campaign_id, found.few), E.c.campaign_id.is_not(None))
    few = context.few(select(packed(E)).where(test)) if found.few else NONE
    messages = None if few is not None else select(E.c.message_id).where(test).distinct()
    return _engaged(test, few, messages)


def _called(value: Value) -> ColumnElement[bool]:
    number = _NUMBER.fullmatch(value.text) if isinstance(value, Text) and not value.exact else None
    if number is not None:
        return _CAMPAIGN.c.id == int(number[1])
    return or_(*(plain_text(name, value) for name in (_CAMPAIGN.c.external_id, _CAMPAIGN.c.name)))


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


def clicked_link(actor: Actor) -> Test:
    """A link that was clicked, by whom."""
    by = _EVENT.c.actor == actor.code

    def test(context: Context, values: Values) -> Condition:
        links = Names(context, _LINK, [plain_text(_LINK.c.url, value) for value in values])
        # The column by itself: then a link that few clicked is found by its index.
        on = among(_EVENT.c.link_id, links.few) if links.few is not None else links.holds(_EVENT.c.link_id)
        clicks = and_(_EVENT.c.kind == ProviderEventKind.CLICKED.code, by, _EVENT.c.link_id.is_not(None), on)
        own = and_(_EVENT.c.message_id == R.c.message_id, or_(_EVENT.c.number == R.c.number, _only_one()))
        few = None
        if links.few is not None:
            key = _EVENT.c.message_id * (1 << NUMBER_BITS) + func.max(_EVENT.c.number, 0)
            few = context.few(select(key).where(clicks).distinct()) if links.few else NONE
        return Condition(exists(select(1).select_from(_EVENT).where(own, clicks)), false(), few, NONE)

    return test


def _only_one() -> ColumnElement[bool]:
    """The event does not say of which recipient it is, and there is only this one."""
    other = schema.RECIPIENT.alias("other")
    others = (
        select(1).select_from(other).where(other.c.message_id == R.c.message_id, other.c.number != R.c.number)
    )
    return and_(_EVENT.c.number < 0, ~exists(others.correlate(R)))


def mailbox(_context: Context, values: Values) -> Condition:
    """Who runs the mailbox of the recipient."""
    from mailtui.diagnosis.mailboxes import mailboxes

    provider = (
        select(_LABEL.c.text)
        .select_from(_HOST.join(_LABEL, _LABEL.c.id == _HOST.c.provider_id))
        .where(_HOST.c.id == R.c.host_id)
        .correlate(R)
        .scalar_subquery()
    )
    domain = (
        select(_DOMAIN.c.name)
        .select_from(_ADDRESS.join(_DOMAIN, _DOMAIN.c.id == _ADDRESS.c.domain_id))
        .where(_ADDRESS.c.id == R.c.address_id)
        .correlate(R)
        .scalar_subquery()
    )
    runs = functions.mailbox(provider, domain)
    wanted = sorted(name for name in mailboxes() if any(_is_named(name, value) for value in values))
    patterns = [plain_text(runs, value) for value in values if isinstance(value, Pattern)]
    return Condition(either([runs.in_(wanted), *patterns]), false(), None, NONE)


def _is_named(name: str, value: Value) -> bool:
    """Whether it is text that means this mailbox: there are few, so a row is asked once who runs its own."""
    if not isinstance(value, Text):
        return False
    text = value.text.lower()
    return name.lower() == text if value.exact else text in name.lower()


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
link = clicked_link(Actor.HUMAN)
machine_link = clicked_link(Actor.MACHINE)
