"""The Suppressions screen: who is not to be mailed, who is proposed for it, why and since when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mailtui.model.enums import SuppressionReason, SuppressionState
from mailtui.model.suppression import ERASED, Whom
from mailtui.ui.commands import Doing, does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenDatabase, OpenSearch, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, filter_text, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.acting import Acting, Job, may_not
from mailtui.ui.screens.moving import Moving
from mailtui.ui.screens.rows_person import RowsPerson
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.suppression_list import SuppressionList, suppression_facts
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.suppression import SuppressionView
    from mailtui.model.view import StoreState
    from mailtui.ui.acted import Acted

NOBODY = """\
Nobody is suppressed, and nobody is proposed for it.

The worker proposes whose failures say that the address is no good;
you decide here. s on a row of any list suppresses its address,
mailtui suppress ADDRESS does too."""
HINT = "a part of an address, domain or cause"
READING = "Reading the list ..."
LABELS = {SuppressionState.PROPOSED: "decide", SuppressionState.ACTIVE: "lift"}
"""What `s` does, in the footer; it suppresses who was lifted or declined."""
DECIDE = {"accept": "do not mail the address any more", "decline": "go on mailing it"}
MOST = 5_000
OPEN = (SuppressionState.PROPOSED, SuppressionState.ACTIVE)


def nothing_here(screen: SuppressionsScreen) -> str | None:
    """Why there is nothing to open."""
    one = screen.rows.suppression
    if one is not None and one.target.startswith(ERASED):
        return "who this was is erased; an address that is looked for is recognised by it"
    return "the list is empty" if one is None else None


def cannot_decide(screen: SuppressionsScreen) -> str | None:
    """Why nothing can be decided."""
    if screen.rows.suppression is None:
        return nothing_here(screen)
    return may_not("suppress", screen)


class SuppressionsScreen(RowsPerson, Moving, Acting):
    """Proposals first; under the list the one under the cursor in full."""

    CSS_PATH = "suppressions.tcss"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.query_text = ""
        """What is asked for; '' for all."""
        self.everything = False
        """Whether those that were lifted or declined are listed too."""
        self._desk: Desk | None = None
        self._list = SuppressionList(look, id="rows")
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Suppressions", self.look)
        yield Static(READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield FactPage(id="entry")
        yield BottomLine("only:", HINT, (("enter", "ask"), ("esc", "leave")), id="filter", seen=filter_text)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> SuppressionList:
        return self._list

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self._desk = desk
        self.ask_who(desk)
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self._explain(empty.not_opened(title, hint))

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """The worker may have proposed somebody."""
        if before is not None:
            self._pace.ask()

    def mask_changed(self) -> None:
        """What narrows the list is told otherwise."""
        self.read()

    def work_changed(self) -> None:
        """Somebody has decided."""
        self._pace.ask()

    @does("view.refresh")
    def read(self) -> None:
        """Read the list again."""
        desk, asked = self._desk, self.query_text
        if desk is not None:
            states = tuple(SuppressionState) if self.everything else OPEN
            work = partial(_listed, desk, asked, states)
            self.background("list", work, partial(self._arrived, asked), self._broken)

    def _arrived(self, asked: str, found: Sequence[SuppressionView]) -> None:
        self._pace.done()
        if asked != self.query_text:
            return
        self._list.show(found)
        self.set_class(not found, "-empty")
        if not found:
            self._explain(
                f"Nobody on the list matches {safe(filter_text(asked))}. esc lists all." if asked else NOBODY
            )
        self._tell(found)
        self._follow()

    def _tell(self, found: Sequence[SuppressionView]) -> None:
        number = {state: sum(one.state is state for one in found) for state in OPEN}
        said = [f"{number[state]} {state}" for state in OPEN if number[state]]
        if self.query_text:
            said.append(f"only {filter_text(self.query_text)}")
        if self.everything:
            said.append("with those that ended")
        self.query_one(StatusLine).show_mode("; ".join(said))

    def _broken(self) -> None:
        """The error was told; what was shown before is shown still."""
        self._pace.done()
        if not self._list.count:
            self._explain("The list could not be read.\n\nr tries again.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """The one under the cursor in full."""
        one = self._list.suppression
        if one is not None:
            self.query_one("#entry", FactPage).show(suppression_facts(one, self.look))
        self.update_keys()

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

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @property
    def person_here(self) -> str:
        one = self._list.suppression
        return one.target if one is not None and "@" in one.target else ""

    @does("row.open", unless=nothing_here)
    def open_row(self) -> None:
        """All mail to the address."""
        one = self._list.suppression
        if one is not None:
            target = one.target if "@" in one.target else f"@{one.target}"
            self.post_message(OpenSearch(f'to:"{target}"' if " " in target else f"to:{target}"))

    def label(self, doing: Doing) -> str:
        """What `s` would do with the row; `!` lists here who is no more on the list."""
        if doing.command.id == "query.failures":
            return "ended"
        if doing.command.id == "act.suppress" and self.rows.suppression is not None:
            return LABELS.get(self.rows.suppression.state, "suppress")
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

        one = self._list.suppression
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

    @property
    def _filter(self) -> BottomLine:
        return self.query_one("#filter", BottomLine)

    @does("query.edit")
    def edit_query(self) -> None:
        """Only some."""
        self._filter.open()

    @on(Input.Submitted, "#filter-text")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._close()
        self.query_text = event.value.strip()
        self.read()

    def _close(self) -> bool:
        shown = bool(self._filter.display)
        self._filter.display = False
        self.set_focus(self._list)
        return shown

    @does("go.leave")
    def leave(self) -> None:
        """Out of the line; else all again."""
        if not self._close() and self.query_text:
            self._filter.set_text("")
            self.query_text = ""
            self.read()


def _listed(desk: Desk, asked: str, states: Sequence[SuppressionState]) -> Sequence[SuppressionView]:
    return desk.suppressions.list(asked, states, MOST)


def _cause(one: SuppressionView) -> list[str]:
    said = [f"{one.reason}, proposed by {one.proposed_by}"]
    if not one.is_open:
        why = f": {one.lift_reason}" if one.lift_reason else ""
        said.append(f"{one.state} by {one.lifted_by}{why}")
    return [*said, *one.cause.splitlines()]
