"""Everything known about one thing, as lines with a cursor: headings are passed over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from rich.style import Style
from textual.strip import Strip

from mailtui.ui.rendering import strip
from mailtui.ui.tones import Run
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Styles, sign

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow


class Lined(Protocol):
    """A line of such a page."""

    @property
    def runs(self) -> tuple[Run, ...]: ...

    @property
    def bad(self) -> bool: ...

    @property
    def stands(self) -> bool: ...


L = TypeVar("L", bound=Lined)


class LinePage(RowList, Generic[L]):
    """Base of such pages. A subclass makes the lines for a width, in `make`."""

    lines: Sequence[L] = ()

    def make(self, cells: int) -> Sequence[L] | None:
        """The lines, each at most `cells` wide; None when there is nothing yet."""
        raise NotImplementedError

    def fill(self) -> None:
        """Make the lines again; the cursor stays on its line."""
        cells = self.scrollable_content_region.width - 1
        lines = self.make(cells) if cells >= 1 else None
        if lines is None or lines == self.lines:
            return
        here, below = self.line, self.cursor - self.scroll_offset.y
        place = _nearest(lines, here, self.cursor)
        self.lines = lines
        self._resize()
        self._go(place, below)

    @property
    def line(self) -> L | None:
        """What the cursor is on."""
        return self.lines[self.cursor] if 0 <= self.cursor < len(self.lines) else None

    def next_bad(self, step: int) -> int | None:
        """The place of the next (1) or previous (-1) line that is not well."""
        places = range(self.cursor + step, self.count if step > 0 else -1, step)
        return next((place for place in places if self.lines[place].bad), None)

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002
        return ()

    def stands(self, place: int) -> bool:
        return self.lines[place].stands

    def move(self, rows: int) -> None:
        """Move the cursor by so many lines; headings are passed over."""
        step = 1 if rows > 0 else -1
        place = self.cursor
        for _ in range(abs(rows)):
            ahead = range(place + step, self.count if step > 0 else -1, step)
            place = next((found for found in ahead if self.stands(found)), place)
        self.move_to(place)

    def _go(self, place: int, below: int) -> None:
        """Like every list, but with the headings right above the line."""
        above = range(self._standing(place) - 1, -1, -1)
        titles = sum(1 for _ in takewhile(lambda number: not self.stands(number), above))
        super()._go(place, max(below, min(titles, self._height - 1)))

    # -- painting --------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self._repaint()
        self.fill()

    def header_line(self) -> Strip:
        return Strip.blank(self.scrollable_content_region.width, self.rich_style)

    def paint(self, place: int, *, cursor: bool) -> Strip:
        styles = self._styles_now
        parts: list[tuple[str, Style | None]] = [(sign(self.look, cursor=cursor), None)]
        parts += self.painted(self.lines[place], styles, cursor=cursor)
        base = styles.cursor if cursor else styles.base
        return strip(parts, self.scrollable_content_region.width, base)

    def painted(self, line: L, styles: Styles, *, cursor: bool) -> list[tuple[str, Style | None]]:  # noqa: ARG002
        """The runs of a line in their styles."""
        return [(text, styles.tones[tone]) for text, tone in line.runs]


def _nearest(lines: Sequence[L], here: L | None, place: int) -> int:
    """Where the same line is now, next to the place it had."""
    same = [number for number, line in enumerate(lines) if line == here]
    return min(same, key=lambda number: abs(number - place), default=min(place, len(lines) - 1))
