"""The file of saved searches, as text: one `name = query` a line, `#` begins a comment. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mailtui.errors import UsageError

NAME = re.compile(r"[\w-]+")
_LINE = re.compile(r"\s*([\w-]+)\s*=\s*(.*?)\s*")
HEAD = "# Saved searches of mailtui: name = query, one a line. In a query @name stands for one of them.\n"
"""The first line of a new file."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name."""

    name: str
    text: str
    line: int
    """Where it stands in the file, from 1."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no saved search."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds."""

    searches: tuple[SavedSearch, ...] = ()
    bad: tuple[BadLine, ...] = ()

    def names(self) -> Mapping[str, str]:
        """Name to query, in the order of the file."""
        return {search.name: search.text for search in self.searches}


def contents(text: str) -> Contents:
    """Every search, and every line that is none; never raises."""
    searches: dict[str, SavedSearch] = {}
    bad: list[BadLine] = []
    for number, line in _lines(text):
        found = _LINE.fullmatch(line)
        if found is None:
            bad.append(BadLine(number, "write it as name = query; names are letters, digits, - and _"))
        elif not found[2]:
            bad.append(BadLine(number, f"{found[1]} has no query"))
        elif found[1] in searches:
            first = searches[found[1]].line
            bad.append(BadLine(number, f"{found[1]} is already on line {first}, which counts"))
        else:
            searches[found[1]] = SavedSearch(found[1], found[2], number)
    return Contents(tuple(searches.values()), tuple(bad))


def with_search(text: str, name: str, query: str) -> str:
    """The text with a search in the place it had, or at the end; everything else stays as it is.

    UsageError when that is no name.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a search", "names are letters, digits, - and _")
    wanted = f"{name} = {' '.join(query.splitlines()).strip()}\n"
    known = {search.name: search.line for search in contents(text).searches}
    lines = text.splitlines(keepends=True)
    if name in known:
        lines[known[name] - 1] = wanted
    else:
        lines = [*_ended(lines), wanted]
    return "".join(lines)


def without(text: str, name: str) -> str:
    """The text without a search; the same when it has none of that name."""
    known = {search.name: search.line for search in contents(text).searches}
    kept = enumerate(text.splitlines(keepends=True), 1)
    return "".join(line for number, line in kept if number != known.get(name))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def _ended(lines: Iterable[str]) -> list[str]:
    """Every line with its end: the last one may have none."""
    return [line if line.endswith(("\n", "\r")) else f"{line}\n" for line in lines]
