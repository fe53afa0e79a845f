"""Fields about what people added: tags and notes, on a row or on what the row belongs to.

What is on a message is on each of its recipients; what is on an address, on every row that it sent or was to
get; what is on an incident, on every recipient that belongs to it. What is on a domain is on no row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from mailtui.model.enums import SubjectKind
from mailtui.model.work import NUMBER_BITS as RECIPIENT_BITS
from mailtui.model.work import Reader
from mailtui.query.tree import Choice, Text
from mailtui.store import schema
from mailtui.store.selecting import incidents, people
from mailtui.store.selecting.condition import NONE, Condition, any_of
from mailtui.store.selecting.context import Context, J, Keys, R
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.names import ADDRESS, Names, plain_text
from mailtui.store.selecting.owners import NUMBER_BITS
from mailtui.store.selecting.values import Values

TAG, TAGGING, NOTE, OPERATOR = schema.TAG, schema.TAGGING, schema.NOTE, schema.OPERATOR
MANY = 300_000
"""So many subjects are still begun with, wherever in time they lie; of more, the next is never far."""

Refs = Callable[[SubjectKind], Select[Any]]
"""The ids of all subjects of a kind that carry what is asked for."""
Has = Callable[[SubjectKind, ColumnElement[Any]], ColumnElement[bool]]
"""Whether the subject of a kind with this id carries it."""


def tag(context: Context, values: Values) -> Condition:
    """Rows that carry one of some tags."""
    names = [value.text for value in values if isinstance(value, Text)]
    if any(isinstance(value, Choice) for value in values):
        return _carrying(context, TAGGING, [])
    known = select(TAG.c.id).where(TAG.c.name.in_(names))
    found = list(context.connection.execute(known).scalars())
    return _carrying(context, TAGGING, [TAGGING.c.tag_id.in_(found)]) if found else nowhere()


def note(context: Context, values: Values) -> Condition:
    """Rows with a note that the reader may read and that says one of some things."""
    tests = [readable(context.reader)]
    if not any(isinstance(value, Choice) for value in values):
        tests.append(either(plain_text(NOTE.c.text, value) for value in values))
    return _carrying(context, NOTE, tests)


def nowhere() -> Condition:
    """No row at all."""
    return Condition(false(), false(), NONE, NONE)


def readable(reader: Reader | None) -> ColumnElement[bool]:
    """Over `note`: it is there, and not somebody else's private one. Without a reader, none is private."""
    shared = NOTE.c.private == false()
    if reader is not None:
        own = select(OPERATOR.c.id).where(OPERATOR.c.uid == reader.uid, OPERATOR.c.name == reader.name)
        shared = or_(shared, NOTE.c.operator_id.in_(own))
    return and_(NOTE.c.deleted.is_(None), shared)


def _carrying(context: Context, table: Any, tests: Sequence[ColumnElement[bool]]) -> Condition:
    """Rows of the subjects in a table of kinds and ids."""

    def refs(kind: SubjectKind) -> Select[Any]:
        return select(table.c.ref).where(table.c.kind == kind.code, *tests)

    def has(kind: SubjectKind, place: ColumnElement[Any]) -> ColumnElement[bool]:
        return exists(select(1).where(table.c.kind == kind.code, table.c.ref == place, *tests))

    parts = [
        make(context, refs, has)
        for kind, make in _OF_KIND.items()
        if context.connection.execute(refs(kind).limit(1)).first() is not None
    ]
    return any_of(parts) if parts else nowhere()


def _messages(context: Context, refs: Refs, has: Has) -> Condition:
    kind = SubjectKind.MESSAGE
    few = context.recipients_of(refs(kind))
    return Condition(has(kind, R.c.message_id), false(), few, NONE, _gathered(context, refs(kind), few))


def _recipients(context: Context, refs: Refs, has: Has) -> Condition:
    kind = SubjectKind.RECIPIENT
    place = R.c.message_id * (1 << RECIPIENT_BITS) + R.c.number
    ref = refs(kind).subquery().c.ref
    key = ref.op(">>")(RECIPIENT_BITS) * (1 << NUMBER_BITS) + ref.op("&")((1 << RECIPIENT_BITS) - 1)
    few = context.few(select(key))
    messages = select(ref.op(">>")(RECIPIENT_BITS))
    return Condition(has(kind, place), false(), few, NONE, _gathered(context, messages, few))


def _gathered(context: Context, messages: Select[Any], few: Keys | None) -> Select[Any] | None:
    """Ids of messages to begin with, each once; None where they are few, or so many that one walks."""
    if few is not None:
        return None
    bounded = select(func.count()).select_from(messages.limit(MANY + 1).subquery())
    number = context.connection.execute(bounded).scalar() or 0
    return messages.distinct() if number <= MANY else None


def _rejections(context: Context, refs: Refs, has: Has) -> Condition:
    kind = SubjectKind.REJECTION
    return Condition(false(), has(kind, J.c.id), NONE, context.few(refs(kind)))


def _addresses(context: Context, refs: Refs, _: Has) -> Condition:
    return people.of_names(context, Names(context, ADDRESS, [ADDRESS.c.id.in_(refs(SubjectKind.ADDRESS))]))


def _incidents(context: Context, refs: Refs, _: Has) -> Condition:
    return incidents.members(context, incidents.I.c.id.in_(refs(SubjectKind.INCIDENT)))


_OF_KIND = {
    SubjectKind.MESSAGE: _messages,
    SubjectKind.RECIPIENT: _recipients,
    SubjectKind.REJECTION: _rejections,
    SubjectKind.ADDRESS: _addresses,
    SubjectKind.INCIDENT: _incidents,
}
