"""JSON as rows: JSON Lines, values one after the other, one array of any length, or an object with one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_LARGEST = 64 * 1024 * 1024
"""Characters of one value."""
_SPACE = re.compile(r"[\s,\x1e]*")
_WRAPPED = re.compile(r'\s*\{\s*"[^"\\]*"\s*:\s*\[\s*(?=[{\]])')
"""The beginning of `{"contacts": [{...`."""
_ARRAY = re.compile(r"\s*\[")
_HEAD = 4096
"""Characters that are looked at for what the file is."""
_DECODER = json.JSONDecoder()


class Item(NamedTuple):
    """One value of a file."""

    line: int
    """The line that it begins on, from 1."""
    value: Any
    error: str = ""
    """Why it is no row."""


def is_json(sample: str) -> bool:
    """Whether a text begins as JSON does."""
    return sample.lstrip("\ufeff \t\r\n\x1e")[:1] in ("{", "[")


def items(lines: Iterator[str]) -> Iterator[Item]:
    """The objects of a file; a broken one costs its line."""
    reader = _Reader(lines)
    while len(reader.text) < _HEAD and reader.fill():
        pass
    wrapped = _WRAPPED.match(reader.text) or _ARRAY.match(reader.text)
    if wrapped:
        reader.skip(wrapped.end())
    while reader.begins():
        if wrapped and reader.text[reader.place] == "]":
            return
        yield reader.value()


class _Reader:
    """The text around the value that is read: no more of the file is held."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.text = ""
        self.place = 0
        self._line = 1

    def fill(self) -> bool:
        """One more line; whether there was one."""
        more = next(self._lines, None)
        if more is None:
            return False
        self.text = self.text[self.place :] + more
        self.place = 0
        return True

    def skip(self, end: int) -> None:
        """What is before `end` is done."""
        self._line += self.text.count("\n", self.place, end)
        self.place = end

    def begins(self) -> bool:
        """Go to where the next value begins; whether there is one."""
        while True:
            self.skip(_SPACE.match(self.text, self.place).end())  # type: ignore[union-attr]
            if self.place < len(self.text):
                return True
            if not self.fill():
                return False

    def value(self) -> Item:
        """The value that begins here, or the rest of its line as none."""
        line, wait = self._line, 0
        while True:
            try:
                found, end = _DECODER.raw_decode(self.text, self.place)
            except (ValueError, RecursionError) as error:
                more = len(self.text) - self.place
                if isinstance(error, ValueError) and more < _LARGEST and self._wants_more(error, wait):
                    wait = more * 2 if more > wait else wait
                    continue
                return self._broken(line, error)
            self.skip(end)
            if isinstance(found, dict):
                return Item(line, found)
            return Item(line, None, f"this is no object but {json.dumps(found)[:40]}")

    def _wants_more(self, error: ValueError, wait: int) -> bool:
        """Whether the value may go on in the next lines, which are taken then: twice as many each time."""
        at = getattr(error, "pos", 0)
        rest = self.text[at:].strip()
        open_text = "Unterminated string" in str(error)
        if rest and not open_text:
            return False
        if open_text and self.text.rstrip("\r\n") != self.text and "\n" in self.text[at:]:
            return False
        some = False
        while self.fill():
            some = True
            if len(self.text) >= wait:
                break
        return some

    def _broken(self, line: int, error: Exception) -> Item:
        end = self.text.find("\n", self.place)
        self.skip(len(self.text) if end < 0 else end + 1)
        said = getattr(error, "msg", None) or "nested too deep"
        return Item(line, None, f"this is not JSON: {said}")
