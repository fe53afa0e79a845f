"""Everything known about a domain as lines with a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from mailtui.model.visible import shown
from mailtui.ui.rendering import strip
from mailtui.ui.widgets.domain_checks import checks
from mailtui.ui.widgets.domain_course import failures, history, senders, spf
from mailtui.ui.widgets.domain_lines import PageLine, flat
from mailtui.ui.widgets.domain_mending import publishing, to_mend
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import sign
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail
    from mailtui.model.view import RowKey, SearchRow


def page_lines(
    detail: DomainDetail, rows: Sequence[SearchRow] | None, cells: int, look: Look
) -> list[PageLine]:
    """All sections: what is wrong, what mends it, the rest."""
    rows = shown(rows)
    found = flat(
        (
            to_mend(detail, cells, look),
            publishing(detail, cells, look),
            checks(detail, cells, look),
            spf(detail, cells, look),
            senders(detail, cells, look),
            failures(detail, rows, cells, look),
            history(detail.changes, cells, look),
        )
    )
    return found[1:]


class DomainPage(RowList):
    """Shows one domain."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.lines: Sequence[PageLine] = ()
        self._detail: DomainDetail | None = None
        self.failures: Sequence[SearchRow] | None = None

    def show(self, detail: DomainDetail, rows: Sequence[SearchRow] | None = None) -> None:
        """Show this domain; the cursor stays on its line."""
        self._detail = detail
        self.failures = self.failures if rows is None else rows
        self._fill()

    def _fill(self) -> None:
        cells = self.scrollable_content_region.width - 1
        if self._detail is None or cells < 1:
            return
        here, below = self.line, self.cursor - self.scroll_offset.y
        lines = page_lines(self._detail, self.failures, cells, self.look)
        if lines == self.lines:
            return
        place = _nearest(lines, here, self.cursor)
        self.lines = lines
        self._resize()
        self._go(place, below)

    @property
    def line(self) -> PageLine | None:
        """What the cursor is on."""
        return self.lines[self.cursor] if 0 <= self.cursor < len(self.lines) else None

    def next_bad(self, step: int) -> int | None:
        """The place of the next (1) or previous (-1) thing to mend."""
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
        self._fill()

    def header_line(self) -> Strip:
        return Strip.blank(self.scrollable_content_region.width, self.rich_style)

    def paint(self, place: int, *, cursor: bool) -> Strip:
        styles = self._styles_now
        line = self.lines[place]
        mark = sign(self.look, cursor=cursor)
        parts: list[tuple[str, Style | None]] = [(mark, None)]
        parts += [(text, styles.tones[tone]) for text, tone in line.runs]
        base = styles.cursor if cursor else styles.base
        return strip(parts, self.scrollable_content_region.width, base)


def _nearest(lines: Sequence[PageLine], here: PageLine | None, place: int) -> int:
    """Where the same line is now, next to the place it had."""
    same = [number for number, line in enumerate(lines) if line == here]
    return min(same, key=lambda number: abs(number - place), default=min(place, len(lines) - 1))
