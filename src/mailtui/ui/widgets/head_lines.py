"""A few rows above a list or a timeline: what the screen is about, the most important first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui.remarks import note_line, whole
from mailtui.ui.rendering import safe, width
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, Run, paint
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.work import Remarks

LABEL = 9

Line = tuple[list[Run], list[Run]]
"""A row of the head: what stands at the left, and what is kept whole at the right edge."""


class HeadLines(Widget):
    """As many rows as there is something to say."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = "HeadLines { height: auto; padding: 0 1;" + TONE_CSS + "}"

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self._lines: list[Line] = []

    def put(self, lines: Sequence[Line]) -> None:
        """Show these rows."""
        if lines != self._lines:
            self._lines = list(lines)
            self.styles.height = len(self._lines)
            self.refresh(layout=True)

    def plain(self) -> list[str]:
        """The head in full, as safe text."""
        return [
            safe("  ".join("".join(text for text, _ in end) for end in line if end)) for line in self._lines
        ]

    def render_line(self, y: int) -> Strip:
        if y >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        left, right = self._lines[y]
        cells, base = self.size.width, Style.null() + self.rich_style
        kept = sum(width(safe(text)) for text, _ in right)
        if not right or kept + 2 > cells:
            return paint(self, left, cells, base)
        ends = (
            paint(self, left, cells - kept - 2, base),
            paint(self, [("  ", Tone.PLAIN), *right], kept + 2, base),
        )
        return Strip.join(ends)


def remark_lines(remarks: Remarks, look: Look) -> list[Line]:
    """Tags and how many notes, where there are any; the newest note, where it was read, below them."""
    runs = whole(remarks, look)
    newest = [labelled("note", (note_line(note, look), Tone.PLAIN)) for note in remarks.notes[-1:]]
    return [labelled("tags", *runs), *newest] if runs else []


def labelled(label: str, *runs: Run) -> Line:
    """A row that begins with a word for what it says."""
    return [(f"{label} ".ljust(LABEL), Tone.DIM), *runs], []
