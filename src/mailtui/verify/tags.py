"""TAGS: `v=DKIM1; k=rsa; p=...`, the form that DKIM, DMARC, MTA-STS, TLS-RPT and BIMI share.

RFC 6376 section 3.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailtui.verify.txt import excerpt

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_ODD = re.compile(r"[^ -~\t\r\n]")
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one record in their order, and what is wrong with its form."""

    pairs: tuple[tuple[str, str], ...]
    """Each name once, in lower case: of two the first."""
    problems: tuple[str, ...] = ()
    """In words; what they are about is not in `pairs`."""
    twice: frozenset[str] = frozenset()
    """Names that occur more than once."""

    def __contains__(self, name: str) -> bool:
        return any(name == one for one, _ in self.pairs)

    def get(self, name: str, default: str = "") -> str:
        """The value of a tag."""
        return next((value for one, value in self.pairs if one == name), default)

    @property
    def first(self) -> tuple[str, str]:
        """The tag in front, where the version belongs."""
        return self.pairs[0] if self.pairs else ("", "")

    def __str__(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.pairs)


def parse(text: str) -> Tags:
    """The tags in a text; never raises. Spaces around names and values do not count."""
    pairs: dict[str, str] = {}
    problems: list[str] = []
    twice = set()
    for piece in _pieces(text):
        name, equals, value = (part.strip(_BLANK) for part in piece.partition("="))
        if problem := _problem(name, equals, value):
            problems.append(problem)
        elif name.lower() in pairs:
            twice.add(name.lower())
            problems.append(f"{name}= is there more than once")
        else:
            pairs[name.lower()] = value
    return Tags(tuple(pairs.items()), tuple(dict.fromkeys(problems)), frozenset(twice))


def _pieces(text: str) -> Iterator[str]:
    """What is between the semicolons; one at the end is no error."""
    pieces = text.split(";")
    if not pieces[-1].strip(_BLANK):
        pieces.pop()
    return iter(pieces)


def _problem(name: str, equals: str, value: str) -> str:
    if not name and not equals:
        return "two semicolons have no tag between"
    if not equals:
        return f"“{excerpt(name, 40)}” is no tag: it has no “=”"
    if not _NAME.fullmatch(name):
        return f"“{excerpt(name, 40)}” is no name of a tag"
    if _ODD.search(value):
        return f"{name}= has a character in it that is not printable ASCII"
    return ""


def canonical(tags: Tags) -> str:
    """One form for equal records: version first, then by name, without spaces in front and behind."""
    rest = sorted(pair for pair in tags.pairs if pair != tags.first)
    return "; ".join(f"{name}={value}" for name, value in (tags.first, *rest) if name)
