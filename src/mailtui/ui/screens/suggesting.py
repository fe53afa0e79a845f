"""Domains that the logs show as senders: choose which to put on the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mailtui.ui.rendering import contents, fit
from mailtui.ui.words import Look, count, short_stamp

if TYPE_CHECKING:
    from mailtui.model.domain import Suggestion

NAME = 28


class Suggestions(ModalScreen["list[Suggestion] | None"]):
    """Answers those that were marked, or the one under the cursor; None when it was left."""

    CSS_PATH = "suggesting.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("space", "mark", show=False, priority=True),
        Binding("asterisk", "mark_all", show=False),
    ]

    def __init__(self, found: Sequence[Suggestion], look: Look) -> None:
        super().__init__()
        self._found = found
        self._look = look
        self._marked: set[int] = set()

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Static("Domains that sent through this server, by the logs", id="title", markup=False)
            yield OptionList(*(self._option(place) for place in range(len(self._found))), markup=False)
            keys = "space marks, * marks all, enter adds what is marked or this one, esc leaves"
            yield Static(keys, id="keys", markup=False)

    def on_mount(self) -> None:
        """On the one with most mail."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        self.set_focus(options)

    def _option(self, place: int) -> Option:
        return Option(self._line(place), id=str(place))

    def _line(self, place: int) -> Content:
        one = self._found[place]
        mark = "[x] " if place in self._marked else "[ ] "
        mails = f"{count(one.messages, 'mail')}, newest {short_stamp(one.last_seen, self._look)}"
        shown = [f"--selector {name}" for name in one.selectors] + [f"--ip {ip}" for ip in one.ips]
        known = "on the list, lacks " if one.known else ""
        extra = f"\n      {known}{' '.join(shown)}" if shown else ""
        return contents(
            (mark, "bold"), (fit(one.domain, NAME, middle=True), "bold"), f" {mails}", (extra, "dim")
        )

    def action_mark(self) -> None:
        """Mark the one under the cursor, or take the mark away; then on to the next."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._marked ^= {options.highlighted}
            self._repaint(options.highlighted)
            options.action_cursor_down()

    def action_mark_all(self) -> None:
        """All, or none when all are."""
        every = set(range(len(self._found)))
        self._marked = set() if self._marked == every else every
        for place in every:
            self._repaint(place)

    def _repaint(self, place: int) -> None:
        self.query_one(OptionList).replace_option_prompt_at_index(place, self._line(place))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        places = sorted(self._marked) or [int(event.option.id or 0)]
        self.dismiss([self._found[place] for place in places])

    def action_move(self, step: int) -> None:
        """Down (1) or up (-1)."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_leave(self) -> None:
        """Add none."""
        self.dismiss(None)
