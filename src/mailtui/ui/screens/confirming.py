"""Asks before something is done that cannot be taken back with a key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from mailtui.ui.rendering import content, contents


class Confirm(ModalScreen[bool]):
    """Answers whether `y` was pressed; every other way out is a no."""

    CSS_PATH = "confirming.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,q,escape,enter", "answer(False)", show=False),
    ]

    def __init__(self, question: str, preview: str, verb: str) -> None:
        """`preview`: what would be lost; `verb`: what `y` does. Both may hold a stranger's words."""
        super().__init__()
        self._question = question
        self._preview = preview
        self._verb = verb

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static(content(self._question, "bold"), id="title", markup=False)
            yield Static(content(self._preview), id="preview", markup=False)
            keys = contents((" y ", "bold"), f"{self._verb}   ", ("n ", "bold"), "leaves it as it is")
            yield Static(keys, id="keys", markup=False)

    def action_answer(self, answer: bool) -> None:
        """It was said."""
        self.dismiss(answer)
