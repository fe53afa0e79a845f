"""Paints rows of a list, and its header, as strips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from rich.style import Style
from textual.strip import Strip

from mailtui.model.visible import shown
from mailtui.ui.rendering import Part, fit, strip
from mailtui.ui.tones import Run
from mailtui.ui.widgets.columns import Column, Row, columns
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow

GUTTER = " "
_SIGNS = {(True, False): ("▌", ">"), (False, True): ("●", "*"), (True, True): ("◉", "@")}
PENDING = "..."
GONE = "no longer in the database"


def sign(look: Look, *, cursor: bool, marked: bool = False) -> str:
    """What stands before a row that the cursor is on, that is marked, or both: one cell."""
    signs = _SIGNS.get((cursor, marked))
    return GUTTER if signs is None else signs[look.ascii]


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


class Painter(Generic[Row]):
    """Makes strips of one width for one look. Made anew when either changes."""

    def __init__(self, columns: tuple[Column[Row], ...], width: int, look: Look, styles: Styles) -> None:
        self.columns = columns
        self._width = width
        self._look = look
        self._styles = styles

    def header(self, over: Style) -> Strip:
        """The titles of the columns."""
        titles = (
            (column, [(fit(column.title, column.width, right=column.right), Tone.PLAIN)])
            for column in self.columns
        )
        return strip(self._line(GUTTER, titles), self._width, self._styles.base + over)

    def row(self, row: Row, *, cursor: bool, marked: bool = False, word: str = "") -> Strip:
        """One row; `word` is highlighted in it, without regard to case."""
        row = shown(row)
        cells = ((column, column.cell(row, self._look)) for column in self.columns)
        parts = self._line(sign(self._look, cursor=cursor, marked=marked), cells)
        if word:
            parts = self._highlighted(parts, word)
        return self._strip(parts, cursor=cursor)

    def text(self, text: str, tone: Tone, *, cursor: bool = False, marked: bool = False) -> Strip:
        """A line that is no row."""
        before = sign(self._look, cursor=cursor, marked=marked)
        return self._strip([(f"{before}{text}", self._styles.tones[tone])], cursor=cursor)

    def placeholder(self, *, cursor: bool, marked: bool = False, gone: bool = False) -> Strip:
        """A row that is being read, or is gone."""
        return self.text(GONE if gone else PENDING, Tone.DIM, cursor=cursor, marked=marked)

    def _strip(self, parts: Iterable[Part], *, cursor: bool) -> Strip:
        return strip(parts, self._width, self._styles.cursor if cursor else self._styles.base)

    def _line(self, before: str, cells: Iterator[tuple[Column[Row], list[Run]]]) -> Iterator[Part]:
        yield before, self._styles.tones[Tone.DIM] if before == GUTTER else None
        for column, runs in cells:
            yield from self._before(column)
            yield from ((text, self._styles.tones[tone]) for text, tone in runs[:-1])
            text, tone = runs[-1]
            yield text if column is self.columns[-1] else f"{text} ", self._styles.tones[tone]

    def _before(self, column: Column[Row]) -> Iterator[Part]:  # noqa: ARG002
        """What stands in front of a cell."""
        return iter(())

    def _highlighted(self, parts: Iterator[Part], word: str) -> Iterator[Part]:
        pattern = re.compile(f"({re.escape(word)})", re.IGNORECASE)
        for text, style in parts:
            for number, piece in enumerate(pattern.split(text)):
                yield piece, (style or Style.null()) + self._styles.found if number % 2 else style


class RowPainter(Painter["SearchRow"]):
    """Paints search rows."""

    def __init__(self, width: int, look: Look, styles: Styles, *, causes: bool = False) -> None:
        """`causes`: with class and side, where there is room."""
        self._arrow = "-> " if look.ascii else "→ "
        super().__init__(columns(width, len(self._arrow), causes=causes), width, look, styles)

    def _before(self, column: Column[SearchRow]) -> Iterator[Part]:
        if column.title == "TO":
            yield self._arrow, None
