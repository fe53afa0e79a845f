"""Conditions on raw lines: from the word index, or, for few rows, from their own lines."""

from __future__ import annotations

from sqlalchemy import or_

from mailtui.query.tree import Text, Value
from mailtui.store.selecting.condition import Condition, any_of, together
from mailtui.store.selecting.context import Context, J, M, R, among, listed, packed
from mailtui.store.selecting.line_search import LineSearch, text_search
from mailtui.store.selecting.mentions import Wanted
from mailtui.store.selecting.names import plain_text
from mailtui.store.selecting.own_lines import Candidates, mentions_among, wanted
from mailtui.store.selecting.owners import Owners


def mentioned(context: Context, value: Value, candidates: Candidates | None = None) -> Condition:
    """Rows whose log has a line with a text (from the beginning of a word on) or a match of a pattern.

    Only the `candidates` have to be right, when there are any.
    """
    search = text_search(value)
    if candidates is None or not candidates.are_few:
        only = None if candidates is None else _wanted(context, candidates)
        found = found_in_lines(context, search, only)
    else:
        found = _rows(context, mentions_among(context.connection, search, candidates))
    return any_of([found, _subjects(value)]) if _is_escaped(value) else found


def _wanted(context: Context, candidates: Candidates) -> Wanted:
    """Looked up once in a question, which may be planned several times."""
    if candidates not in context.wanted:
        context.wanted[candidates] = wanted(context.connection, candidates)
    return context.wanted[candidates]


def found_in_lines(context: Context, search: LineSearch, only: Wanted | None = None) -> Condition:
    """Rows with such a line. `context.lacking` gets the search when it has not come to the end.

    `only`: no other lines have to be found.
    """
    mention = context.mention(search, only)
    if not mention.started:
        mention.widen(context.connection, 1)
    with mention.lock:
        if mention.covered is not None:
            context.lacking.append((mention.covered, mention))
        return _rows(context, mention.owners)


def _rows(context: Context, owners: Owners) -> Condition:
    deliveries = or_(among(R.c.message_id + 0, owners.messages), among(packed(R), owners.recipients))
    whole = context.recipients_of(listed(owners.messages))
    single = context.few(listed(owners.recipients)) if whole is not None else None
    return Condition(
        deliveries,
        among(J.c.id + 0, owners.rejections),
        together([whole, single]),
        context.few(listed(owners.rejections)),
    )


def _is_escaped(value: Value) -> bool:
    """Logs escape what is not plain in a subject, so that is looked for as it reads, too."""
    return isinstance(value, Text) and (not value.text.isascii() or bool(set('"\\') & set(value.text)))


def _subjects(value: Value) -> Condition:
    return Condition(plain_text(M.c.subject, value), plain_text(J.c.subject, value))
