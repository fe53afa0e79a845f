"""The language of rules: phrases of words.

`mailbox (is |was |)full` is one of several; `quota*` is any word that begins so; `...` is up to four
words, whatever they are. Case, accents and punctuation do not count, as in `folding`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtui.diagnosis.folding import fold

GAP = "..."
MOST = 60
"""Elements of a phrase, and alternatives of an element, at most."""
_PIECE = re.compile(r"\(([^()]*)\)|([^()]+)")
_BALANCED = re.compile(r"[^()]*+(?:\([^()]*+\)[^()]*+)*+")
_BEGINNING = 3
"""Letters that a word with a star has at least."""


class PhraseError(ValueError):
    """A phrase that cannot be."""


class Element(NamedTuple):
    """One place in a phrase."""

    choices: tuple[tuple[str, ...], ...]
    """What may stand here, each one or more words; a word may end in a star."""
    optional: bool
    gap: bool
    """Whether other words may stand before it."""


class Phrase(NamedTuple):
    """A phrase, taken apart."""

    text: str
    elements: tuple[Element, ...]

    @property
    def fewest(self) -> int:
        """Letters that whatever it matches has at least."""
        return sum(
            min(sum(map(len, choice)) for choice in element.choices)
            for element in self.elements
            if not element.optional
        )


def compiled(text: str) -> Phrase:
    """The phrase that `text` says; PhraseError when it says none."""
    if not _BALANCED.fullmatch(text):
        raise PhraseError("has parentheses that do not match")
    elements: list[Element] = []
    gap = False
    for piece in _PIECE.finditer(text):
        if piece[1] is not None:
            elements.append(_group(piece[1], gap))
            gap = False
            continue
        for part in piece[2].replace(GAP, f" {GAP} ").split():
            if part == GAP:
                gap = bool(elements)
                continue
            for word in _words(part):
                elements.append(Element(((word,),), False, gap))
                gap = False
    _check(elements, gap)
    return Phrase(text, tuple(elements))


def _group(text: str, gap: bool) -> Element:
    choices = [tuple(word for part in choice.split() for word in _words(part)) for choice in text.split("|")]
    return Element(tuple(choice for choice in choices if choice), () in choices, gap)


def _words(part: str) -> list[str]:
    words = fold(part).split()
    if part.endswith("*") and words:
        if len(words[-1]) < _BEGINNING:
            raise PhraseError(f"has {part!r}: write at least {_BEGINNING} letters before a star")
        words[-1] += "*"
    return words


def _check(elements: list[Element], gap: bool) -> None:
    if gap or not any(not element.optional for element in elements):
        raise PhraseError("has no word to look for" if not gap else f"ends with {GAP}")
    if len(elements) > MOST or any(len(element.choices) > MOST for element in elements):
        raise PhraseError(f"is too long: more than {MOST} words or choices")
