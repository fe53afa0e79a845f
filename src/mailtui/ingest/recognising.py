"""Which cursor a file goes on from: it is known by its content, whatever its name is now."""

from __future__ import annotations

from collections.abc import Callable

from mailtui.ingest.fingerprint import SIZE, Head, Tail, continues, matches
from mailtui.ingest.reading import LogStream
from mailtui.store.cursor import Cursor


def recognise(
    known: list[Cursor], stream: LogStream, reopen: Callable[[], LogStream]
) -> tuple[Cursor | None, LogStream]:
    """The cursor that got furthest in this content, and a stream that stands at it.

    None with a stream at the beginning when the file is new, was truncated or rewritten.
    """
    first = stream.peek(SIZE)
    alike = [cursor for cursor in known if matches(first, Head(cursor.head_length, cursor.head_digest))]
    for cursor in sorted(alike, key=lambda one: one.offset, reverse=True):
        tail = Tail(cursor.offset - cursor.tail_length, cursor.tail_length, cursor.tail_digest)
        if continues(stream, tail):
            return cursor, stream
        stream.close()
        stream = reopen()
    return None, stream
