"""An app that is nothing but the Trace screen, on a fake desk."""

from __future__ import annotations

from tests.ui.trace.fakes import LOOK, FakeDesk
from textual import on
from textual.app import App

from mailtui.model.view import RowKey, Trace
from mailtui.ui.messages import Leave, Notice
from mailtui.ui.screens.trace import TraceScreen
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.words import Look


class TraceApp(App[None]):
    """Shows the first of the given traces; related messages are the others, by their place from 1."""

    def __init__(
        self, *traces: Trace, look: Look = LOOK, first: int = 1, recipient: RowKey | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.desk = FakeDesk(*traces)
        self.trace_screen = TraceScreen(self.desk, first, look, recipient)
        self.left = 0
        self.notices: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.trace_screen)

    def on_notice(self, notice: Notice) -> None:
        self.notices.append(notice.text)
        self.trace_screen.query_one(KeyLine).say(notice.text, error=notice.error)

    @on(Leave)
    def leaves(self) -> None:
        self.left += 1
