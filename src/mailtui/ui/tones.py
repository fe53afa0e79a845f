"""Tones for widgets that paint strips: each tone is a component class, so the theme says its colour.

class Timeline(ScrollView):
    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = "Timeline {" + TONE_CSS + "}"

    ...  tone_style(self, Tone.FAILED)
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui import rendering
from mailtui.ui.words import Tone

TONE_CLASSES = {f"tone--{tone}" for tone in Tone}
TONE_CSS = """
    & > .tone--good { color: $success; }
    & > .tone--waiting { color: $warning; }
    & > .tone--failed { color: $error; text-style: bold; }
    & > .tone--dim { text-style: dim; }
    & > .tone--strong { text-style: bold; }
    & > .tone--tag { color: $accent; }
    & > .tone--tag-red { color: ansi_red; }
    & > .tone--tag-yellow { color: ansi_yellow; }
    & > .tone--tag-green { color: ansi_green; }
    & > .tone--tag-cyan { color: ansi_cyan; }
    & > .tone--tag-blue { color: ansi_blue; }
    & > .tone--tag-magenta { color: ansi_magenta; }
"""
"""Rules for the inside of a widget's own rule in its DEFAULT_CSS."""

Run = tuple[str, Tone]
"""A run of text in one tone; the text may be hostile, painting makes it safe."""


def tone_style(widget: Widget, tone: Tone) -> Style:
    """The style of a tone in the widget's theme, without background."""
    if tone is Tone.PLAIN:
        return Style.null()
    style = widget.get_component_rich_style(f"tone--{tone}", partial=True)
    return Style(color=style.color, bold=style.bold, dim=style.dim)


def paint(widget: Widget, runs: list[Run], cells: int, base: Style) -> Strip:
    """A strip of exactly `cells` cells from runs of text in their tones, on `base`."""
    return rendering.strip([(text, tone_style(widget, tone)) for text, tone in runs], cells, base)


class Page(ScrollView, inherit_bindings=False):
    """Lines of toned text, wrapped by a subclass in `lines` so that a scroll bar never hides their ends."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES
    DEFAULT_CSS = "Page { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;" + TONE_CSS + "}"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[list[Run]] = []
        self._width = 0

    def lines(self, cells: int) -> list[list[Run]]:
        """What to show, each line at most `cells` wide."""
        raise NotImplementedError

    def rewrap(self, *, top: bool = False) -> None:
        """Lay the lines out again for the present width; `top` also scrolls back to the first."""
        self._width = max(0, self.size.width - 1)
        self._lines = self.lines(self._width) if self._width else []
        self.virtual_size = Size(self._width, len(self._lines))
        if top:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.refresh()

    def on_resize(self) -> None:
        if self.size.width - 1 != self._width:
            self.rewrap()

    def render_line(self, y: int) -> Strip:
        cells, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        if number >= len(self._lines):
            return Strip([Segment(" " * cells, self.rich_style)], cells)
        return paint(self, self._lines[number], cells, self.rich_style)

    def move(self, rows: int) -> None:
        """Scroll by some lines."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, immediate=True, force=True)

    def move_page(self, pages: int) -> None:
        """Scroll by screenfuls."""
        self.move(pages * max(1, self.scrollable_content_region.height - 1))

    def turn(self, pages: int) -> bool:
        """Scroll by screenfuls, where there is more to see; whether there was."""
        last = len(self._lines) - self.scrollable_content_region.height
        more = self.scroll_offset.y < last if pages > 0 else self.scroll_offset.y > 0
        if more:
            self.move_page(pages)
        return more

    def move_to(self, line: int) -> None:
        """Scroll to a line, as far as there are any."""
        self.scroll_to(y=min(line, len(self._lines)), animate=False, immediate=True, force=True)
