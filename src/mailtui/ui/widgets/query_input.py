"""The text field of the query line and of the pickers: no border, no blink, no control characters."""

from __future__ import annotations

from textual.widgets import Input

from mailtui.ui.rendering import safe


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
        super().__init__(safe(text), placeholder, select_on_focus=False, id=id)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Whatever is put in, by whichever way."""
        return safe(value)

    def set_text(self, text: str) -> None:
        """Replace everything; the cursor goes to the end."""
        self.value = text
        self.cursor_position = len(self.value)
