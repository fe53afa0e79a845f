"""Words in raw lines: the word index narrows to blocks, the lines in them decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, false, or_, select, tuple_

from mailtui.query.tree import Text, Value
from mailtui.store.blocks import opened
from mailtui.store.rows import table
from mailtui.store.selecting.condition import Condition
from mailtui.store.selecting.context import A, Context, J, M, R
from mailtui.store.selecting.line_search import LineSearch
from mailtui.store.selecting.names import plain_text
from mailtui.store.tables import RECORDS_PER_BLOCK, LogEntry, Message

QUEUE_ID = re.compile(r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{11}-[0-9A-Za-z]{4}|[0-9A-Za-z]{6}-[0-9A-Za-z]{2})")
"""Exim message ids, new and old form (Exim manual, 'Message identification')."""
BATCH = 64


def mentioned(context: Context, values: Sequence[Value]) -> Condition:
    """Rows whose log has one line with all of the values, looked for from the newest line back.

    A text stands at the beginning of a word and may end within one: `quot` finds quota.
    """
    search = LineSearch(values)
    entries: set[int] = set()
    queue_ids: set[str] = set()
    for block, data in _blocks(context, search.match):
        head, body = opened(data)
        for place, line in search.lines(head[-1], body):
            entries.add(block * RECORDS_PER_BLOCK + place)
            queue_ids.update(QUEUE_ID.findall(line.decode("utf-8", "replace")))
        if len(entries) > context.lines_wanted * 3:
            context.cut_short = True
            break
    return _rows(context, entries, queue_ids, _subjects(values))


def _rows(
    context: Context, entries: set[int], queue_ids: set[str], subjects: ColumnElement[bool]
) -> Condition:
    """A line about one recipient speaks of that row only, any other of all rows of its message."""
    messages, recipients = _owners(context, entries, queue_ids)
    whole, single = R.c.message_id.in_(messages), tuple_(R.c.message_id, R.c.number).in_(recipients)
    deliveries, rejections = or_(whole, single), J.c.entry_id.in_(entries)
    if subjects is not _NO_SUBJECTS:
        return Condition(or_(deliveries, subjects), rejections)
    keys = select(R.c.message_id, R.c.number).where(or_(whole, single))
    owners = messages | {message for message, _ in recipients}
    few = context.small(keys.where(R.c.message_id.in_(owners)))
    return Condition(deliveries, rejections, few)


_NO_SUBJECTS = false()


def _subjects(values: Sequence[Value]) -> ColumnElement[bool]:
    """Logs hold subjects beyond ASCII in octal escapes, so those are looked for as they read."""
    if any(isinstance(value, Text) and not value.text.isascii() for value in values):
        return or_(*(plain_text(M.c.subject, value) for value in values))
    return _NO_SUBJECTS


def _owners(
    context: Context, entries: set[int], queue_ids: set[str]
) -> tuple[set[int], set[tuple[int, int]]]:
    """The messages that entries speak of as a whole, and the recipients that others speak of.

    A queue id in a line may be another message's, so the entries of each decide.
    """
    message, entry = table(Message), table(LogEntry)
    messages: set[int] = set()
    recipients: set[tuple[int, int]] = set()
    ids = sorted(queue_ids)
    for start in range(0, len(ids), 500):
        named = select(message.c.id).where(message.c.queue_id.in_(ids[start : start + 500]))
        tries = select(A.c.entry_id, A.c.message_id, A.c.recipient).where(A.c.message_id.in_(named))
        found = {row[0]: (row[1], row[2]) for row in context.connection.execute(tries) if row[0] in entries}
        recipients.update(found.values())
        theirs = select(entry.c.message_id, entry.c.id).where(entry.c.message_id.in_(named))
        for owner, number in context.connection.execute(theirs):
            if number in entries and number not in found:
                messages.add(owner)
    return messages, recipients


def _blocks(context: Context, match: str) -> Iterator[tuple[int, bytes]]:
    """Blocks that may hold such a line, newest first, in batches so that stopping early costs little."""
    below = 1 << 62
    indexed = (
        "SELECT id, data FROM raw_block WHERE id IN (SELECT rowid FROM block_words "
        "WHERE block_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) ORDER BY id DESC"
    )
    scanned = "SELECT id, data FROM raw_block WHERE id < ? ORDER BY id DESC LIMIT ?"
    while True:
        if match:
            rows = context.connection.exec_driver_sql(indexed, (match, below, BATCH)).all()
        else:
            rows = context.connection.exec_driver_sql(scanned, (below, BATCH)).all()
        yield from ((row[0], row[1]) for row in rows)
        if len(rows) < BATCH:
            return
        below = rows[-1][0]
