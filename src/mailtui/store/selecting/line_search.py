"""What is looked for in raw lines: a text, a pattern, or either in the Message-ID."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mailtui.query.tree import Pattern, Text, Value
from mailtui.store.selecting.patterns import line_matcher

_TOKEN = re.compile(r"[^\W_]+")
"""What the word index (FTS5, unicode61) takes for a word."""
_MESSAGE_ID = re.compile(r"(?!.{0,90} (?:=>|->|>>|\*>|\*\*|==) ).*? id=<?([^\s>]+)")
"""On arrivals and refusals; on deliveries `id=` is what the next hop called the mail."""
_AND_NEWLINE = (1).__add__

Test = Callable[[str], bool]


@dataclass(frozen=True, eq=False, slots=True)
class LineSearch:
    """A test of lines, with what makes it quick."""

    key: tuple[str, Value]
    """Two searches with the same key find the same."""
    match: str
    """The FTS5 expression for blocks that may have such a line; '' when there is none to ask for."""
    needle: bytes
    """In lower case, in every such line, whatever the case; b'' when there is none."""
    test: Test
    """Whether a line (in lower case if there is a needle) is one."""

    def lines(self, lengths: Sequence[int], body: bytes) -> Iterator[tuple[int, bytes]]:
        """The place and the bytes of each record in a block that passes."""
        ends = list(accumulate(map(_AND_NEWLINE, lengths)))
        lowered = body.lower() if self.needle else body
        place = -1
        while (place := self._next(lowered, ends, place + 1)) < len(ends):
            start, end = ends[place - 1] if place else 0, ends[place] - 1
            if self.test(lowered[start:end].decode("utf-8", "replace")):
                yield place, body[start:end]

    def _next(self, lowered: bytes, ends: Sequence[int], place: int) -> int:
        """The next record from `place` on that has the needle; the number of records at the end."""
        if not self.needle or place == len(ends):
            return place
        at = lowered.find(self.needle, ends[place - 1] if place else 0)
        return len(ends) if at < 0 else bisect_right(ends, at)

    def finds(self, line: bytes) -> bool:
        """Whether one line passes."""
        return next(self.lines([len(line)], line + b"\n"), None) is not None


def text_search(value: Value) -> LineSearch:
    """Lines that mention a text, which begins where a word begins, or match a pattern."""
    if isinstance(value, Pattern):
        return LineSearch(("text", value), "", b"", line_matcher(value.source))
    text = value.text.lower() if isinstance(value, Text) else ""
    return LineSearch(("text", value), _match(text), _needle(text), _mentions(text))


def message_id_search(value: Value) -> LineSearch:
    """Lines whose Message-ID is a text, has it as a part, or matches a pattern."""
    if isinstance(value, Pattern):
        matched = line_matcher(value.source)
        return LineSearch(("msgid", value), "", b" id=", _of_message_id(matched))
    exact = isinstance(value, Text) and value.exact
    text = value.text.lower().strip().strip("<>") if isinstance(value, Text) else ""
    test: Test = (lambda found: found == text) if exact else (lambda found: text in found)
    needle = _needle(text) or b" id="
    return LineSearch(("msgid", value), _match(text) if exact else "", needle, _of_message_id(test))


def _of_message_id(test: Test) -> Test:
    def tested(line: str) -> bool:
        found = _MESSAGE_ID.match(line)
        return found is not None and test(found[1].lower())

    return tested


def _needle(text: str) -> bytes:
    """Beyond ASCII lower case is not a matter of single bytes, so there is no needle."""
    return text.encode() if text.isascii() else b""


def _mentions(text: str) -> Test:
    """The text stands in a line; where it begins with a letter or digit, none stands before it."""
    begins_word = _in_word(text[:1])

    def mentioned(line: str) -> bool:
        lowered = line.lower()
        at = lowered.find(text)
        while begins_word and at > 0 and _in_word(lowered[at - 1]):
            at = lowered.find(text, at + 1)
        return at >= 0

    return mentioned


def _in_word(character: str) -> bool:
    """Whether the word index sees the character as part of a word."""
    return character.isalnum() or (bool(character) and unicodedata.category(character) in ("Mn", "Mc", "Co"))


def _match(text: str) -> str:
    """All words of the text; the last one may go on."""
    parts = []
    for found in _TOKEN.finditer(text):
        around = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
        if not any(map(_in_word, around)):
            parts.append(f'"{found[0]}" *' if found.end() == len(text) else f'"{found[0]}"')
    return " ".join(parts)
