"""Log lines as they were written, with the file and line number each stands at; wrapped, never cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mailtui.model.visible import shown
from mailtui.ui import rendering
from mailtui.ui.tones import Page, Run
from mailtui.ui.widgets.facts import place
from mailtui.ui.words import Tone

if TYPE_CHECKING:
    from mailtui.model.view import RawLine

INDENT = "  "


class RawLines(Page):
    """Shows raw records: the place of each, then its bytes, indented."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.records: tuple[RawLine, ...] = ()

    def show(self, records: Iterable[RawLine], title: str) -> None:
        """Show these records, and `title` on the border: whose they are."""
        found = shown(tuple(records))
        self.border_title = rendering.content(title)
        if found != self.records or not found:
            self.records = found
            self.rewrap(top=True)

    def reveal(self, records: Sequence[RawLine]) -> None:
        """Scroll to the first of these records."""
        if records and records[0] in self.records:
            before = self.records[: self.records.index(records[0])]
            self.move_to(sum(len(_record_lines(record, self.size.width - 1)) for record in before))

    def lines(self, cells: int) -> list[list[Run]]:
        if not self.records:
            return [[("No log line is kept for this row.", Tone.DIM)]]
        return [line for record in self.records for line in _record_lines(record, cells)]


def _record_lines(record: RawLine, cells: int) -> list[list[Run]]:
    text = record.data.decode("utf-8", "surrogateescape")
    where = [[(row, Tone.DIM)] for row in rendering.wrap(place(record), cells)]
    rows = rendering.wrap(text, cells - len(INDENT))
    return [*where, *([(INDENT + row, Tone.PLAIN)] for row in rows)]
