"""A line of text at the bottom of a screen: a filter, a domain to add."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from mailtui.ui.widgets.query_input import QueryInput


class BottomLine(QueryInput):
    """Hidden until it is wanted; `esc` leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.do('go.leave')", show=False)]
    DEFAULT_CSS = """
    BottomLine { display: none; dock: bottom; margin-bottom: 1; padding: 0 1; background: $surface; }
    """

    def open(self) -> None:
        """Show it; what is typed next goes into it."""
        self.display = True
        self.screen.set_focus(self)
