"""The Threads screen: conversations of the mail that was imported, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from mailtui.model.conversations.view import ThreadKey, ThreadPage, ThreadRow
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenThread
from mailtui.ui.rendering import filter_text, safe
from mailtui.ui.screens.narrowing import Narrowing
from mailtui.ui.screens.thread_remarks import ThreadRemarks
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.widgets.thread_list import thread_columns
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.view import StoreState

NONE = """\
No mail was imported, so there is no conversation.

Logs tell where mail went, not what it answers. The mail itself does:

  mailtui import archive.mbox    an mbox, also compressed
  mailtui import ~/Maildir       a maildir, or a folder of single mails
  mailtui import URL             the database of a mail platform

Letters whose Message-ID a log knows are shown with what became of them."""
AT_ONCE = 200
"""Conversations read in one piece."""


def no_thread(screen: ThreadsScreen) -> str | None:
    """Why there is nothing to open."""
    return None if screen.threads_here() else "there is no conversation"


class ThreadsScreen(ThreadRemarks, Narrowing[ShownList[ThreadRow], ThreadPage]):
    """Who wrote last comes first."""

    CSS_PATH = "threads.tcss"
    NAME = "Threads"
    LABELS: ClassVar[dict[str, str]] = {"query.failures": "deleted"}
    READING = "Reading the conversations ..."
    BROKEN = "The conversations could not be read.\n\nr tries again."
    HINT = "a part of a subject or an address"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__(look, ShownList(thread_columns, lambda row: row.key.id, look, id="rows"))
        self.hidden = False
        """Whether those are listed too that are deleted where they came from."""

    def threads_here(self) -> tuple[int, ...]:
        here = self._list.here
        return () if here is None else (here.key.id,)

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self.ask_who(desk)
        super().open_desk(desk)

    def concerns(self, before: StoreState, now: StoreState) -> bool:  # noqa: ARG002
        """Mail may have come; not while somebody reads further down."""
        return self._list.cursor == 0

    @property
    def asked(self) -> Hashable:
        return self.query_text, self.hidden

    def read(self) -> None:
        """Read the newest again."""
        self.look_again()

    def question(self, desk: Desk) -> Callable[[], ThreadPage]:
        limit = max(AT_ONCE, self._list.count)
        return partial(desk.conversations.page, self.query_text, None, limit, hidden=self.hidden)

    def show(self, found: ThreadPage) -> None:
        asked = self.query_text
        self._list.word = asked
        self._list.show(found.rows)
        none = f"No conversation has “{safe(filter_text(asked))}” in its subject or addresses. esc lists all."
        self.explain("" if found.rows else none if asked else NONE)
        number = count(found.total, "conversation") if found.total else ""
        self.tell(number, self.narrowed, "with deleted ones" if self.hidden else "")
        self._can_go_on(found.after)

    def add(self, found: ThreadPage) -> None:
        self._list.add(found.rows)
        self._can_go_on(found.after)

    def _can_go_on(self, after: ThreadKey | None) -> None:
        if after is not None and self._desk is not None:
            page = self._desk.conversations.page
            self.more = partial(page, self.query_text, after, hidden=self.hidden)

    def plain(self) -> list[str]:
        """Every conversation that was read."""
        return [
            f"{row.key.id} {row.messages} {safe(row.subject)}: {safe(', '.join(row.people))}"
            for row in self._list.known
        ]

    # -- this one --------------------------------------------------------------------------------

    @does("row.open", unless=no_thread)
    def open_row(self) -> None:
        """Its letters."""
        for thread in self.threads_here():
            self.post_message(OpenThread(thread))

    # -- asking ----------------------------------------------------------------------------------

    @does("query.failures")
    def toggle_hidden(self) -> None:
        """Also those that are deleted where they came from, or only the others."""
        self.hidden = not self.hidden
        self.read()
