"""Asks for a state, or who takes it: a few words, each with its letter as key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mailtui.model.enums import IncidentState
from mailtui.ui.rendering import contents, fit
from mailtui.ui.screens.box import Box, Tell

MEANING = {
    IncidentState.NEW: "nobody has looked at it yet",
    IncidentState.OPEN: "somebody works on it",
    IncidentState.WAITING: "the other side, or time, must act now",
    IncidentState.RESOLVED: "done; if it fails again within a day it is new again",
    IncidentState.IGNORED: "known, and nothing is to be done",
}
TAKERS = {"take": "I look after it", "give back": "nobody looks after it"}


class Choice(Box[str | None]):
    """Answers the word that was picked, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(
        self, title: str, words: Mapping[str, str], now: str | None = None, tell: Tell | None = None
    ) -> None:
        """`words`: what can be picked, by its first letter, and what it means; `now`: the present one."""
        super().__init__(title, tell)
        self._words = dict(words)
        self._now = now if now in self._words else next(iter(self._words))

    def answers(self) -> Iterator[Widget]:
        yield OptionList(
            *(
                Option(contents((f" {word[0]} ", "bold"), fit(word, 10), (meaning, "dim")), id=word)
                for word, meaning in self._words.items()
            ),
            markup=False,
        )

    def on_mount(self) -> None:
        """On the present one."""
        super().on_mount()
        options = self.query_one(OptionList)
        options.highlighted = list(self._words).index(self._now)
        self.set_focus(options)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def on_key(self, event: Key) -> None:
        """The word that begins with it."""
        found = next((word for word in self._words if word[0] == event.character), None)
        if found is not None:
            event.stop()
            self.dismiss(found)

    def action_move(self, step: int) -> None:
        """Down (1) or up (-1)."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_leave(self) -> None:
        """Pick nothing."""
        self.dismiss(None)
