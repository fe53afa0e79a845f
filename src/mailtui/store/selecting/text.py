"""Words in raw lines: the word index narrows to blocks, the lines in them decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import ColumnElement, false, or_, select

from mailtui.query.tree import Pattern, Text, Value
from mailtui.store.blocks import unpack
from mailtui.store.rows import table
from mailtui.store.selecting.condition import Condition
from mailtui.store.selecting.context import Context, J, M, R
from mailtui.store.selecting.names import plain_text
from mailtui.store.tables import RECORDS_PER_BLOCK, LogEntry, Message

QUEUE_ID = re.compile(r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{11}-[0-9A-Za-z]{4}|[0-9A-Za-z]{6}-[0-9A-Za-z]{2})")
"""Exim message ids, new and old form (Exim manual, 'Message identification')."""
TOKEN = re.compile(r"[^\W_]+")
"""What the word index (FTS5, unicode61) takes for a word."""
BATCH = 64

LineTest = Callable[[str], bool]


def mentioned(context: Context, values: Sequence[Value]) -> Condition:
    """Rows whose log has one line with all of the values, looked for from the newest line back.

    A text stands at the beginning of a word and may end within one: `quot` finds quota.
    """
    test = _all([_line_test(value) for value in values])
    entries: list[int] = []
    queue_ids: set[str] = set()
    for block, data in _blocks(context, _match(values)):
        for place, stored in enumerate(unpack(data)):
            line = stored.raw.decode("utf-8", "replace")
            if test(line):
                entries.append(block * RECORDS_PER_BLOCK + place)
                queue_ids.update(QUEUE_ID.findall(line))
        if len(entries) > context.lines_wanted * 3:
            context.cut_short = True
            break
    return _rows(context, entries, queue_ids, _subjects(values))


def _rows(
    context: Context, entries: list[int], queue_ids: set[str], subjects: ColumnElement[bool]
) -> Condition:
    messages = _owners(context, entries, queue_ids)
    deliveries, rejections = R.c.message_id.in_(messages), J.c.entry_id.in_(entries)
    if subjects is not _NO_SUBJECTS:
        return Condition(or_(deliveries, subjects), rejections)
    few = context.small(select(R.c.message_id, R.c.number).where(R.c.message_id.in_(messages)))
    return Condition(deliveries, rejections, few)


_NO_SUBJECTS = false()


def _subjects(values: Sequence[Value]) -> ColumnElement[bool]:
    """Logs hold subjects beyond ASCII in octal escapes, so those are looked for as they read."""
    if any(isinstance(value, Text) and not value.text.isascii() for value in values):
        return or_(*(plain_text(M.c.subject, value) for value in values))
    return _NO_SUBJECTS


def _owners(context: Context, entries: list[int], queue_ids: set[str]) -> list[int]:
    """The messages that the entries belong to; a queue id in a line may be another message's."""
    message, entry = table(Message), table(LogEntry)
    owners: set[int] = set()
    ids = sorted(queue_ids)
    for start in range(0, len(ids), 500):
        named = select(message.c.id).where(message.c.queue_id.in_(ids[start : start + 500]))
        theirs = select(entry.c.message_id, entry.c.id).where(entry.c.message_id.in_(named))
        wanted = set(entries)
        owners.update(row[0] for row in context.connection.execute(theirs) if row[1] in wanted)
    return sorted(owners)


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


def _match(values: Sequence[Value]) -> str:
    """The FTS5 expression for blocks that hold all the words; '' when there is none to ask for."""
    parts: list[str] = []
    for value in values:
        words = TOKEN.findall(value.text) if isinstance(value, Text) else []
        parts.extend(f'"{word}"' for word in words[:-1])
        parts.extend(f'"{word}" *' for word in words[-1:])
    return " ".join(parts)


def _line_test(value: Value) -> LineTest:
    if isinstance(value, Pattern):
        return _searches(value.source)
    text = value.text if isinstance(value, Text) else ""
    begins = r"(?<![^\W_])" if TOKEN.match(text) else ""
    return _searches(begins + re.escape(text))


def _searches(source: str) -> LineTest:
    pattern = re.compile(source, re.IGNORECASE)
    return lambda line: pattern.search(line) is not None


def _all(tests: Sequence[LineTest]) -> LineTest:
    return tests[0] if len(tests) == 1 else lambda line: all(test(line) for test in tests)
