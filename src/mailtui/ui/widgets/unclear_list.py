"""The list of lines that were not understood."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from mailtui.model.view import RowKey, SearchRow
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.unclear import UnclearKey, UnclearLine

WIDE = 110


class UnclearList(RowList):
    """Holds the lines that were read so far; its screen reads more when the cursor comes near the end."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.lines: list[UnclearLine] = []

    def show(self, lines: Sequence[UnclearLine]) -> None:
        """Show these instead; the cursor stays on its line."""
        if list(lines) == self.lines:
            return
        here = self.line
        self.lines = list(lines)
        self._resize()
        keys = [line.key for line in self.lines]
        if here is not None and here.key in keys and self.cursor:
            self.move_to(keys.index(here.key))
        else:
            self.move_to(min(self.cursor, max(0, len(keys) - 1)))

    def add(self, lines: Sequence[UnclearLine]) -> None:
        """Older ones, at the end."""
        self.lines.extend(lines)
        self._resize()

    @property
    def line(self) -> UnclearLine | None:
        """The line under the cursor."""
        return self.lines[self.cursor] if 0 <= self.cursor < len(self.lines) else None

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002
        return ()

    def item(self, place: int) -> UnclearKey:
        return self.lines[place].key

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _line_painter(self) -> Painter[UnclearLine]:
        cells = self.scrollable_content_region.width
        return Painter(_columns(cells), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_line_painter", None)

    def header_line(self) -> Strip:
        return self._line_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self._line_painter.row(self.lines[place], cursor=cursor, word=self.word)


def _columns(width: int) -> tuple[Column[UnclearLine], ...]:
    wide = width >= WIDE
    head = [Column("TIME", 19 if wide else 11, _full_time if wide else _time)]
    if wide:
        head.append(Column("SERVER", 14, _server, middle=True))
    rest = width - 1 - sum(column.width + 1 for column in head)
    return (*head, Column("NOT UNDERSTOOD", max(4, rest), _text))


def _time(line: UnclearLine, look: Look) -> Cell:
    return words.short_stamp(line.key.time, look), Tone.DIM


def _full_time(line: UnclearLine, look: Look) -> Cell:
    return words.stamp(line.key.time, look), Tone.DIM


def _server(line: UnclearLine, _: Look) -> Cell:
    return line.server, Tone.PLAIN


def _text(line: UnclearLine, _: Look) -> Cell:
    return line.raw.data.decode("utf-8", "surrogateescape"), Tone.PLAIN
