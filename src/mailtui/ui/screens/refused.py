"""What an act did not change, one by one, and why."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from mailtui.ui.screens.box import Box, Tell


class Refused(Box[None]):
    """Stays until it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
    ]
    KEYS = (("j k", "scroll"), ("esc", "back"))

    def __init__(self, title: str, tell: Tell) -> None:
        super().__init__(title, tell)

    def action_scroll(self, rows: int) -> None:
        """Down (1) or up (-1)."""
        self.query_one("#lines").scroll_relative(y=rows, animate=False)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(None)
