"""One function for each field of the query language: its values become a condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true

from mailtui.model.enums import Direction, Outcome, Phase, QueueState, Role, Status
from mailtui.model.moment import SECOND
from mailtui.model.status import FAILED, OPEN
from mailtui.query.moments import resolve
from mailtui.query.tree import Choice, Compare, Op, Pattern, Range, Span, Text, Value
from mailtui.store.facts import link_digest
from mailtui.store.rows import table
from mailtui.store.selecting import names
from mailtui.store.selecting.condition import Condition
from mailtui.store.selecting.context import A, Context, J, M, R
from mailtui.store.selecting.names import Names, plain_text
from mailtui.store.tables import LogEntry, MessageLink

Values = Sequence[Value]
Test = Callable[[Context, Values], Condition]
UNEVENTFUL = (Status.ACCEPTED.code, Status.DELIVERED.code)


def _keys() -> Select[Any]:
    return select(R.c.message_id, R.c.number)


def _small(context: Context, *parts: Select[Any]) -> Select[Any] | None:
    first, *rest = parts
    found = first.union(*rest).subquery().select() if rest else first
    return context.small(found)


# Addresses


def _recipients(context: Context, found: Names) -> Condition:
    few = rejected = None
    if found.few is not None:
        few = _small(
            context,
            _keys().where(R.c.address_id.in_(found.few)),
            _keys().where(R.c.original_id.in_(found.few)),
        )
        rejected = context.small(select(J.c.id).where(J.c.address_id.in_(found.few)))
    holds = or_(found.holds(R.c.address_id), and_(R.c.original_id.is_not(None), found.holds(R.c.original_id)))
    return Condition(holds, found.holds(J.c.address_id), few, rejected)


def _senders(context: Context, found: Names) -> Condition:
    few = rejected = None
    if found.few is not None:
        messages = select(M.c.id).where(M.c.sender_id.in_(found.few))
        if context.small(messages) is not None:
            few = context.small(_keys().where(R.c.message_id.in_(messages)))
        rejected = context.small(select(J.c.id).where(J.c.sender_id.in_(found.few)))
    return Condition(found.holds(M.c.sender_id), found.holds(J.c.sender_id), few, rejected)


def _to(context: Context, values: Values) -> Condition:
    return _recipients(context, Names(context, [names.addresses(value) for value in values]))


def _from(context: Context, values: Values) -> Condition:
    return _senders(context, Names(context, [names.addresses(value) for value in values]))


def _address(context: Context, values: Values) -> Condition:
    found = Names(context, [names.addresses(value) for value in values])
    one, other = _recipients(context, found), _senders(context, found)
    few = None
    if one.few_deliveries is not None and other.few_deliveries is not None:
        few = _small(context, one.few_deliveries, other.few_deliveries)
    return Condition(or_(one.deliveries, other.deliveries), or_(one.rejections, other.rejections), few)


def _domain(context: Context, values: Values) -> Condition:
    return _recipients(context, Names(context, [names.address_domains(value) for value in values]))


def _sender_domain(context: Context, values: Values) -> Condition:
    return _senders(context, Names(context, [names.address_domains(value) for value in values]))


# Hosts


def _tried(found: Names) -> ColumnElement[bool]:
    own = and_(A.c.message_id == R.c.message_id, A.c.recipient == R.c.number)
    return exists(select(1).where(own, found.holds(A.c.host_id)))


def _next_hops(context: Context, found: Names) -> Condition:
    few = None
    if found.few is not None:
        few = context.small(select(A.c.message_id, A.c.recipient).where(A.c.host_id.in_(found.few)))
    return Condition(or_(found.holds(R.c.host_id), _tried(found)), false(), few)


def _peers(context: Context, found: Names) -> Condition:
    hop = _next_hops(context, found)
    rejected = None
    if found.few is not None:
        rejected = context.small(select(J.c.id).where(J.c.host_id.in_(found.few)))
    return Condition(
        or_(hop.deliveries, found.holds(M.c.host_id)), found.holds(J.c.host_id), few_rejections=rejected
    )


def _relay(context: Context, values: Values) -> Condition:
    return _next_hops(context, Names(context, [names.hosts(value) for value in values], "host"))


def _host(context: Context, values: Values) -> Condition:
    return _peers(context, Names(context, [names.hosts(value) for value in values], "host"))


def _ip(context: Context, values: Values) -> Condition:
    return _peers(context, Names(context, [names.host_ips(value) for value in values], "host"))


def _server(context: Context, values: Values) -> Condition:
    tests = [plain_text(names.SERVER.c.name, value) for value in values]
    found = Names(context, tests, "server")
    return Condition(found.holds(M.c.server_id), found.holds(J.c.server_id))


# Words of closed lists


def _words(values: Values) -> list[str]:
    return [value.word for value in values if isinstance(value, Choice)]


def _with_status(context: Context, statuses: list[Status]) -> Condition:
    codes = [status.code for status in statuses]
    rejected = true() if Status.REJECTED in statuses else false()
    few = None
    if not set(codes) & set(UNEVENTFUL):
        eventful = R.c.status.not_in(UNEVENTFUL)
        few = context.small(_keys().where(R.c.status.in_(codes), eventful))
    partial = M.c.status == Status.PARTIAL.code if Status.PARTIAL in statuses else false()
    return Condition(or_((R.c.status + 0).in_(codes), partial), rejected, few if partial is false() else None)


def _status(context: Context, values: Values) -> Condition:
    return _with_status(context, [Status(word) for word in _words(values)])


def _outcome(_context: Context, values: Values) -> Condition:
    outcomes = [Outcome(word) for word in _words(values)]
    rejected = true() if Outcome.REJECTED in outcomes else false()
    return Condition(R.c.outcome.in_([outcome.code for outcome in outcomes]), rejected)


def _queue(_context: Context, values: Values) -> Condition:
    states = [QueueState(word) for word in _words(values)]
    none = true() if QueueState.NONE in states else false()
    return Condition(R.c.queue_state.in_([state.code for state in states]), none)


def _kind(_context: Context, values: Values) -> Condition:
    words = _words(values)
    return Condition(true() if "delivery" in words else false(), true() if "rejection" in words else false())


def _phase(_context: Context, values: Values) -> Condition:
    codes = [Phase(word).code for word in _words(values)]
    return Condition(R.c.phase.in_(codes), J.c.stage.in_(codes))


def _is(context: Context, values: Values) -> Condition:
    from mailtui.store.selecting.condition import any_of

    return any_of([_is_one(context, word) for word in _words(values)])


def _is_one(context: Context, word: str) -> Condition:
    if word == "failed":
        return _with_status(context, sorted(FAILED))
    if word == "open":
        return _with_status(context, sorted(OPEN))
    if word == "frozen":
        return _with_status(context, [Status.FROZEN])
    if word == "rejection":
        return Condition(false(), true())
    if word == "bounce":
        return Condition(M.c.direction == Direction.BOUNCE.code, false())
    if word == "unfinished":
        return Condition(M.c.received.is_(None), false())
    entry = table(LogEntry)
    unclear = select(entry.c.message_id).where(entry.c.event == EVENT_UNRECOGNISED)
    return Condition(R.c.message_id.in_(unclear), false())


EVENT_UNRECOGNISED = 22


def _has(_context: Context, values: Values) -> Condition:
    tests = {
        "reply": (R.c.reply_id.is_not(None), J.c.reply_id.is_not(None)),
        "subject": (M.c.subject.is_not(None), J.c.subject.is_not(None)),
        "alias": (R.c.role == Role.CHILD.code, false()),
    }
    chosen = [tests[word] for word in _words(values)]
    return Condition(or_(*(one for one, _ in chosen)), or_(*(other for _, other in chosen)))


# Numbers and times


def _compare(column: ColumnElement[Any], values: Values, unit: float = 1) -> ColumnElement[bool]:
    tests = []
    for value in values:
        if isinstance(value, Range):
            tests.append(column.between(value.low * unit, value.high * unit))
        elif isinstance(value, Compare):
            tests.append(column.bool_op(_OPERATORS[value.op])(value.number * unit))
    return or_(false(), *tests)


_OPERATORS = {Op.EQ: "=", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}


def delay(context: Context) -> ColumnElement[Any]:
    """How long a delivery took, or has taken so far, in microseconds."""
    return func.coalesce(R.c.finished, context.now) - R.c.time


def _size(_context: Context, values: Values) -> Condition:
    return Condition(_compare(M.c.size, values), false())


def _delay(context: Context, values: Values) -> Condition:
    return Condition(_compare(delay(context), values, SECOND), false())


def _age(context: Context, values: Values) -> Condition:
    test = _compare(context.now - R.c.time, values, SECOND)
    return Condition(test, _compare(context.now - J.c.time, values, SECOND))


def _tries(_context: Context, values: Values) -> Condition:
    return Condition(_compare(R.c.attempts, values), false())


def _code(_context: Context, values: Values) -> Condition:
    return Condition(_compare(R.c.smtp_code, values), _compare(J.c.smtp_code, values))


def _esc(_context: Context, values: Values) -> Condition:
    def test(column: ColumnElement[Any]) -> ColumnElement[bool]:
        texts = [value.text for value in values if isinstance(value, Text)]
        return or_(false(), *(or_(column == text, column.like(f"{text}.%")) for text in texts))

    return Condition(test(R.c.enhanced_code), test(J.c.enhanced_code))


def _date(context: Context, values: Values) -> Condition:
    def test(column: ColumnElement[Any]) -> ColumnElement[bool]:
        parts = []
        for value in values:
            if isinstance(value, Span):
                start, end = resolve(value, context.now, context.zone)
                since = true() if start is None else column >= start
                parts.append(and_(since, true() if end is None else column < end))
        return or_(false(), *parts)

    return Condition(test(R.c.time), test(J.c.time))


# Texts and ids


def _reply(context: Context, values: Values) -> Condition:
    found = Names(context, [plain_text(names.REPLY.c.text, value) for value in values], "reply")
    own = and_(A.c.message_id == R.c.message_id, A.c.recipient == R.c.number)
    tried = exists(select(1).where(own, A.c.reply_id.is_not(None), found.holds(A.c.reply_id)))
    few = None
    if found.few is not None:
        few = context.small(select(A.c.message_id, A.c.recipient).where(A.c.reply_id.in_(found.few)))
    return Condition(or_(found.holds(R.c.reply_id), tried), found.holds(J.c.reply_id), few)


def _subject(_context: Context, values: Values) -> Condition:
    return Condition(
        or_(*(plain_text(M.c.subject, value) for value in values)),
        or_(*(plain_text(J.c.subject, value) for value in values)),
    )


def _label(column: ColumnElement[Any]) -> Test:
    def test(context: Context, values: Values) -> Condition:
        found = Names(context, [plain_text(names.LABEL.c.text, value) for value in values], "label")
        own = and_(A.c.message_id == R.c.message_id, A.c.recipient == R.c.number)
        return Condition(exists(select(1).where(own, found.holds(column))), false())

    return test


def _auth(context: Context, values: Values) -> Condition:
    found = Names(context, [plain_text(names.LABEL.c.text, value) for value in values], "label")
    return Condition(found.holds(M.c.auth_id), found.holds(J.c.auth_id))


def _id(context: Context, values: Values) -> Condition:
    tests, rejected = [], []
    for value in values:
        if isinstance(value, Text):
            tests.append(_begins(M.c.queue_id, value))
            rejected.append(_begins(J.c.queue_id, value))
    messages = select(M.c.id).where(or_(false(), *tests))
    few = context.small(_keys().where(R.c.message_id.in_(messages)))
    return Condition(or_(false(), *tests), or_(false(), *rejected), few)


def _begins(column: ColumnElement[str], value: Text) -> ColumnElement[bool]:
    if value.exact:
        return column == value.text
    return and_(column >= value.text, column < value.text + "\x7f")


def _msgid(context: Context, values: Values) -> Condition:
    from mailtui.store.selecting.text import mentioned

    exact = [link_digest(value.text) for value in values if isinstance(value, Text) and value.exact]
    link = table(MessageLink)
    messages = select(link.c.message_id).where(link.c.kind == 0, link.c.digest.in_(exact))
    linked = Condition(
        R.c.message_id.in_(messages), false(), context.small(_keys().where(R.c.message_id.in_(messages)))
    )
    parts = [v for v in values if isinstance(v, Pattern) or (isinstance(v, Text) and not v.exact)]
    if not parts:
        return linked
    from mailtui.store.selecting.condition import any_of

    return any_of([linked, *(mentioned(context, [value]) for value in parts)])


FIELDS: dict[str, Test] = {
    "from": _from,
    "to": _to,
    "address": _address,
    "domain": _domain,
    "sender-domain": _sender_domain,
    "host": _host,
    "relay": _relay,
    "ip": _ip,
    "server": _server,
    "status": _status,
    "outcome": _outcome,
    "queue": _queue,
    "kind": _kind,
    "is": _is,
    "has": _has,
    "code": _code,
    "esc": _esc,
    "phase": _phase,
    "reply": _reply,
    "subject": _subject,
    "size": _size,
    "delay": _delay,
    "age": _age,
    "tries": _tries,
    "router": _label(A.c.router_id),
    "transport": _label(A.c.transport_id),
    "auth": _auth,
    "id": _id,
    "msgid": _msgid,
    "date": _date,
    "since": _date,
    "until": _date,
    "before": _date,
    "after": _date,
}
"""Every field but `text` (see `selecting.text`: words are looked for together) and `sort`."""
