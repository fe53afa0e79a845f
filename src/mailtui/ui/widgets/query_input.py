"""The text field of the query line and of the pickers: no border, no blink, no control characters."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from mailtui.ui.rendering import query_text, typed, typed_text


class QueryInput(Input):
    """One line of text. What is pasted into it is shown as visible text like everything else."""

    DEFAULT_CSS = """
    QueryInput {
        border: none;
        height: 1;
        padding: 0;
        background: transparent;
        &:focus { border: none; background-tint: $foreground 0%; }
    }
    """

    def __init__(self, text: str = "", placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(typed(text), placeholder, select_on_focus=False, id=id)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Whatever is put in, by whichever way."""
        return typed(value)

    def seen(self, text: str) -> str:
        """The text as others may see it while the screen is shared; as long as it is."""
        return typed_text(text)

    @property
    def _value(self) -> Text:
        """What Textual paints."""
        return Text(self.seen(self.value), no_wrap=True, overflow="ignore", end="")

    def set_text(self, text: str) -> None:
        """Replace everything; the cursor goes to the end."""
        self.value = text
        self.cursor_position = len(self.value)


class QueryField(QueryInput):
    """Holds a query."""

    def seen(self, text: str) -> str:
        return query_text(text)
