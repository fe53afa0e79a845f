"""Below the page of a campaign: the number under the cursor in words, and the query that it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui.rendering import query_text
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, Run, paint
from mailtui.ui.words import Tone

if TYPE_CHECKING:
    from mailtui.ui.widgets.campaign_lines import Spot

NOTHING = "no number here: up and down, then left and right, go to one"


class NumberLine(Widget):
    """One line."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = (
        "NumberLine { dock: bottom; height: 1; margin-bottom: 1; padding: 0 1; background: $surface;"
        + TONE_CSS
        + "}"
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._runs: list[Run] = []

    def show(self, spot: Spot | None) -> None:
        """Say what `enter` opens."""
        runs: list[Run] = [(NOTHING, Tone.DIM)]
        if spot is not None:
            said, query = (f"{spot.says}  ", Tone.PLAIN), (query_text(spot.query), Tone.DIM)
            runs = [("enter ", Tone.STRONG), said, query]
        if runs != self._runs:
            self._runs = runs
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        return paint(self, self._runs, self.size.width, Style.null() + self.rich_style)
