"""The last line: what the keys do here, or one notice until the next key, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Iterator

from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from mailtui.ui.commands import CATALOGUE, Doer, Doing
from mailtui.ui.commands.keys import shown_key
from mailtui.ui.rendering import differing, width, wrap
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, Run, paint
from mailtui.ui.words import Tone

INPUT_KEYS = (("enter", "run"), ("tab", "complete"), ("down up", "choose, history"), ("esc", "leave"))


MOST_LINES = 3
"""Of a notice: its end says what to do next."""


class KeyLine(Widget):
    """One line for the keys, one repaint when what it says changes, none when nothing does."""

    COMPONENT_CLASSES = TONE_CLASSES
    DEFAULT_CSS = (
        """
    KeyLine {
        height: 1;
        dock: bottom;
        background: $panel;
        &.-error { background: $error; color: $background; text-style: bold; }
    """
        + TONE_CSS
        + "}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._notice = ""
        self._rows: list[list[Run]] = [[]]

    def say(self, text: str, *, error: bool = False) -> None:
        """Show a notice in place of the keys."""
        self._notice = text
        self.set_class(error, "-error")
        self.update_keys()

    def hush(self) -> None:
        """The user has gone on: show the keys again."""
        if self._notice:
            self.say("")

    @property
    def notice(self) -> str:
        """What is being said, '' for nothing."""
        return self._notice

    def update_keys(self) -> None:
        """What can be done may have changed."""
        rows = self._told() if self._notice else [list(self._keys())]
        if rows == self._rows:
            return
        before, was = self.render_line(0), len(self._rows)
        self._rows = rows
        if (was, len(rows)) != (1, 1):
            self.styles.height = len(rows)
            self.refresh(layout=was != len(rows))
            return
        changed = differing(before, self.render_line(0))
        if changed is not None:
            self.refresh(Region(changed[0], 0, changed[1] - changed[0], 1))

    def _told(self) -> list[list[Run]]:
        """The notice; what does not fit into the last line is cut there."""
        cells = self.size.width - 1
        rows = wrap(self._notice, cells) if cells > 0 else [self._notice]
        rows = [*rows[: MOST_LINES - 1], " ".join(rows[MOST_LINES - 1 :])][: len(rows)]
        return [[(f" {row}", Tone.PLAIN)] for row in rows]

    def on_resize(self) -> None:
        """More or fewer fit."""
        self.update_keys()

    def render_line(self, y: int) -> Strip:
        runs = self._rows[y] if y < len(self._rows) else []
        return paint(self, runs, self.size.width, self.rich_style)

    def _keys(self) -> Iterator[Run]:
        focused = self.screen.focused
        if isinstance(focused, Input) or getattr(focused, "takes_keys", False):
            for key, label in getattr(focused, "keys_told", INPUT_KEYS):
                yield from ((f" {key} ", Tone.STRONG), (f"{label} ", Tone.DIM))
            return
        labelled = [(key, doer, doing) for key, doer, doing in offered(self.screen) if doer.label(doing)]
        room = self.size.width - sum(_cells(*offer) for offer in labelled if _is_help(*offer))
        for key, doer, doing in labelled:
            if not _is_help(key, doer, doing):
                room -= _cells(key, doer, doing)
                if room < 0:
                    continue
            if not key:
                continue
            able = doing.why_not(doer) is None
            yield f" {shown_key(key)} ", Tone.STRONG if able else Tone.DIM
            yield f"{doer.label(doing)} ", Tone.PLAIN if able else Tone.DIM


def _cells(key: str, doer: Doer, doing: Doing) -> int:
    return width(shown_key(key)) + width(doer.label(doing)) + 3


def _is_help(_: str, __: Doer, doing: Doing) -> bool:
    """The way to all the others is always shown."""
    return doing.command.id == "app.help"


def offered(screen: Screen[object]) -> list[tuple[str, Doer, Doing]]:
    """What can be done on a screen: each command once, with its first key ('' for none), in order."""
    found: dict[str, tuple[str, Doer, Doing]] = {}
    for key, active in screen.active_bindings.items():
        doing = active.node.doings.get(active.binding.id or "") if isinstance(active.node, Doer) else None
        if doing is not None and isinstance(active.node, Doer):
            found.setdefault(doing.command.id, (key, active.node, doing))
    for node in screen.focused.ancestors_with_self if screen.focused else (screen, screen.app):
        if isinstance(node, Doer):
            for identifier, doing in node.doings.items():
                if not doing.command.keys:
                    found.setdefault(identifier, ("", node, doing))
    return [found[identifier] for identifier in CATALOGUE if identifier in found]
