"""The records to publish as lines of a zone file, whole."""

from __future__ import annotations

from mailtui.ui import rendering
from mailtui.ui.tones import Page, Run
from mailtui.ui.words import Tone


class ZonePanel(Page):
    """Shows the zone snippet; a long record is wrapped, never cut."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.zone = ""

    def show(self, zone: str) -> None:
        """Show these lines."""
        if zone != self.zone:
            self.zone = zone
            self.rewrap(top=True)

    def on_mount(self) -> None:
        """Whose lines these are."""
        self.border_title = rendering.content("zone file to publish; P hides it")

    def lines(self, cells: int) -> list[list[Run]]:
        if not self.zone:
            return [[("There is nothing to publish.", Tone.DIM)]]
        return [[(row, Tone.PLAIN)] for line in self.zone.split("\n") for row in rendering.wrap(line, cells)]
