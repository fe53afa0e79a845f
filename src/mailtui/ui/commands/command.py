"""What a command is: something a user can do, with its default keys and its help. It does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

_LATE = frozenset({"app.palette"})
"""Commands that can be done while text is typed."""


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of the catalogue; footer, help, palette, docs and the keymap file are made from these."""

    id: str
    """The lasting name, such as `view.failures`; the user's keymap file overrides by it."""
    keys: tuple[str, ...]
    """Default keys, the one to show first: a character, or a Textual key name such as `pagedown`."""
    title: str
    """Two or three words, for the palette and the help."""
    help: str
    """One or two sentences."""
    label: str = ""
    """One word for the footer; '' keeps the command out of it."""
    before_text: bool = False
    """What is typed next is text, or goes to what it opens."""
    on_marks: bool = False
    """It acts on the marks, where there are any: the footer says on how many."""

    @property
    def comes_first(self) -> bool:
        """Whether its keys are looked at before the widget in focus gets them.

        Letters are, so that what is typed in one burst is done in its order, whatever it opens; while text
        is typed they are letters. Keys that menus and text fields have a use for come after those.
        """
        return self.before_text or (
            self.id not in _LATE and any(len(key) == 1 or key == "space" for key in self.keys)
        )

    @property
    def group(self) -> str:
        """The first part of the id: commands of one group stand together in the help."""
        return self.id.partition(".")[0]
