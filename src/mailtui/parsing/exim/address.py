"""The address part of a delivery line: `FINAL [(PARENT, ...)] [<ORIGINAL>]`.

FINAL is logged without quotes, so `"x R=z"@good.example` stands there as `x r=z@good.example`: it is
no token. Where a quoted original stands beside it, the two must say the same; that is tried first.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mailtui.parsing.exim import escapes
from mailtui.parsing.exim.fields import ANGLE, QUOTED

_BOUNDARY = re.compile(
    r"(?= (?:[FPQRTSHCIXA]|ST|QT|DT|CV|DN|PS|PRX|SNI|DKIM)=| (?:K|L|PRDR)(?: |\Z)"
    r"| : | :\Z|: |:\Z|\Z| (?:routing )?defer \()"
)
_INSIDE = re.compile(r"(?= (?:F|Q|R|T|H)=| : |: | (?:routing )?defer \()")
_PARENTS = re.compile(r" \(([^()]*)\)(?= <)")
_LISTED = re.compile(r'(?:"(?:[^"\\]++|\\.)*+"|[^",])+', re.DOTALL)
_MOST = 32


class Address(NamedTuple):
    """An address as logged; `end` is where it ends in the text."""

    final: str
    parents: tuple[str, ...]
    original: str | None
    end: int

    def fill(self, found: dict[str, Any]) -> None:
        """Put the address into the fields of an event."""
        found["address"] = self.final
        if self.original is not None:
            found["original_address"] = self.original
        if self.parents:
            found["parent_addresses"] = self.parents


def read(text: str, start: int) -> Address:
    """The address that begins at `start`."""
    return _quoted_original(text, start) or _command_or_file(text, start) or _plain(text, start)


def sender(text: str, start: int) -> tuple[str, int]:
    """The bare envelope sender at `start` (`<>` is the empty one) and where it ends."""
    if text.startswith("<>", start):
        return "", start + 2
    end = _word_end(text, start)
    return text[start:end], end


def split_list(text: str) -> tuple[str, ...]:
    """The addresses after `for`, separated by spaces; a quoted local part may hold some."""
    return tuple(_RECIPIENT.findall(text)) if '"' in text else tuple(text.split(" "))


_RECIPIENT = re.compile(r'(?:"(?:[^"\\]++|\\.)*+"|[^ "]|")(?:[^ "]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)


def _quoted_original(text: str, start: int) -> Address | None:
    at = start
    for _ in range(4):
        at = text.find(' <"', at + 1)
        if at < 0:
            return None
        found = ANGLE.match(text, at + 1)
        if found is None or not _BOUNDARY.match(text, found.end()):
            continue
        final, parents = _split_parents(text[start:at])
        if _same(final, found[1]):
            return Address(final, parents, found[1], found.end())
    return None


def _same(final: str, original: str) -> bool:
    """Whether a quoted original is the address (or only the local part) of `final`, quotes aside."""
    local = QUOTED.match(original)
    if local is None:
        return False
    bare = escapes.unquote(local[1])
    return final.lower() in (bare.lower(), (bare + original[local.end() :]).lower())


def _command_or_file(text: str, start: int) -> Address | None:
    """`|command`, `/file`, `>autoreply`: may hold anything, and always name their original."""
    return _with_original(text, start) if text[start : start + 1] in ("|", "/", ">") else None


def _plain(text: str, start: int) -> Address:
    word = _word_end(text, start)
    if text[word - 1 : word] == ":" and word - 1 > start and text[start] != ":":
        return Address(text[start : word - 1], (), None, word - 1)
    if text.startswith(" <", word):
        found = ANGLE.match(text, word + 1)
        if found and _BOUNDARY.match(text, found.end()):
            return Address(text[start:word], (), found[1], found.end())
    if text.startswith(" (", word):
        return _with_original(text, start) or Address(text[start:word], (), None, word)
    if _BOUNDARY.match(text, word):
        return Address(text[start:word], (), None, word)
    return _with_original(text, start) or _up_to_field(text, start)


def _up_to_field(text: str, start: int) -> Address:
    """FINAL with spaces and nothing beside it: up to the first field or message, or else its first word."""
    found = _INSIDE.search(text, start)
    end = found.start() if found else _word_end(text, start)
    return Address(text[start:end], (), None, end)


def _with_original(text: str, start: int) -> Address | None:
    """FINAL up to the first ` <...>` that a field, a message or the end of the line follows."""
    at = start
    for _ in range(_MOST):
        at = text.find(" <", at)
        if at < 0:
            return None
        found = ANGLE.match(text, at + 1)
        if found and _BOUNDARY.match(text, found.end()):
            final, parents = _split_parents(text[start:at])
            return Address(final, parents, found[1], found.end())
        at += 1
    return None


def _split_parents(text: str) -> tuple[str, tuple[str, ...]]:
    """`FINAL (a, b)` as FINAL and its parents."""
    at = text.rfind(" (")
    if at < 0 or not text.endswith(")"):
        return text, ()
    return text[:at], tuple(part.strip(" ") for part in _LISTED.findall(text[at + 2 : -1]))


def _word_end(text: str, start: int) -> int:
    """The end of a word; a quoted local part at its start may hold spaces."""
    at = start
    if text.startswith('"', start):
        found = QUOTED.match(text, start)
        at = found.end() if found else start
    end = text.find(" ", at)
    return len(text) if end < 0 else end
