"""The Audit screen: who did what, when, on what and why; and whether that list is whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mailtui.errors import QueryError
from mailtui.model.enums import SubjectKind
from mailtui.model.visible import is_shared
from mailtui.model.work import message_of
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenDatabase, OpenIncident, OpenTrace, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, filter_text, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.moving import Moving
from mailtui.ui.widgets.audit_list import AuditList, entry_facts
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.act import AuditView, ChainState
    from mailtui.model.view import StoreState

NOBODY = """\
Nobody has done anything here yet.

Every decision, note, tag, export and undo is written down here:
by whom, when, on what and why. mailtui audit shows the same."""
READING = "Reading the audit ..."
HINT = "by:ann act:state since:2d on:incident:7 on:bob@example.org, and words"
AT_ONCE = 200
"""Entries read in one piece."""
AHEAD = 50
"""Rows before the end of what was read at which more is read."""


def nothing_to_open(screen: AuditScreen) -> str | None:
    """Why there is nothing to open."""
    entry = screen.rows.entry
    if entry is None:
        return "there is no act"
    return None if _opens(entry) is not None else "this act is on nothing that can be opened"


class AuditScreen(Moving):
    """Newest first; under the list the act under the cursor in full."""

    CSS_PATH = "audit.tcss"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.chain: ChainState | None = None
        """What the last look through the chain found."""
        self.query_text = ""
        """What is asked for; '' for all."""
        self._desk: Desk | None = None
        self._list = AuditList(look, id="rows")
        self._number = 0
        self._more = False
        self._pace = Pace(self._look_again, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Audit", self.look)
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
    def rows(self) -> AuditList:
        return self._list

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self._desk = desk
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self._explain(empty.not_opened(title, hint))

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """Somebody may have acted while lines came in."""
        if before is not None and before.acts != now.acts:
            self._pace.ask()

    def mask_changed(self) -> None:
        """What narrows the list is told otherwise."""
        self.read()

    def work_changed(self) -> None:
        """Somebody has acted."""
        self._pace.ask()

    @does("view.refresh")
    def read(self) -> None:
        """Read the newest again, and look through the whole chain."""
        self._look_again()
        if self._desk is not None:
            self.background("chain", self._desk.audit.verify, self._verified)

    def _look_again(self) -> None:
        desk, asked = self._desk, self.query_text
        if desk is not None:
            limit = max(AT_ONCE, len(self._list.entries))
            work = partial(_entries, desk, asked, limit)
            self.background("audit", work, partial(self._arrived, asked), self._broken)

    def _arrived(self, asked: str, found: tuple[Sequence[AuditView], int]) -> None:
        self._pace.done()
        if asked != self.query_text:
            return
        entries, self._number = found
        self._more = len(entries) < self._number
        self._list.show(entries)
        self.set_class(not entries, "-empty")
        if not entries:
            self._explain(f"No act matches {safe(filter_text(asked))}. esc lists all." if asked else NOBODY)
        self._tell()
        self._follow()

    def _verified(self, found: ChainState) -> None:
        self.chain = found
        self._tell()

    def _tell(self) -> None:
        said = [count(self._number, "act")] if self._number else []
        if self.query_text:
            said.append(f"only {filter_text(self.query_text)}")
        if self.chain is not None and self.chain.problems:
            said.append(f"CHAIN BROKEN: {self.chain.problems[0].text}; mailtui audit verify")
        elif self.chain is not None and self.chain.entries:
            said.append("the chain holds")
        self.query_one(StatusLine).show_mode("; ".join(said))

    def _broken(self) -> None:
        """The error was told; what was shown before is shown still."""
        self._pace.done()
        if not self._list.count:
            self._explain("The audit could not be read.\n\nr tries again, / asks for something else.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """The act in full; more acts when the end comes near."""
        entry = self._list.entry
        if entry is not None:
            self.query_one("#entry", FactPage).show(entry_facts(entry, self.look))
        if self._more and self._desk is not None and self._list.cursor >= self._list.count - AHEAD:
            self._more = False
            last, asked = self._list.entries[-1].id, self.query_text
            work = partial(self._desk.audit.entries, asked, AT_ONCE, last)
            self.background("more", work, partial(self._arrived_more, asked, last))
        self.update_keys()

    def _arrived_more(self, asked: str, last: int, found: Sequence[AuditView]) -> None:
        entries = self._list.entries
        if asked == self.query_text and entries and entries[-1].id == last:
            self._list.add(found)
            self._more = len(found) == AT_ONCE

    def plain(self) -> list[str]:
        """Every act that was read, field by field."""
        return [
            line
            for entry in self._list.entries
            for line in (*(f"{fact.label:8} {safe(fact.text)}" for fact in entry_facts(entry, self.look)), "")
        ]

    # -- this act --------------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=nothing_to_open)
    def open_row(self) -> None:
        """What it was done to: the incident, or the trace of the message."""
        entry = self._list.entry
        message = _opens(entry) if entry is not None else None
        if message is not None:
            self.post_message(message)

    # -- asking ----------------------------------------------------------------------------------

    @property
    def _filter(self) -> BottomLine:
        return self.query_one("#filter", BottomLine)

    @does("query.edit")
    def edit_query(self) -> None:
        """Only some acts."""
        self._filter.open()

    @on(Input.Submitted, "#filter-text")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._close()
        self._ask(event.value.strip())

    def _ask(self, text: str) -> None:
        self.query_text = text
        self._look_again()

    def _close(self) -> bool:
        shown = bool(self._filter.display)
        self._filter.display = False
        self.set_focus(self._list)
        return shown

    @does("go.leave")
    def leave(self) -> None:
        """Out of the line; else all acts again."""
        if not self._close() and self.query_text:
            self._filter.set_text("")
            self._ask("")


def _entries(desk: Desk, asked: str, limit: int) -> tuple[Sequence[AuditView], int]:
    try:
        return desk.audit.entries(asked, limit), desk.audit.count(asked)
    except QueryError as error:
        if not is_shared():
            raise
        # What is wrong is told with the word that is: it may be a name.
        raise QueryError("the audit cannot read this", error.position, error.length, HINT) from None


def _opens(entry: AuditView) -> OpenIncident | OpenTrace | None:
    """What shows the first thing that an act was on."""
    if entry.first is None:
        return None
    if entry.first.kind is SubjectKind.INCIDENT:
        return OpenIncident(entry.first.id)
    if entry.first.kind is SubjectKind.RECIPIENT:
        return OpenTrace(message_of(entry.first)[0])
    return OpenTrace(entry.first.id) if entry.first.kind is SubjectKind.MESSAGE else None
