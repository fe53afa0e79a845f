"""A line of text at the bottom of a screen: a filter, a domain to add."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from mailtui.ui.rendering import typed_text
from mailtui.ui.widgets.query_input import QueryInput

Keys = tuple[tuple[str, str], ...]
"""What the key line says while the line has the keys."""


class BottomInput(QueryInput):
    """The text field; `esc` leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.do('go.leave')", show=False)]

    def __init__(self, placeholder: str, keys: Keys, seen: Callable[[str], str], *, id: str) -> None:
        self._seen = seen
        super().__init__(placeholder=placeholder, id=id)
        self.keys_told = keys

    def seen(self, text: str) -> str:
        return self._seen(text)


class BottomLine(Horizontal):
    """A prompt and a text field, hidden until they are wanted. The field's id is the line's and `-text`."""

    DEFAULT_CSS = """
    BottomLine {
        display: none;
        dock: bottom;
        height: 1;
        margin-bottom: 1;
        background: $surface;
        & > Static { width: auto; padding: 0 1; text-style: bold; }
        & > BottomInput { width: 1fr; }
    }
    """

    def __init__(
        self,
        prompt: str,
        placeholder: str,
        keys: Keys,
        *,
        id: str,
        seen: Callable[[str], str] = typed_text,
    ) -> None:
        """`seen`: what is typed as others may see it while the screen is shared, as long as it is."""
        super().__init__(id=id)
        self._prompt = prompt
        self.input = BottomInput(placeholder, keys, seen, id=f"{id}-text")

    def compose(self) -> ComposeResult:
        yield Static(self._prompt, markup=False)
        yield self.input

    @property
    def value(self) -> str:
        """What is in it."""
        return self.input.value

    def set_text(self, text: str) -> None:
        """Replace it."""
        self.input.set_text(text)

    def open(self) -> None:
        """Show it; what is typed next goes into it."""
        self.display = True
        self.screen.set_focus(self.input)
