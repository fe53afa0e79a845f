"""A box in the middle of the screen that asks or tells something; what it is about is read in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from mailtui.ui.background import Background
from mailtui.ui.rendering import content, contents, cut

Answer = TypeVar("Answer")
Tell = Callable[[], Sequence[str]]
"""Says in lines what it is about; may block, is called in a thread. The lines may hold a stranger's words."""


class Box(ModalScreen[Answer], Background):
    """Base of boxes: a title, what it is about, something to answer with, the keys."""

    DEFAULT_CSS = """
    Box {
        align: center middle;
        background: $background 60%;

        #box {
            width: 90%;
            max-width: 100;
            height: auto;
            max-height: 90%;
            border: round $primary;
            background: $surface;
        }
        #title { height: auto; padding: 0 1; text-style: bold; }
        #lines { height: auto; max-height: 14; padding: 0 1; margin-top: 1; scrollbar-size-vertical: 1; }
        #keys { height: 1; margin-top: 1; }
        Input { margin-top: 1; }
        OptionList {
            height: auto;
            border: none;
            padding: 0;
            margin-top: 1;
            background: $surface;
            &:focus { border: none; }
        }
    }
    """
    KEYS: tuple[tuple[str, str], ...] = (("esc", "leaves it as it is"),)
    """What the last line says of the keys."""

    def __init__(self, title: str, tell: Tell | None = None) -> None:
        """`tell`: what it is about; None when the title says all."""
        super().__init__()
        self._title = title
        self._tell = tell

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(content(self._title), id="title", markup=False)
            if self._tell is not None:
                with VerticalScroll(id="lines", can_focus=False):
                    yield Static(content("..."), id="told", markup=False)
            yield from self.answers()
            yield Static(contents(*self._keys()), id="keys", markup=False)

    def answers(self) -> Iterator[Widget]:
        """What is answered with."""
        return iter(())

    def _keys(self) -> Iterator[str | tuple[str, str]]:
        for key, meaning in self.KEYS:
            yield (f" {key} ", "bold")
            yield f"{meaning}  "

    def on_mount(self) -> None:
        """Read what it is about."""
        if self._tell is not None:
            self.background("tell", self._tell, self._said, partial(self._said, ()))

    def _said(self, lines: Sequence[str]) -> None:
        room = max(20, self.query_one("#lines").size.width - 3)
        self.query_one("#told", Static).update(content("\n".join(cut(line, room) for line in lines)))
