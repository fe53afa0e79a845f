"""Fields of texts and ids: reply, subject, router, transport, auth, id, msgid."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from mailtui.model.enums import LinkKind
from mailtui.query.tree import Text
from mailtui.store import schema
from mailtui.store.digests import link_digest, storable
from mailtui.store.selecting.condition import NONE, Condition, Lanes, any_of
from mailtui.store.selecting.context import A, Context, E, J, M, R, among
from mailtui.store.selecting.line_search import message_id_search
from mailtui.store.selecting.logic import either
from mailtui.store.selecting.names import LABEL, REPLY, Names, plain_text
from mailtui.store.selecting.owners import NUMBER_BITS
from mailtui.store.selecting.text import found_in_lines
from mailtui.store.selecting.tries import failed, few_tried, tried
from mailtui.store.selecting.values import Test, Values

_LINK = schema.MESSAGE_LINK


def reply(context: Context, values: Values) -> Condition:
    """What was said at the last failure or an earlier one, or to a client that was refused."""
    found = Names(context, REPLY, [plain_text(REPLY.c.text, value) for value in values])
    few = few_tried(context, A.c.reply_id, R.c.reply_id, found.few)
    refused, lanes = None, Lanes()
    if found.few is not None:
        # Word for word the condition of the index, which SQLite would not see otherwise.
        lanes = (and_(among(J.c.reply_id, found.few), J.c.reply_id.is_not(None)),)
        refused = context.few(select(J.c.id).where(*lanes, *context.within(J.c.time)))
    said = failed(and_(A.c.reply_id.is_not(None), found.holds(A.c.reply_id)))
    test = or_(found.holds(R.c.reply_id), said)
    return Condition(test, found.holds(J.c.reply_id), few, refused, rejection_lanes=lanes)


def subject(context: Context, values: Values) -> Condition:
    """The subject, where the log has it."""
    ours = either(plain_text(M.c.subject, value) for value in values)
    refused = either(plain_text(J.c.subject, value) for value in values)
    return Condition(ours, refused, context.of_messages(ours))


def label(column: ColumnElement[Any]) -> Test:
    """Router or transport of an attempt."""

    def test(context: Context, values: Values) -> Condition:
        found = _labels(context, values)
        few = None
        if found.few is not None:  # no index: for a word that is never used that is one pass, not a walk
            tries = select(E.c.message_id * (1 << NUMBER_BITS) + E.c.recipient)
            few = context.few(tries.where(among(column, found.few))) if found.few else NONE
        return Condition(tried(found.holds(column)), false(), few, NONE)

    return test


def auth(context: Context, values: Values) -> Condition:
    """Authenticator and login of the client."""
    found = _labels(context, values)
    test = found.holds(M.c.auth_id)
    return Condition(test, found.holds(J.c.auth_id), context.of_messages(test))


def queue_id(context: Context, values: Values) -> Condition:
    """Exim message ids, or their beginnings."""
    texts = [value for value in values if isinstance(value, Text)]
    ours = either(_begins(M.c.queue_id, value) for value in texts)
    refused = either(_begins(J.c.queue_id, value) for value in texts)
    return Condition(ours, refused, context.of_messages(ours))


def message_id(context: Context, values: Values) -> Condition:
    """Message-ID headers. A whole one is found by its key; a part, and refused mail, in the raw lines."""
    whole = [value.text for value in values if isinstance(value, Text) and value.exact]
    found = [found_in_lines(context, message_id_search(value)) for value in values]
    return any_of([*([_linked(context, whole)] if whole else []), *found])


def _linked(context: Context, whole: list[str]) -> Condition:
    digests = [link_digest(text) for text in whole]
    code = LinkKind.MESSAGE_ID.code
    messages = select(_LINK.c.message_id).where(_LINK.c.kind == code, _LINK.c.digest.in_(digests))
    return Condition(R.c.message_id.in_(messages), false(), context.recipients_of(messages), NONE)


def _labels(context: Context, values: Values) -> Names:
    return Names(context, LABEL, [plain_text(LABEL.c.text, value) for value in values])


def _begins(column: ColumnElement[str], value: Text) -> ColumnElement[bool]:
    text = storable(value.text)
    return column == text if value.exact else and_(column >= text, column < text + "\x7f")
