"""The Threads screen: conversations of the mail that was imported, the newest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mailtui.ui.commands import Doing, does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenDatabase, OpenThread, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, filter_text, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.moving import Moving
from mailtui.ui.screens.thread_remarks import ThreadRemarks
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.thread_list import ShownList, thread_columns
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.conversations.view import ThreadKey, ThreadPage, ThreadRow
    from mailtui.model.view import StoreState

NONE = """\
No mail was imported, so there is no conversation.

Logs tell where mail went, not what it answers. The mail itself does:

  mailtui import archive.mbox    an mbox, also compressed
  mailtui import ~/Maildir       a maildir, or a folder of single mails
  mailtui import URL             the database of a mail platform

Letters whose Message-ID a log knows are shown with what became of them."""
READING = "Reading the conversations ..."
HINT = "a part of a subject or an address"
AHEAD = 50
"""Rows before the end of what was read at which more is read."""


def no_thread(screen: ThreadsScreen) -> str | None:
    """Why there is nothing to open."""
    return None if screen.threads_here() else "there is no conversation"


class ThreadsScreen(ThreadRemarks, Moving):
    """Who wrote last comes first."""

    CSS_PATH = "threads.tcss"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.words = ""
        """What is asked for; '' for all."""
        self.hidden = False
        """Whether those are listed too that are deleted where they came from."""
        self._desk: Desk | None = None
        self._after: ThreadKey | None = None
        self._list: ShownList[ThreadRow] = ShownList(thread_columns, lambda row: row.key.id, look, id="rows")
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Threads", self.look)
        yield Static(READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield BottomLine("only:", HINT, (("enter", "ask"), ("esc", "leave")), id="filter", seen=filter_text)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> ShownList[ThreadRow]:
        return self._list

    def threads_here(self) -> tuple[int, ...]:
        here = self._list.here
        return () if here is None else (here.key.id,)

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
        """Mail may have come; not while somebody reads further down."""
        if before is not None and self._list.cursor == 0:
            self._pace.ask()

    def mask_changed(self) -> None:
        self.read()

    @does("view.refresh")
    def read(self) -> None:
        """Read the newest again."""
        desk = self._desk
        if desk is not None:
            asked = self.words, self.hidden
            limit = max(200, self._list.count)
            work = partial(desk.conversations.page, self.words, None, limit, hidden=self.hidden)
            self.background("threads", work, partial(self._arrived, asked), self._broken)

    def _arrived(self, asked: tuple[str, bool], found: ThreadPage) -> None:
        self._pace.done()
        if asked != (self.words, self.hidden):
            return
        self._after = found.after
        self._list.word = self.words
        self._list.show(found.rows)
        self.set_class(not found.rows, "-empty")
        if not found.rows:
            said = f"No conversation has “{safe(filter_text(self.words))}” in its subject or addresses."
            self._explain(f"{said} esc lists all." if self.words else NONE)
        self._tell(found.total)
        self._follow()

    def _tell(self, total: int) -> None:
        said = [count(total, "conversation")] if total else []
        said += [f"only {filter_text(self.words)}"] if self.words else []
        said += ["with deleted ones"] if self.hidden else []
        self.query_one(StatusLine).show_mode("; ".join(said))

    def _broken(self) -> None:
        self._pace.done()
        if not self._list.count:
            self._explain("The conversations could not be read.\n\nr tries again.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """More when the end comes near."""
        desk, after = self._desk, self._after
        if desk is not None and after is not None and self._list.cursor >= self._list.count - AHEAD:
            self._after = None
            work = partial(desk.conversations.page, self.words, after, hidden=self.hidden)
            self.background("more", work, partial(self._more, (self.words, self.hidden)))
        self.update_keys()

    def _more(self, asked: tuple[str, bool], found: ThreadPage) -> None:
        if asked == (self.words, self.hidden):
            self._after = found.after
            self._list.add(found.rows)

    def plain(self) -> list[str]:
        """Every conversation that was read."""
        return [
            f"{row.key.id} {row.messages} {safe(row.subject)}: {safe(', '.join(row.people))}"
            for row in self._list.known
        ]

    # -- this one --------------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=no_thread)
    def open_row(self) -> None:
        """Its letters."""
        for thread in self.threads_here():
            self.post_message(OpenThread(thread))

    def label(self, doing: Doing) -> str:
        """`!` lists here what is deleted where it came from."""
        return "deleted" if doing.command.id == "query.failures" else super().label(doing)

    # -- asking ----------------------------------------------------------------------------------

    @does("query.failures")
    def toggle_hidden(self) -> None:
        """Also those that are deleted where they came from, or only the others."""
        self.hidden = not self.hidden
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
        self.words = event.value.strip()
        self.read()

    def _close(self) -> bool:
        shown = bool(self._filter.display)
        self._filter.display = False
        self.set_focus(self._list)
        return shown

    @does("go.leave")
    def leave(self) -> None:
        """Out of the line; else all again."""
        if not self._close() and self.words:
            self._filter.set_text("")
            self.words = ""
            self.read()
