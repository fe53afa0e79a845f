"""The text field of notes: many lines, no control characters, no blinking cursor."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from mailtui.model.visible import escaped, is_shared, visible
from mailtui.ui.rendering import typed_text

TAB = "    "


class NoteText(TextArea):
    """Several lines of plain text. `esc` is left to the screen."""

    DEFAULT_CSS = """
    NoteText {
        border: none;
        padding: 0 1;
        background: $background;
        &:focus { border: none; }
    }
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(harmless(text), id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False

    def put(self, text: str) -> None:
        """Replace everything; the cursor goes to the end."""
        self.load_text(harmless(text))
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """A line as it may be seen; as long as it is."""
        line = super().get_line(line_index)
        line.plain = typed_text(line.plain)
        return line

    async def _on_paste(self, event: events.Paste) -> None:
        """What is pasted is shown as visible text like everything else."""
        event.text = harmless(event.text)
        await super()._on_paste(event)


def harmless(text: str) -> str:
    """The text with plain line ends, and everything that a terminal would obey or hide written out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", TAB).split("\n")
    return "\n".join(escaped(line) for line in lines)


def may_show(text: str) -> bool:
    """Whether a text that is to be edited may be seen: while the screen is shared, not if it names people."""
    return not is_shared() or all(visible(line) == escaped(line) for line in text.split("\n"))
