"""The Suppressions screen: who is not to be mailed, who is proposed for it, why and since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.enums import SuppressionReason, SuppressionState
from mailtui.model.suppression import ERASED, Whom
from mailtui.ui.commands import Doing, does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenSearch
from mailtui.ui.rendering import filter_text, safe
from mailtui.ui.screens.acting import Acting, Job, may_not
from mailtui.ui.screens.narrowing import Narrowing
from mailtui.ui.screens.rows_person import RowsPerson
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.suppression_list import SuppressionList, suppression_facts
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.suppression import SuppressionView
    from mailtui.ui.acted import Acted

NOBODY = """\
Nobody is suppressed, and nobody is proposed for it.

The worker proposes whose failures say that the address is no good;
you decide here. s on a row of any list suppresses its address,
mailtui suppress ADDRESS does too."""
LABELS = {SuppressionState.PROPOSED: "decide", SuppressionState.ACTIVE: "lift"}
"""What `s` does, in the footer; it suppresses who was lifted or declined."""
DECIDE = {"accept": "do not mail the address any more", "decline": "go on mailing it"}
MOST = 5_000
OPEN = (SuppressionState.PROPOSED, SuppressionState.ACTIVE)


def nothing_here(screen: SuppressionsScreen) -> str | None:
    """Why there is nothing to open."""
    one = screen.rows.here
    if one is not None and one.target.startswith(ERASED):
        return "who this was is erased; an address that is looked for is recognised by it"
    return "the list is empty" if one is None else None


def cannot_decide(screen: SuppressionsScreen) -> str | None:
    """Why nothing can be decided."""
    if screen.rows.here is None:
        return nothing_here(screen)
    return may_not("suppress", screen)


class SuppressionsScreen(RowsPerson, Narrowing[SuppressionList, "Sequence[SuppressionView]"], Acting):
    """Proposals first; under the list the one under the cursor in full."""

    CSS_PATH = "suppressions.tcss"
    NAME = "Suppressions"
    READING = "Reading the list ..."
    BROKEN = "The list could not be read.\n\nr tries again."
    HINT = "a part of an address, domain or cause"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__(look, SuppressionList(look, id="rows"))
        self.everything = False
        """Whether those that were lifted or declined are listed too."""

    def panels(self) -> Iterable[Widget]:
        return (FactPage(id="entry"), *super().panels())

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self.ask_who(desk)
        super().open_desk(desk)

    def work_changed(self) -> None:
        """Somebody has decided."""
        self._pace.ask()

    def question(self, desk: Desk) -> Callable[[], Sequence[SuppressionView]]:
        return partial(_listed, desk, self.query_text, tuple(SuppressionState) if self.everything else OPEN)

    def show(self, found: Sequence[SuppressionView]) -> None:
        self._list.show(found)
        asked = self.query_text
        none = f"Nobody on the list matches {safe(filter_text(asked))}. esc lists all." if asked else NOBODY
        self.explain("" if found else none)
        number = {state: sum(one.state is state for one in found) for state in OPEN}
        said = [f"{number[state]} {state}" for state in OPEN if number[state]]
        self.tell(*said, self.narrowed, "with those that ended" if self.everything else "")

    def follow(self) -> None:
        """The one under the cursor in full."""
        one = self._list.here
        if one is not None:
            self.query_one("#entry", FactPage).show(suppression_facts(one, self.look))
        super().follow()

    def plain(self) -> list[str]:
        """The whole list, field by field."""
        return [
            line
            for one in self._list.known
            for line in (
                *(f"{fact.label:8} {safe(fact.text)}" for fact in suppression_facts(one, self.look)),
                "",
            )
        ]

    # -- this one --------------------------------------------------------------------------------

    @property
    def person_here(self) -> str:
        one = self._list.here
        return one.target if one is not None and "@" in one.target else ""

    @does("row.open", unless=nothing_here)
    def open_row(self) -> None:
        """All mail to the address."""
        one = self._list.here
        if one is not None:
            target = one.target if "@" in one.target else f"@{one.target}"
            self.post_message(OpenSearch(f'to:"{target}"' if " " in target else f"to:{target}"))

    def label(self, doing: Doing) -> str:
        """What `s` would do with the row; `!` lists here who is no more on the list."""
        if doing.command.id == "query.failures":
            return "ended"
        if doing.command.id == "act.suppress" and self.rows.here is not None:
            return LABELS.get(self.rows.here.state, "suppress")
        return super().label(doing)

    def acted(self) -> Acted:
        from mailtui.ui.acted import Acted

        return Acted()

    def settled(self, acted: Acted, *, done: bool) -> None:  # noqa: ARG002 - all is read again
        self.read()

    @does("act.suppress", unless=cannot_decide)
    def decide(self) -> None:
        """A proposal is accepted or declined; who is on the list is lifted, who was lifted is put there."""
        from mailtui.ui.screens.choice import Choice
        from mailtui.ui.screens.preview import Preview

        one = self._list.here
        if one is None:
            return
        if one.state is SuppressionState.PROPOSED:
            choice = Choice(f"Suppress {safe(one.target)}?", DECIDE, tell=partial(_cause, one))
            self.app.push_screen(choice, partial(self._chosen, one))
            return
        title = f"Lift {safe(one.target)}" if one.is_open else f"Suppress {safe(one.target)} again"
        box = Preview(title, partial(_cause, one), asks_why=True)
        self.app.push_screen(box, partial(self._lifted if one.is_open else self._suppress, one))

    def _chosen(self, one: SuppressionView, word: str | None) -> None:
        if word == "decline":
            self._run(one, "")
        elif word is not None:
            self._suppress(one, "")

    def _suppress(self, one: SuppressionView, why: str | None) -> None:
        actor = self.actor
        if why is None or actor is None:
            return
        wish = Whom(one.target, one.subject, one.cause)
        reason = SuppressionReason(one.reason)
        self.run_job(Job(lambda _: actor.suppress([wish], reason, None, why), self.acted()))

    def _lifted(self, one: SuppressionView, why: str | None) -> None:
        if why is not None:
            self._run(one, why)

    def _run(self, one: SuppressionView, why: str) -> None:
        actor = self.actor
        if actor is not None:
            self.run_job(Job(lambda _: actor.lift([one.target], why), self.acted()))

    # -- asking ----------------------------------------------------------------------------------

    @does("query.failures")
    def toggle_ended(self) -> None:
        """Also those that were lifted or declined, or only those that are open."""
        self.everything = not self.everything
        self.read()


def _listed(desk: Desk, asked: str, states: Sequence[SuppressionState]) -> Sequence[SuppressionView]:
    return desk.suppressions.list(asked, states, MOST)


def _cause(one: SuppressionView) -> list[str]:
    said = [f"{one.reason}, proposed by {one.proposed_by}"]
    if not one.is_open:
        why = f": {one.lift_reason}" if one.lift_reason else ""
        said.append(f"{one.state} by {one.lifted_by}{why}")
    return [*said, *one.cause.splitlines()]
