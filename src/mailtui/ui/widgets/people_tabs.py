"""Contacts, lists, segments and templates as tabs, each with how many there are."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui.rendering import width
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, Run, paint
from mailtui.ui.widgets.people_columns import Tab
from mailtui.ui.words import Tone, brief


class PeopleTabs(Widget):
    """One line; the tab that is on is in brackets, so that it is seen without colour too."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = "PeopleTabs { height: 1;" + TONE_CSS + "}"

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self) -> None:
        super().__init__()
        self._here = Tab.CONTACTS
        self._counts: Mapping[str, int] = {}

    def show(self, here: Tab, counts: Mapping[str, int]) -> None:
        """Paint anew what differs."""
        if (here, dict(counts)) != (self._here, dict(self._counts)):
            self._here, self._counts = here, dict(counts)
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        runs = [run for tab in Tab for run in self._runs(tab)]
        return paint(self, runs, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """The tab under the mouse."""
        left = 0
        for tab in Tab:
            left += sum(width(text) for text, _ in self._runs(tab))
            if event.x < left:
                self.post_message(self.Chosen(tab))
                return

    def _runs(self, tab: Tab) -> list[Run]:
        on = tab is self._here
        number = f" {brief(self._counts[tab])}" if tab in self._counts else ""
        return [
            (f"[{tab}" if on else f" {tab}", Tone.STRONG if on else Tone.PLAIN),
            (number, Tone.STRONG if on else Tone.DIM),
            ("]" if on else " ", Tone.STRONG),
        ]
