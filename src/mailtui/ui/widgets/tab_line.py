"""The saved searches as tabs above the query line, each with the number of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui.rendering import width
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, Run, paint
from mailtui.ui.words import Tone, brief

FREE = ""
"""The name of the first tab: whatever else is in the query line."""
GAP = "  "


class TabLine(Widget):
    """One line; the tab that is on is in brackets, so that it is seen without colour too."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = "TabLine { height: 1; display: none;" + TONE_CSS + "}"

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self.names: Sequence[str] = ()
        """The saved searches, in the order of their file."""
        self.here = FREE
        """The tab that is on."""
        self._counts: Mapping[str, str] = {}

    def show(self, names: Sequence[str], here: str, counts: Mapping[str, str]) -> None:
        """Paint anew what differs."""
        now = (tuple(names), here, dict(counts))
        if now != (tuple(self.names), self.here, dict(self._counts)):
            self.names, self.here, self._counts = tuple(names), here, dict(counts)
            self.display = bool(names)
            self.refresh()

    def beside(self, step: int) -> str:
        """The tab so many places on, around the end."""
        tabs = [FREE, *self.names]
        place = tabs.index(self.here) if self.here in tabs else 0
        return tabs[(place + step) % len(tabs)]

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        runs = [run for tab in self._shown() for run in self._runs(tab)]
        return paint(self, runs, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """The tab under the mouse."""
        left = 0
        for tab in self._shown():
            left += sum(width(text) for text, _ in self._runs(tab))
            if event.x < left:
                self.post_message(self.Chosen(tab))
                return

    def _shown(self) -> list[str]:
        """The tabs from the first that lets the one that is on be seen too."""
        tabs = [FREE, *self.names]
        while len(tabs) > 1 and self.here in tabs[1:] and not self._fits(tabs[: tabs.index(self.here) + 1]):
            tabs = tabs[1:]
        return tabs

    def _fits(self, tabs: Sequence[str]) -> bool:
        return sum(width(text) for tab in tabs for text, _ in self._runs(tab)) <= self.size.width

    def _runs(self, tab: str) -> list[Run]:
        on = tab == self.here
        said = f"@{tab}" if tab else "search"
        number = self._counts.get(tab, "")
        return [
            (f"[{said}" if on else f" {said}", Tone.STRONG if on else Tone.PLAIN),
            (f" {number}" if number else "", Tone.STRONG if on else Tone.DIM),
            ("]" if on else " ", Tone.STRONG),
        ]


def counted(value: int, *, exact: bool) -> str:
    """A number that may be more."""
    return brief(value) if exact else f"{brief(value)}+"
