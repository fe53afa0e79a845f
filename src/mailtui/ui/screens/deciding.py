"""What people decide about failures and incidents: their state, and who takes them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.enums import IncidentState
from mailtui.ui.commands import does
from mailtui.ui.repeating import Deed
from mailtui.ui.screens.acting import Acting, nothing_to_do_it_to
from mailtui.ui.seeking import DONE

if TYPE_CHECKING:
    from mailtui.model.act import Done
    from mailtui.ui.acted import Acted

SET_ASIDE = frozenset({IncidentState.RESOLVED, IncidentState.IGNORED})
"""States that take it off the list: for many at once it is asked why."""


def nothing_to_decide(verb: str, screen: Deciding) -> str | None:
    """Why there is nothing to set a state of."""
    return nothing_to_do_it_to(verb, screen) or screen.why_not_decide()


def without_refused(acted: Acted, done: Done) -> Done:
    """Refused mail among what was marked is told as not changed."""
    from mailtui.ui.acted import rejections

    return replace(done, refused=(*done.refused, *rejections(acted)))


def to_state(state: IncidentState) -> Deed:
    """What sets a state."""
    return Deed(
        "state",
        f"state {state}",
        lambda actor, acted, why, progress: without_refused(
            acted, actor.state(list(acted.failures), state, why, progress)
        ),
        settles=state in DONE,
        asks_why=state in SET_ASIDE,
    )


def to_taker(*, take: bool) -> Deed:
    """What takes it, or gives it back."""
    return Deed(
        "assign",
        "take" if take else "give back",
        lambda actor, acted, why, progress: without_refused(
            acted,
            actor.assign(list(acted.failures), actor.operator.known_as if take else None, why, progress),
        ),
    )


class Deciding(Acting):
    """Mixin for screens with failures to decide about; named after the screen's other base."""

    def why_not_decide(self) -> str | None:
        """Why nothing can be decided about what would be acted on."""
        return None

    def state_here(self) -> IncidentState | None:
        """The state of the one that would be acted on; None where that is not known."""
        return None

    def taker_here(self) -> str | None:
        """Who takes it now."""
        return None

    @does("row.state", unless=partial(nothing_to_decide, "state"))
    def choose_state(self) -> None:
        """Ask for the state."""
        from mailtui.ui.acted import named
        from mailtui.ui.screens.choice import MEANING, Choice

        acted = self.acted()
        many = len(acted.failures) > 1
        title = f"State of {named(acted.failures)}"
        words = {str(state): meaning for state, meaning in MEANING.items()}
        tell = self.telling(acted) if many else None
        now = None if many else self.state_here()
        self.app.push_screen(Choice(title, words, now, tell), partial(self._state_chosen, acted))

    def _state_chosen(self, acted: Acted, state: str | None) -> None:
        if state is not None:
            self.do(to_state(IncidentState(state)), acted, acted.failures, shown=True)

    @does("row.assign", unless=partial(nothing_to_decide, "assign"))
    def assign(self) -> None:
        """To me; or away from me; which of the two is asked for many."""
        from mailtui.ui.acted import named
        from mailtui.ui.screens.choice import TAKERS, Choice

        acted = self.acted()
        if len(acted.failures) == 1:
            assert self.actor is not None
            mine = self.taker_here() == self.actor.operator.known_as
            self.do(to_taker(take=not mine), acted, acted.failures, shown=True)
            return
        title = f"Who takes {named(acted.failures)}"
        choice = Choice(title, TAKERS, tell=self.telling(acted))
        self.app.push_screen(choice, partial(self._taker_chosen, acted))

    def _taker_chosen(self, acted: Acted, word: str | None) -> None:
        if word is not None:
            self.do(to_taker(take=word == "take"), acted, acted.failures, shown=True)
