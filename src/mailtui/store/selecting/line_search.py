"""Lines of a block that hold all of some texts or patterns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from mailtui.query.tree import Pattern, Text, Value

TOKEN = re.compile(r"[^\W_]+")
"""What the word index (FTS5, unicode61) takes for a word."""

Finder = Callable[[bytes, int], int]
"""(text in lower case, from where) -> where it is found next, -1 for nowhere."""


class LineSearch:
    """All values have to be in the same line; a text has to begin where a word begins."""

    def __init__(self, values: Sequence[Value]) -> None:
        self.match = _match(values)
        """The FTS5 expression for blocks that may have such a line; '' when there is none to ask for."""
        self._finders = [_finder(value) for value in values]

    def lines(self, lengths: Sequence[int], body: bytes) -> Iterator[tuple[int, bytes]]:
        """The place and the bytes of each record in a block that has all values."""
        first, *rest = self._finders
        ends = list(accumulate(length + 1 for length in lengths))
        lowered = body.lower()
        at = first(lowered, 0)
        while at >= 0:
            place = bisect_right(ends, at)
            start = ends[place - 1] if place else 0
            line = lowered[start : ends[place] - 1]
            if all(finder(line, 0) >= 0 for finder in rest):
                yield place, body[start : ends[place] - 1]
            at = first(lowered, ends[place])


def _match(values: Sequence[Value]) -> str:
    parts: list[str] = []
    for value in values:
        words = TOKEN.findall(value.text) if isinstance(value, Text) else []
        parts.extend(f'"{word}"' for word in words[:-1])
        parts.extend(f'"{word}" *' for word in words[-1:])
    return " ".join(parts)


def _finder(value: Value) -> Finder:
    if isinstance(value, Pattern):
        return _pattern(value.source)
    text = value.text if isinstance(value, Text) else ""
    if not text.isascii():
        return _pattern(re.escape(text))
    needle = text.lower().encode()
    return _word(needle) if TOKEN.match(text) else lambda body, at: body.find(needle, at)


def _pattern(source: str) -> Finder:
    pattern = re.compile(source.encode("utf-8", "surrogateescape"), re.IGNORECASE)

    def find(body: bytes, at: int) -> int:
        found = pattern.search(body, at)
        return found.start() if found else -1

    return find


def _word(needle: bytes) -> Finder:
    """Finds the needle where no letter or digit stands before it."""

    def find(body: bytes, at: int) -> int:
        found = body.find(needle, at)
        while found > 0 and body[found - 1 : found].isalnum():
            found = body.find(needle, found + 1)
        return found

    return find
