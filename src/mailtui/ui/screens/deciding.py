"""What people decide about an incident: its state, and who takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.enums import IncidentState
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice
from mailtui.ui.screens.base import BaseScreen

if TYPE_CHECKING:
    from mailtui.model.incident import Incident

DONE = frozenset({IncidentState.WAITING, IncidentState.RESOLVED, IncidentState.IGNORED})
"""States in which an incident needs nobody's attention for now."""


def nothing_to_decide(screen: Deciding) -> str | None:
    """Why there is nothing to set a state of."""
    return None if screen.incident_here is not None else "this row is no incident"


class Deciding(BaseScreen):
    """Mixin for screens with an incident to act on; named after the screen's other base."""

    me = ""
    """Who decides: the name other people know this user by."""
    _desk: Desk | None

    @property
    def incident_here(self) -> Incident | None:
        """The incident to act on."""
        raise NotImplementedError

    def decided(self, incident: Incident, *, done: bool = False) -> None:
        """It is written: show the incident as it is now. `done`: it needs nobody's attention for now."""
        raise NotImplementedError

    @does("row.state", unless=nothing_to_decide)
    def choose_state(self) -> None:
        """Ask for the state."""
        from mailtui.ui.screens.state_picker import StatePicker

        incident = self.incident_here
        assert incident is not None
        self.app.push_screen(StatePicker(incident.state), partial(self._state_chosen, incident))

    def _state_chosen(self, incident: Incident, state: IncidentState | None) -> None:
        if state is not None and self._desk is not None:
            work = partial(self._desk.incidents.set_state, [incident.id], state, self.me)
            self._decide(work, replace(incident, state=state), f"is {state}", done=state in DONE)

    @does("row.assign", unless=nothing_to_decide)
    def assign(self) -> None:
        """To me; or away from me."""
        incident = self.incident_here
        assert incident is not None
        if self._desk is not None:
            who = None if incident.assignee == self.me else self.me
            work = partial(self._desk.incidents.assign, [incident.id], who, self.me)
            said = f"is taken by {who}" if who else "is given back"
            self._decide(work, replace(incident, assignee=who), said)

    def _decide(self, work: Callable[[], None], incident: Incident, said: str, *, done: bool = False) -> None:
        """Each incident in a group of its own: what is being written for another goes on."""

        def written(_: None) -> None:
            self.decided(incident, done=done)
            self.post_message(Notice(f"{incident.failure_class} at {incident.provider} {said}"))

        self.background(f"decide {incident.id}", work, written)
