"""Help and palette: the commands that can be done here; type to search, enter does one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from mailtui.ui.commands import CATALOGUE, GROUPS, Doer, Doing
from mailtui.ui.commands.keys import shown_key
from mailtui.ui.rendering import contents, fit
from mailtui.ui.widgets.key_line import offered
from mailtui.ui.widgets.query_input import QueryInput

KEYS_WIDTH, TITLE_WIDTH = 10, 23
PAGE = 10


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


class Picker(ModalScreen[Entry | None]):
    """A list of commands with a search field; answers the one that was picked, or None."""

    CSS_PATH = "picker.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, title: str, entries: Sequence[Entry], *, with_help: bool) -> None:
        super().__init__()
        self._title = title
        self._entries = entries
        self._shown: list[Entry] = []
        self._with_help = with_help

    def compose(self) -> ComposeResult:
        with Vertical(id="picker", classes="-help" if self._with_help else ""):
            yield Static(self._title, id="title", markup=False)
            yield QueryInput(placeholder="type to search, enter does it, esc leaves")
            yield OptionList(markup=False)
            yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self.query_one(OptionList).can_focus = False
        self._fill("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def _fill(self, words: str) -> None:
        self._shown = [entry for entry in self._entries if entry.matches(words)]
        options = self.query_one(OptionList)
        options.clear_options()
        group = ""
        for number, entry in enumerate(self._shown):
            if self._with_help and entry.doing.command.group != group:
                group = entry.doing.command.group
                options.add_option(Option(contents((GROUPS[group], "bold $primary")), disabled=True))
            options.add_option(Option(self._line(entry), id=str(number)))
        options.action_first()
        if not self._shown:
            self.query_one("#detail", Static).update("No command has these words.")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        options = self.query_one(OptionList)
        place = options.highlighted
        if place is None or options.get_option_at_index(place) is not event.option:
            return  # said of a list that has been filled anew since
        entry = self._shown[int(event.option.id or 0)]
        command, reason = entry.doing.command, entry.why_not
        says = f"Not now: {reason}." if reason else command.help
        text = contents(f"{says} ", (f"{command.id}", "dim"))
        self.query_one("#detail", Static).update(text)

    def _line(self, entry: Entry) -> Content:
        command, dim = entry.doing.command, "" if entry.why_not is None else "dim"
        keys = (f" {fit(entry.keys, KEYS_WIDTH)}", f"bold {dim}")
        return contents(keys, (fit(command.title, TITLE_WIDTH), dim), (command.help, "dim"))

    def action_move(self, step: int) -> None:
        """The cursor of the list, while the search field has the keys."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_page(self, step: int) -> None:
        """A screenful."""
        for _ in range(PAGE):
            self.action_move(step)

    @on(Input.Submitted)
    def _entered(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        self.dismiss(None if option is None else self._shown[int(option.id or 0)])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[int(event.option.id or 0)])

    def action_leave(self) -> None:
        """Pick nothing."""
        self.dismiss(None)


def entries(screen: Screen[object]) -> list[Entry]:
    """What can be done on a screen, in the order of the catalogue, with the keys that do it now."""
    keys: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        keys.setdefault(active.binding.id or "", []).append(shown_key(key))
    found = {
        doing.command.id: Entry(doer, doing, " ".join(keys[doing.command.id]))
        for _, doer, doing in offered(screen)
    }
    return [found[identifier] for identifier in CATALOGUE if identifier in found]
