"""A label on every row that the cursor can go to: typing it goes there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Protocol

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui.rendering import fit, strip

if TYPE_CHECKING:
    from textual.geometry import Region

HOME = "asdfghjkl"
LETTERS = f"{HOME}qwertyuiopzxcvbnm"
WIDTH = 4


class Rows(Protocol):
    """A list that has a cursor."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def stands(self, place: int) -> bool:
        """Whether the cursor can be on that row."""

    def move_to(self, place: int) -> None:
        """Move the cursor to a row."""


def labels_for(number: int) -> list[str]:
    """So many labels, none the beginning of another; one letter where that is enough, the home row first."""
    if number <= len(LETTERS):
        return list(LETTERS[:number])
    letters = HOME if number <= len(HOME) ** 2 else LETTERS
    return ["".join(pair) for pair in product(letters, repeat=2)][:number]


class JumpLabels(Widget, can_focus=True):
    """Lies over the beginning of a list until a label is typed, or any other key is pressed."""

    takes_keys = True
    """While it has the focus a letter is part of a label, whatever command has that key."""
    keys_told = (("letters", "go to that row"), ("esc", "leave"))
    """What the key line says meanwhile."""
    DEFAULT_CSS = """
    JumpLabels {
        overlay: screen;
        position: absolute;
        background: $warning;
        color: $background;
        text-style: bold;
        &:ansi { color: ansi_black; }
    }
    """

    def __init__(self, region: Region, places: Mapping[int, int], go: Callable[[int | None], None]) -> None:
        """`region`: where the list is; `places`: row on screen to place in it; `go` gets what was typed."""
        super().__init__()
        labels = labels_for(len(places))
        self._places = dict(zip(labels, places.values(), strict=True))
        self._labels = dict(zip(places, labels, strict=True))
        self._go: Callable[[int | None], None] | None = go
        self._typed = ""
        self._behind: Sequence[Strip] = ()
        self.styles.offset = (region.x, region.y)
        self.styles.width = WIDTH
        self.styles.height = region.height

    def render_line(self, y: int) -> Strip:
        label = self._labels.get(y, "")
        left = label.removeprefix(self._typed) if label.startswith(self._typed) else ""
        if not left:
            return strip([(" " * WIDTH, None)], WIDTH, self.app.screen.rich_style)
        return strip([(fit(f" {left}", WIDTH), None)], WIDTH, self.rich_style)

    def on_key(self, event: events.Key) -> None:
        """A letter of a label; anything else leaves."""
        event.stop()
        event.prevent_default()
        typed = self._typed + (event.character or "")
        if typed in self._places:
            self.leave(self._places[typed])
        elif event.character and any(label.startswith(typed) for label in self._places):
            self._typed = typed
            self.refresh()
        else:
            self.leave(None)

    def on_blur(self) -> None:
        """Somebody else has the keys."""
        self.leave(None)

    def leave(self, place: int | None) -> None:
        """Go to that place (None: nowhere), once."""
        go, self._go = self._go, None
        if go is not None:
            go(place)
