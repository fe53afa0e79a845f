"""Cutting a query into words, quoted texts, regular expressions. The place moves only forward."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailtui.errors import QueryError

_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_SLASHED = re.compile(r"/([^/\\]*+(?:\\.[^/\\]*+)*+)/", re.DOTALL)
_WORD = re.compile(r'[^\s()"]+')
_VALUE = re.compile(r'[^\s()",]+')
_SIGN = re.compile(r"[<>]=?|=")
_EQUALS = re.compile("=")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One value as it was written."""

    text: str
    """Without quotes or slashes, escapes resolved."""
    position: int
    length: int
    sign: str = ""
    """`=`, `>`, `>=`, `<` or `<=` before it."""
    quoted: bool = False
    pattern: bool = False

    @property
    def shown(self) -> str:
        """The text as far as an error has room for it."""
        return shortened(self.text)

    def error(self, title: str, hint: str = "") -> QueryError:
        return QueryError(title, self.position, self.length, hint)


def shortened(text: str) -> str:
    """At most 40 characters of a text."""
    return text if len(text) <= 40 else f"{text[:39]}…"


class Pieces:
    """A place in the text of a query."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def skip_space(self) -> None:
        self.at = _end(_SPACE, self.text, self.at)

    def peek(self) -> str:
        """The next character, '' at the end."""
        return self.text[self.at : self.at + 1]

    def at_boundary(self) -> bool:
        """Whether a term may end here."""
        return self.peek() in ("", ")") or self.peek().isspace()

    def word(self) -> str:
        """The word from here on (with its commas and colons), not yet taken."""
        found = _WORD.match(self.text, self.at)
        return found[0] if found else ""

    def quoted(self) -> Piece:
        """The quoted text that begins here."""
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            raise QueryError("This quote is never closed", self.at, 1, 'Close it: "mailbox full"')
        self.at = found.end()
        text = _ESCAPE.sub(lambda hit: _MEANT.get(hit[1], hit[0]), found[1])
        return Piece(text, found.start(), len(found[0]), quoted=True)

    def slashed(self) -> Piece | None:
        """The regular expression that begins here and ends where a term may end; None when there is none."""
        found = _SLASHED.match(self.text, self.at)
        if found is None:
            return None
        after = self.text[found.end() : found.end() + 1]
        if after not in ("", ")", ",") and not after.isspace():
            return None
        self.at = found.end()
        source = _ESCAPE.sub(lambda hit: "/" if hit[1] == "/" else hit[0], found[1])
        return Piece(source, found.start(), len(found[0]), pattern=True)

    def value(self, *, compared: bool, patterns: bool) -> Piece | None:
        """One value of a field, after its sign; None when there is nothing."""
        start = self.at
        sign = (_SIGN if compared else _EQUALS).match(self.text, start)
        self.at = sign.end() if sign else start
        if self.peek() == '"':
            piece = self.quoted()
        elif patterns and not sign and self.peek() == "/":
            piece = self._needed_slashed()
        else:
            found = _VALUE.match(self.text, self.at)
            if found is None:
                return None
            self.at = found.end()
            piece = Piece(found[0], found.start(), len(found[0]))
        length = self.at - start
        return Piece(piece.text, start, length, sign[0] if sign else "", piece.quoted, piece.pattern)

    def _needed_slashed(self) -> Piece:
        piece = self.slashed()
        if piece is None:
            raise QueryError(
                "This regular expression is not closed",
                self.at,
                1,
                r"Write /over ?quota/, with \/ for a slash inside; to search for a slash itself use quotes",
            )
        return piece


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
