"""CSV (RFC 4180) as rows by the names of their columns; a broken row costs itself only."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
_MOST_LINES = 5_000
"""Of one row: a quote that is not closed takes no more than that."""
_MOST_TEXT = 8 * 1024 * 1024
"""Characters of one cell."""
_LOOKED_AT = 10
_HINT = re.compile(r"\"?sep=([,;|\t])\"?", re.IGNORECASE)


class Cells(NamedTuple):
    """One row of a file."""

    line: int
    """The line that it begins on, from 1."""
    cells: list[str]
    error: str = ""
    """Why it is no row."""


class _Feed:
    """Lines for the reader of the csv module, which can be taken back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self.line = 1
        """The line that the next row begins on."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _MOST_LINES:
            raise csv.Error(f"a quote is not closed within {_MOST_LINES} lines")
        line = self._back.popleft() if self._back else next(self._lines)
        self._taken.append(line)
        return line

    def skip_hint(self) -> None:
        """Excel's own first line, `sep=;`, is no row."""
        first = next(self._lines, None)
        if first is None:
            return
        if _HINT.fullmatch(first.strip()):
            self.line += 1
        else:
            self._back.append(first)

    def row_done(self) -> None:
        """What was taken is a row."""
        self.line += len(self._taken)
        self._taken.clear()

    def row_failed(self) -> None:
        """All but the first line of what was taken is read again."""
        self._back.extendleft(reversed(self._taken[1:]))
        self._taken.clear()
        self.line += 1


def rows(lines: Iterator[str], delimiter: str) -> Iterator[Cells]:
    """The rows of a file, blank ones left out; its first is the heading."""
    csv.field_size_limit(_MOST_TEXT)
    feed = _Feed(lines)
    feed.skip_hint()
    while True:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        line = feed.line
        try:
            for cells in reader:
                line = feed.line
                feed.row_done()
                if any(cell.strip() for cell in cells):
                    yield Cells(line, [cell.strip() for cell in cells])
            return
        except csv.Error as error:
            line = feed.line
            feed.row_failed()
            yield Cells(line, [], f"this is not CSV: {error}")


def delimiter_of(sample: str, known: Callable[[str], bool]) -> str:
    """What stands between the cells: what gives the heading most names that are known, or most cells."""
    lines = sample.splitlines(keepends=True)[: _LOOKED_AT * 10]
    hint = _HINT.fullmatch(lines[0].strip()) if lines else None
    if hint is not None:
        return hint[1]

    def worth(delimiter: str) -> tuple[int, int]:
        found = [row.cells for row in rows(iter(lines), delimiter) if row.cells][:_LOOKED_AT]
        names = found[0] if found else []
        alike = sum(len(cells) == len(names) for cells in found)
        return sum(map(known, names)), len(names) if alike > len(found) // 2 else 0

    return max(DELIMITERS, key=worth)
