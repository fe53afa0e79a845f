"""A list with a search field: type to narrow it, enter takes what the cursor is on, esc leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from mailtui.ui.rendering import contents
from mailtui.ui.widgets.query_input import QueryInput

Item = TypeVar("Item")

PAGE = 10
WIDEST = 100
FRAME = 4
"""Cells of a line that are border, padding and scroll bar."""


class Chooser(ModalScreen["Item | None"], Generic[Item]):
    """Answers the item that was chosen, or None. A subclass says how items look and what they are called."""

    CSS_PATH = "chooser.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    PLACEHOLDER = "type to search, enter does it, esc leaves"
    TALL = False
    """Whether it may fill the screen."""

    def __init__(self, title: str, items: Sequence[Item]) -> None:
        super().__init__()
        self._title = title
        self._items = items
        self._shown: list[Item] = []
        self._cells = 0

    # -- what a subclass says --------------------------------------------------------------------

    def matches(self, item: Item, words: str) -> bool:
        """Whether it is to be listed."""
        raise NotImplementedError

    def line(self, item: Item, cells: int) -> Content:
        """How it looks in the list, in lines of at most so many cells."""
        raise NotImplementedError

    def detail(self, item: Item) -> Content:
        """What is said of it under the list while the cursor is on it."""
        raise NotImplementedError

    def group(self, item: Item) -> str:  # noqa: ARG002
        """The heading that it stands under; '' for none."""
        return ""

    def nothing(self) -> str:
        """What is said when no item matches."""
        return "Nothing has these words."

    # -- the list --------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(id="picker", classes="-tall" if self.TALL else ""):
            yield Static(self._title, id="title", markup=False)
            yield QueryInput(placeholder=self.PLACEHOLDER)
            yield OptionList(markup=False)
            yield Static(id="detail", markup=False)

    def on_mount(self) -> None:
        """The list never has the keys: letters go into the search field."""
        self._list.can_focus = False
        self._cells = self._room
        self._fill("")

    def on_resize(self) -> None:
        """Lines are wrapped for this width."""
        if self._cells != self._room:
            self._cells = self._room
            self._fill(self.query_one(QueryInput).value)

    @property
    def _room(self) -> int:
        return min(self.app.size.width, WIDEST) - FRAME

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def _fill(self, words: str) -> None:
        self._shown = [item for item in self._items if self.matches(item, words)]
        options: list[Option] = []
        group = ""
        for number, item in enumerate(self._shown):
            if self.group(item) != group:
                group = self.group(item)
                options.append(Option(contents((group, "bold $primary")), disabled=True))
            options.append(Option(self.line(item, self._cells), id=str(number)))
        self._list.clear_options()
        self._list.add_options(options)
        self._list.action_first()
        if not self._shown:
            self.query_one("#detail", Static).update(self.nothing())

    def repaint(self) -> None:
        """Items look otherwise now; the cursor stays."""
        for number, item in enumerate(self._shown):
            self._list.replace_option_prompt(str(number), self.line(item, self._cells))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        place = self._list.highlighted
        if place is None or self._list.get_option_at_index(place) is not event.option:
            return  # said of a list that has been filled anew since
        self.query_one("#detail", Static).update(self.detail(self._item(event.option)))

    def _item(self, option: Option) -> Item:
        return self._shown[int(option.id or 0)]

    # -- keys ------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """The cursor of the list, while the search field has the keys."""
        if step > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_page(self, step: int) -> None:
        """A screenful."""
        for _ in range(PAGE):
            self.action_move(step)

    @on(Input.Submitted)
    def _entered(self) -> None:
        option = self._list.highlighted_option
        self.dismiss(None if option is None else self._item(option))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._item(event.option))

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
