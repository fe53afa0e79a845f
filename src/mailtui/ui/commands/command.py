"""What a command is: something a user can do, with its default keys and its help. It does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass


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
    """What is typed next is text: done before the next key is looked at, however fast they come."""

    on_marks: bool = False
    """It acts on the marks, where there are any: the footer says on how many."""

    @property
    def group(self) -> str:
        """The first part of the id: commands of one group stand together in the help."""
        return self.id.partition(".")[0]
