"""The Audit screen: who did what, when, on what and why; and whether that list is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mailtui.errors import QueryError
from mailtui.model.enums import SubjectKind
from mailtui.model.visible import is_shared
from mailtui.model.work import message_of
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenIncident, OpenTrace
from mailtui.ui.rendering import filter_text, safe
from mailtui.ui.screens.narrowing import Narrowing
from mailtui.ui.widgets.audit_list import AuditList, entry_facts
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.act import AuditView, ChainState
    from mailtui.model.view import StoreState

NOBODY = """\
Nobody has done anything here yet.

Every decision, note, tag, export and undo is written down here:
by whom, when, on what and why. mailtui audit shows the same."""
AT_ONCE = 200
"""Entries read in one piece."""


def nothing_to_open(screen: AuditScreen) -> str | None:
    """Why there is nothing to open."""
    entry = screen.rows.here
    if entry is None:
        return "there is no act"
    return None if _opens(entry) is not None else "this act is on nothing that can be opened"


class Acts(NamedTuple):
    """What is read at once."""

    entries: Sequence[AuditView]
    more: bool
    """Whether there are older ones."""
    number: int
    """How many there are in all; 0 where that was not asked."""


class AuditScreen(Narrowing[AuditList, Acts]):
    """Newest first; under the list the act under the cursor in full."""

    CSS_PATH = "audit.tcss"
    NAME = "Audit"
    READING = "Reading the audit ..."
    BROKEN = "The audit could not be read.\n\nr tries again, / asks for something else."
    HINT = "by:ann act:state since:2d on:incident:7 on:bob@example.org, and words"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__(look, AuditList(look, id="rows"))
        self.chain: ChainState | None = None
        """What the last look through the chain found."""
        self._number = 0

    def panels(self) -> Iterable[Widget]:
        return (FactPage(id="entry"), *super().panels())

    # -- reading ---------------------------------------------------------------------------------

    def concerns(self, before: StoreState, now: StoreState) -> bool:
        """Somebody may have acted while lines came in."""
        return before.acts != now.acts

    def work_changed(self) -> None:
        """Somebody has acted."""
        self._pace.ask()

    def read(self) -> None:
        """Read the newest again, and look through the whole chain."""
        super().read()
        if self._desk is not None:
            self.background("chain", self._desk.audit.verify, self._verified)

    def question(self, desk: Desk) -> Callable[[], Acts]:
        return partial(_newest, desk, self.query_text, max(AT_ONCE, self._list.count))

    def show(self, found: Acts) -> None:
        self._number = found.number
        self._list.show(found.entries)
        asked = self.query_text
        none = f"No act matches {safe(filter_text(asked))}. esc lists all." if asked else NOBODY
        self.explain("" if found.entries else none)
        self._say()
        self._can_go_on(more=found.more)

    def add(self, found: Acts) -> None:
        self._list.add(found.entries)
        self._can_go_on(more=found.more)

    def _can_go_on(self, *, more: bool) -> None:
        if more and self._desk is not None:
            self.more = partial(_older, self._desk, self.query_text, self._list.known[-1].id)

    def _verified(self, found: ChainState) -> None:
        self.chain = found
        self._say()

    def _say(self) -> None:
        chain = ""
        if self.chain is not None and self.chain.problems:
            chain = f"CHAIN BROKEN: {self.chain.problems[0].text}; mailtui audit verify"
        elif self.chain is not None and self.chain.entries:
            chain = "the chain holds"
        self.tell(count(self._number, "act") if self._number else "", self.narrowed, chain)

    def follow(self) -> None:
        """The act in full; more acts when the end comes near."""
        entry = self._list.here
        if entry is not None:
            self.query_one("#entry", FactPage).show(entry_facts(entry, self.look))
        super().follow()

    def plain(self) -> list[str]:
        """Every act that was read, field by field."""
        return [
            line
            for entry in self._list.known
            for line in (*(f"{fact.label:8} {safe(fact.text)}" for fact in entry_facts(entry, self.look)), "")
        ]

    # -- this act --------------------------------------------------------------------------------

    @does("row.open", unless=nothing_to_open)
    def open_row(self) -> None:
        """What it was done to: the incident, or the trace of the message."""
        entry = self._list.here
        message = _opens(entry) if entry is not None else None
        if message is not None:
            self.post_message(message)


def _newest(desk: Desk, asked: str, limit: int) -> Acts:
    try:
        entries, number = desk.audit.entries(asked, limit), desk.audit.count(asked)
    except QueryError as error:
        if not is_shared():
            raise
        # What is wrong is told with the word that is: it may be a name.
        title, hint = "the audit cannot read this", AuditScreen.HINT
        raise QueryError(title, error.position, error.length, hint) from None
    return Acts(entries, 0 < len(entries) < number, number)


def _older(desk: Desk, asked: str, than: int) -> Acts:
    entries = desk.audit.entries(asked, AT_ONCE, than)
    return Acts(entries, len(entries) == AT_ONCE, 0)


def _opens(entry: AuditView) -> OpenIncident | OpenTrace | None:
    """What shows the first thing that an act was on."""
    if entry.first is None:
        return None
    if entry.first.kind is SubjectKind.INCIDENT:
        return OpenIncident(entry.first.id)
    if entry.first.kind is SubjectKind.RECIPIENT:
        return OpenTrace(message_of(entry.first)[0])
    return OpenTrace(entry.first.id) if entry.first.kind is SubjectKind.MESSAGE else None
