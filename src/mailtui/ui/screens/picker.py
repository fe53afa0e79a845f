"""Help, palette and the menu of screens: the commands that can be done here; enter does one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.screen import Screen

from mailtui.ui.commands import CATALOGUE, GROUPS, Doer, Doing
from mailtui.ui.commands.keys import shown_key
from mailtui.ui.rendering import contents, fit, wrap
from mailtui.ui.screens.chooser import Chooser
from mailtui.ui.widgets.key_line import offered

KEYS_WIDTH, TITLE_WIDTH = 10, 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that can be picked, and who would do it."""

    doer: Doer
    doing: Doing
    keys: str
    """All its keys as they are written, such as `j ↓`."""

    @property
    def why_not(self) -> str | None:
        """Why it cannot be done now, or None."""
        return self.doing.why_not(self.doer)

    def matches(self, words: str) -> bool:
        """Whether every word is somewhere in its keys, title, help or id."""
        command = self.doing.command
        text = f"{self.keys} {command.title} {command.help} {command.id}".lower()
        return all(word in text for word in words.lower().split())


class Picker(Chooser[Entry]):
    """Answers the command that was picked. What is too long for a line goes on under itself: none is cut."""

    def __init__(self, title: str, entries: Sequence[Entry], *, with_help: bool) -> None:
        """`with_help`: under headings, as high as the screen."""
        super().__init__(title, entries)
        self._with_help = with_help
        self.TALL = with_help

    def matches(self, item: Entry, words: str) -> bool:
        return item.matches(words)

    def group(self, item: Entry) -> str:
        return GROUPS[item.doing.command.group] if self._with_help else ""

    def line(self, item: Entry, cells: int) -> Content:
        """Keys, title, help; long ones wrapped in their own columns."""
        dim = "" if item.why_not is None else "dim"
        command = item.doing.command
        room = cells - KEYS_WIDTH - TITLE_WIDTH - 3
        columns = (wrap(item.keys, KEYS_WIDTH), wrap(command.title, TITLE_WIDTH), wrap(command.help, room))
        parts: list[str | tuple[str, str]] = []
        for row in range(max(map(len, columns))):
            keys, title, said = (column[row] if row < len(column) else "" for column in columns)
            parts += ["\n"] if row else []
            parts += [(f" {fit(keys, KEYS_WIDTH)} ", f"bold {dim}"), (f"{fit(title, TITLE_WIDTH)} ", dim)]
            parts.append((said, "dim"))
        return contents(*parts)

    def detail(self, item: Entry) -> Content:
        reason = item.why_not
        return contents(f"Not now: {reason}. " if reason else "", (item.doing.command.id, "dim"))

    def nothing(self) -> str:
        return "No command has these words."


def entries(screen: Screen[object]) -> list[Entry]:
    """What can be done on a screen, in the order of the catalogue, with the keys that do it now."""
    keys: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        keys.setdefault(active.binding.id or "", []).append(shown_key(key))
    found = {
        doing.command.id: Entry(doer, doing, " ".join(keys.get(doing.command.id, ())))
        for _, doer, doing in offered(screen)
    }
    return [found[identifier] for identifier in CATALOGUE if identifier in found]
