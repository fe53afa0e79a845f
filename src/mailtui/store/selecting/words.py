"""Fields of closed lists: status, outcome, queue, kind, phase, is, has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from mailtui.model.enums import Direction, Outcome, Phase, QueueState, Role, Status
from mailtui.model.status import FAILED, HELD_UP, OPEN
from mailtui.query.tree import Choice
from mailtui.store import schema
from mailtui.store.selecting import decided, incidents, remarks
from mailtui.store.selecting.condition import NONE, Condition, all_of, any_of, negated, together
from mailtui.store.selecting.context import Context, J, M, R
from mailtui.store.selecting.tries import GOT_THROUGH, eventful
from mailtui.store.selecting.values import Values, words

_UNCLEAR = schema.UNCLEAR_LINE


def status(context: Context, values: Values) -> Condition:
    """The one word for a recipient; `partial` is one for its message."""
    return _with_status(context, frozenset(Status(word) for word in words(values)))


def outcome(_context: Context, values: Values) -> Condition:
    """The final fact."""
    outcomes = [Outcome(word) for word in words(values)]
    rejected = true() if Outcome.REJECTED in outcomes else false()
    return Condition(R.c.outcome.in_([one.code for one in outcomes]), rejected)


def queue(_context: Context, values: Values) -> Condition:
    """Where a recipient stands in the queue; what was refused never came there."""
    states = [QueueState(word) for word in words(values)]
    none = true() if QueueState.NONE in states else false()
    return Condition(R.c.queue_state.in_([state.code for state in states]), none)


def kind(_context: Context, values: Values) -> Condition:
    """Recipients, or refusals."""
    found = words(values)
    return Condition(true() if "delivery" in found else false(), true() if "rejection" in found else false())


def phase(_context: Context, values: Values) -> Condition:
    """How far a session had come."""
    codes = [Phase(word).code for word in words(values)]
    return Condition(R.c.phase.in_(codes), J.c.stage.in_(codes))


def has(context: Context, values: Values) -> Condition:
    """Something is known, or was added by people."""
    added = {"note": remarks.note, "tag": remarks.tag}
    chosen = words(values)
    found = [added[word](context, [Choice("any")]) for word in chosen if word in added]
    found += [decided.taken(context)] if "assignee" in chosen else []
    return any_of([*found, *(_has(word) for word in chosen if word not in added and word != "assignee")])


def _has(word: str) -> Condition:
    tests: dict[str, tuple[ColumnElement[bool], ColumnElement[bool]]] = {
        "reply": (R.c.reply_id.is_not(None), J.c.reply_id.is_not(None)),
        "subject": (M.c.subject.is_not(None), J.c.subject.is_not(None)),
        "alias": (R.c.role == Role.CHILD.code, false()),
    }
    return Condition(*tests[word])


def is_(context: Context, values: Values) -> Condition:
    """Groups that are asked for often."""
    return any_of([_is(context, word) for word in words(values)])


def _is(context: Context, word: str) -> Condition:
    if word == "failed":  # who is refused for now (greylisted) is asked to come again
        return replace(_with_status(context, FAILED), rejections=J.c.permanent == true())
    if word == "open":
        return _without(context, FAILED | OPEN, incidents.settled())
    if word == "unfiled":
        return _without(context, FAILED | HELD_UP, incidents.filed())
    if word in _STATUSES:
        return _with_status(context, _STATUSES[word])
    if word == "rejection":
        return Condition(false(), true(), NONE)
    if word == "bounce":
        return Condition(M.c.direction == Direction.BOUNCE.code, false(), None, NONE)
    if word == "unfinished":
        test = M.c.received.is_(None)
        return Condition(test, false(), context.of_messages(test), NONE)
    unclear = _unclear()
    return Condition(R.c.message_id.in_(unclear), false(), context.recipients_of(unclear), NONE)


_STATUSES = {"waiting": OPEN, "frozen": frozenset({Status.FROZEN})}


def _without(context: Context, statuses: frozenset[Status], member: ColumnElement[bool]) -> Condition:
    """Recipients (no rejections) with one of some statuses that a test over `R` does not hold for."""
    standing = replace(_with_status(context, statuses), rejections=false(), few_rejections=NONE)
    return all_of([standing, negated(Condition(member, false()))])


def _unclear() -> Select[Any]:
    """Messages with a line that was not understood."""
    return select(_UNCLEAR.c.message_id).where(_UNCLEAR.c.message_id > 0)


def _partial() -> Select[Any]:
    """Messages that reached some and failed at others: looked for among those that failed at somebody."""
    failed = eventful([status.code for status in FAILED]).with_only_columns(R.c.message_id)
    return select(M.c.id).where(M.c.status == Status.PARTIAL.code, M.c.id.in_(failed))


def _with_status(context: Context, statuses: frozenset[Status]) -> Condition:
    codes = sorted(one.code for one in statuses)
    rejected = Status.REJECTED in statuses
    test: ColumnElement[bool] = (R.c.status + 0).in_(codes)
    few = None if statuses & GOT_THROUGH else context.few(eventful(codes))
    if Status.PARTIAL in statuses:
        test = or_(test, M.c.status == Status.PARTIAL.code)
        few = None if few is None else together([few, context.recipients_of(_partial())])
    return Condition(test, true() if rejected else false(), few, None if rejected else NONE)
