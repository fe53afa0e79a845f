"""Paints rows of the message list, and its header, as strips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from mailtui.ui.rendering import Part, fit, strip
from mailtui.ui.widgets.columns import Column, columns
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow

GUTTER, MARK, ASCII_MARK = " ", "▌", ">"
PENDING = "..."
GONE = "no longer in the database"


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a list, as its theme has them."""

    tones: dict[Tone, Style]
    base: Style
    """Lies under everything."""
    cursor: Style
    """Lies under the whole row that the cursor is on."""
    found: Style
    """Lies over the highlighted word."""


class RowPainter:
    """Makes strips of one width for one look. Made anew when either changes."""

    def __init__(self, width: int, look: Look, styles: Styles) -> None:
        self._arrow = "-> " if look.ascii else "→ "
        self.columns = columns(width, len(self._arrow))
        self._width = width
        self._look = look
        self._styles = styles

    def header(self, over: Style) -> Strip:
        """The titles of the columns."""
        titles = (
            (column, (fit(column.title, column.width, right=column.right), Tone.PLAIN))
            for column in self.columns
        )
        return strip(self._line(GUTTER, titles), self._width, self._styles.base + over)

    def row(self, row: SearchRow, *, cursor: bool, word: str = "") -> Strip:
        """One row; `word` is highlighted in it, without regard to case."""
        cells = ((column, column.cell(row, self._look)) for column in self.columns)
        parts = self._line(self._mark(cursor), cells)
        if word:
            parts = self._highlighted(parts, word)
        return strip(parts, self._width, self._styles.cursor if cursor else self._styles.base)

    def placeholder(self, *, cursor: bool, gone: bool = False) -> Strip:
        """A row that is being read, or is gone."""
        text = f"{self._mark(cursor)}{GONE if gone else PENDING}"
        parts = [(text, self._styles.tones[Tone.DIM])]
        return strip(parts, self._width, self._styles.cursor if cursor else self._styles.base)

    def _mark(self, cursor: bool) -> str:
        if not cursor:
            return GUTTER
        return ASCII_MARK if self._look.ascii else MARK

    def _line(self, mark: str, cells: Iterator[tuple[Column, tuple[str, Tone]]]) -> Iterator[Part]:
        yield mark, self._styles.tones[Tone.DIM] if mark == GUTTER else None
        for column, (text, tone) in cells:
            if column.title == "TO":
                yield self._arrow, None
            yield text if column is self.columns[-1] else f"{text} ", self._styles.tones[tone]

    def _highlighted(self, parts: Iterator[Part], word: str) -> Iterator[Part]:
        pattern = re.compile(f"({re.escape(word)})", re.IGNORECASE)
        for text, style in parts:
            for number, piece in enumerate(pattern.split(text)):
                yield piece, (style or Style.null()) + self._styles.found if number % 2 else style
