"""A screen with a list of which only some are shown: those that a line of text at the bottom asks for."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from mailtui.ui.commands import does
from mailtui.ui.rendering import filter_text
from mailtui.ui.screens.list_screen import Found, ListScreen, Rows
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.words import Look

if TYPE_CHECKING:
    from textual.widget import Widget

KEYS = (("enter", "ask"), ("esc", "leave"))


class Narrowing(ListScreen[Rows, Found]):
    """Base of such screens. A subclass reads what `query_text` asks for."""

    HINT: ClassVar[str]
    """What stands in the line while it is empty."""

    def __init__(self, look: Look, rows: Rows) -> None:
        super().__init__(look, rows)
        self.query_text = ""
        """What is asked for; '' for all."""

    def panels(self) -> Iterable[Widget]:
        return (BottomLine("only:", self.HINT, KEYS, id="filter", seen=filter_text),)

    @property
    def asked(self) -> Hashable:
        return self.query_text

    @property
    def narrowed(self) -> str:
        """What the status line says of it; '' where all are shown."""
        return f"only {filter_text(self.query_text)}" if self.query_text else ""

    def mask_changed(self) -> None:
        """What narrows the list is told otherwise."""
        self.read()

    def ask(self, text: str) -> None:
        """Show only what this asks for."""
        self.query_text = text
        self.look_again()

    @property
    def _filter(self) -> BottomLine:
        return self.query_one("#filter", BottomLine)

    @does("query.edit")
    def edit_query(self) -> None:
        """Only some."""
        self._filter.open()

    @on(Input.Submitted, "#filter-text")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._close()
        self.ask(event.value.strip())

    def _close(self) -> bool:
        shown = bool(self._filter.display)
        self._filter.display = False
        self.set_focus(self._list)
        return shown

    @does("go.leave")
    def leave(self) -> None:
        """Out of the line; else all again."""
        if not self._close() and self.query_text:
            self._filter.set_text("")
            self.ask("")
