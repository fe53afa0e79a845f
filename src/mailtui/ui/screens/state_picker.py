"""Asks for the state of an incident: five words, each with its first letter as key."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from mailtui.model.enums import IncidentState
from mailtui.ui.rendering import contents, fit

MEANING = {
    IncidentState.NEW: "nobody has looked at it yet",
    IncidentState.OPEN: "somebody works on it",
    IncidentState.WAITING: "the other side, or time, must act now",
    IncidentState.RESOLVED: "done; if it fails again within a day it is new again",
    IncidentState.IGNORED: "known, and nothing is to be done",
}


class StatePicker(ModalScreen[IncidentState | None]):
    """Answers the state that was picked, or None."""

    CSS_PATH = "state_picker.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        *(Binding(state[0], f"pick('{state}')", show=False) for state in IncidentState),
    ]

    def __init__(self, now: IncidentState) -> None:
        super().__init__()
        self._now = now

    def compose(self) -> ComposeResult:
        lines = [
            Option(contents((f" {state[0]} ", "bold"), fit(state, 10), (meaning, "dim")), id=state)
            for state, meaning in MEANING.items()
        ]
        with Vertical(id="picker"):
            yield Static("State of the incident (esc leaves it as it is)", id="title", markup=False)
            yield OptionList(*lines, markup=False)

    def on_mount(self) -> None:
        """On the present state."""
        options = self.query_one(OptionList)
        options.highlighted = list(MEANING).index(self._now)
        self.set_focus(options)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.action_pick(event.option.id or "")

    def action_pick(self, state: str) -> None:
        """This one."""
        self.dismiss(IncidentState(state))

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
