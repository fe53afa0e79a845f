"""One conversation: its letters as a tree, and what became of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenTrace, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, safe
from mailtui.ui.screens.moving import Moving
from mailtui.ui.screens.rows_person import RowsPerson
from mailtui.ui.screens.thread_remarks import ThreadRemarks
from mailtui.ui.widgets.facts import FactPage, remark_facts
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.thread_list import NO_SUBJECT, letter_columns, letter_facts
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.conversations.view import LetterView, ThreadView
    from mailtui.model.view import StoreState
    from mailtui.model.work import Remarks

READING = "Reading the conversation ..."


def no_letter(screen: ThreadScreen) -> str | None:
    """Why there is nothing to trace."""
    return None if screen.rows.here is not None else "there is no letter"


class ThreadScreen(ThreadRemarks, RowsPerson, Moving):
    """Answers stand under what they answer; below, the letter under the cursor in full."""

    CSS_PATH = "threads.tcss"

    def __init__(self, desk: Desk, thread: int, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.thread_id = thread
        self._desk: Desk | None = desk
        self._remarks: Remarks | None = None
        self._list: ShownList[LetterView] = ShownList(
            letter_columns, lambda one: one.message, look, id="rows"
        )
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Thread", self.look)
        yield Static(READING, id="empty", markup=False)
        yield Static("", id="subject", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield FactPage(id="letter")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read at once: the database is open."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.ask_who(self._desk)
        self.read()

    @property
    def rows(self) -> ShownList[LetterView]:
        return self._list

    @property
    def person_here(self) -> str:
        """Who wrote the letter."""
        one = self._list.here
        return one.sender if one is not None and "@" in one.sender else ""

    def threads_here(self) -> tuple[int, ...]:
        return (self.thread_id,)

    # -- reading ---------------------------------------------------------------------------------

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """An answer may have come."""
        if before is not None:
            self._pace.ask()

    def mask_changed(self) -> None:
        self._list.refresh()
        self.read()

    @does("view.refresh")
    def read(self) -> None:
        """Read it again; the cursor stays."""
        desk = self._desk
        if desk is not None:
            self.background("thread", partial(_read, desk, self.thread_id), self._arrived, self._broken)

    def _arrived(self, found: tuple[ThreadView, Remarks]) -> None:
        self._pace.done()
        thread, self._remarks = found
        self.set_class(False, "-empty")
        self._list.show(thread.letters)
        self.query_one("#subject", Static).update(content(safe(thread.row.subject or NO_SUBJECT)))
        mode = [count(thread.row.messages, "letter")] + (["deleted"] if thread.row.deleted else [])
        self.query_one(StatusLine).show_mode("; ".join(mode))
        self._follow()

    def _broken(self) -> None:
        self._pace.done()
        if not self._list.count:
            self.query_one("#empty", Static).update(
                content("This conversation is not here any more: it may be part of another. q goes back.")
            )

    @on(RowChosen)
    def _follow(self) -> None:
        """The letter in full; what people put on the conversation below it."""
        one = self._list.here
        if one is not None:
            remarks = remark_facts(self._remarks, self.look) if self._remarks else []
            self.query_one("#letter", FactPage).show([*remarks, *letter_facts(one, self.look)])
        self.update_keys()

    def plain(self) -> list[str]:
        """Every letter, field by field."""
        return [
            line
            for one in self._list.known
            for line in (*(f"{fact.label:10} {safe(fact.text)}" for fact in letter_facts(one, self.look)), "")
        ]

    # -- this letter -----------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=no_letter)
    def open_row(self) -> None:
        """Its trace: that of the server or service that carried it, where one is known."""
        one = self._list.here
        if one is not None:
            self.post_message(OpenTrace(one.deliveries[-1].message if one.deliveries else one.message))


def _read(desk: Desk, thread: int) -> tuple[ThreadView, Remarks]:
    return desk.conversations.get(thread), desk.notes.of(Subject(SubjectKind.THREAD, thread))
