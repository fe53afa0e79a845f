"""What an act would be done to, before it is done; asks why where that is to be written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from mailtui.ui.screens.box import Box, Tell
from mailtui.ui.widgets.query_input import QueryInput


class Preview(Box[str | None]):
    """Answers the reason ('' when none was asked for or given), or None: leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, tell: Tell, *, asks_why: bool = False) -> None:
        super().__init__(title, tell)
        self._asks_why = asks_why
        self.KEYS = (("enter", "does it"), ("esc", "leaves it as it is"))

    def answers(self) -> Iterator[Widget]:
        if self._asks_why:
            yield QueryInput(placeholder="why? (for the audit)", id="why")

    def on_mount(self) -> None:
        """The reason is typed at once."""
        super().on_mount()
        if self._asks_why:
            self.set_focus(self.query_one("#why"))

    @on(Input.Submitted, "#why")
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def key_enter(self) -> None:
        """Do it."""
        if not self._asks_why:
            self.dismiss("")

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(None)
