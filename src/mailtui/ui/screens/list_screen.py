"""A screen with one list, read in a thread: from its beginning, further down, and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenDatabase, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content
from mailtui.ui.screens import empty
from mailtui.ui.screens.moving import Moving
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader, RowList
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import Look

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.view import StoreState

Rows = TypeVar("Rows", bound=RowList)
Found = TypeVar("Found")
"""What is read at once: all rows, or a page of them."""
AHEAD = 50
"""Rows before the end of what was read at which more is read."""


class ListScreen(Moving, Generic[Rows, Found]):
    """Base of such screens. A subclass says what is read, and shows it.

    Messages of the list come to `follow` and to the command `row.open`: a subclass overrides those, because
    a handler marked with `on` would run beside this one, not instead of it.
    """

    NAME: ClassVar[str]
    """What the status line calls the screen."""
    READING: ClassVar[str]
    """What is said until something was read."""
    BROKEN: ClassVar[str]
    """What is said where nothing could be read."""

    def __init__(self, look: Look, rows: Rows) -> None:
        super().__init__()
        self.look = look
        self.more: Callable[[], Found] | None = None
        """What reads the rows after those that are there, in a thread; None: there are none, or it runs."""
        self._desk: Desk | None = None
        self._list = rows
        self._times = 0
        self._answered = False
        self._pace = Pace(self.look_again, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine(self.NAME, self.look)
        yield from self.above()
        yield Static(self.READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield from self.panels()
        yield KeyLine()

    def above(self) -> Iterable[Widget]:
        """What is above the list."""
        return ()

    def panels(self) -> Iterable[Widget]:
        """What is under the list."""
        return ()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> Rows:
        return self._list

    @property
    def unread(self) -> bool:
        return not self._answered

    # -- what a subclass says --------------------------------------------------------------------

    @property
    def asked(self) -> Hashable:
        """What is asked for: an answer to something else is not shown any more."""
        return None

    def question(self, desk: Desk) -> Callable[[], Found]:
        """What reads the list from its beginning, in a thread."""
        raise NotImplementedError

    def show(self, found: Found) -> None:
        """Show this instead, and set `more` where there are others."""
        raise NotImplementedError

    def add(self, found: Found) -> None:
        """Show this below, and set `more` where there are others."""
        raise NotImplementedError

    def concerns(self, before: StoreState, now: StoreState) -> bool:  # noqa: ARG002
        """Whether the list is read again when the database is another."""
        return True

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self._desk = desk
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self._answered = True
        self.explain(empty.not_opened(title, hint))

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """There may be others."""
        if before is not None and self.concerns(before, now):
            self._pace.ask()

    @does("view.refresh")
    def read(self) -> None:
        """Read all that the screen shows again; the cursor stays."""
        self.look_again()

    def look_again(self) -> None:
        """Read the list again; the cursor stays."""
        desk = self._desk
        if desk is not None:
            self.background("list", self.question(desk), partial(self._arrived, self.asked), self._broken)

    def _arrived(self, asked: Hashable, found: Found) -> None:
        self._pace.done()
        if asked == self.asked:
            self._times += 1
            self._answered = True
            self.more = None
            self.show(found)
            self.follow()

    def _broken(self) -> None:
        """The error was told; what was shown before is shown still."""
        self._pace.done()
        self._answered = True
        if not self._list.count:
            self.explain(self.BROKEN)

    def explain(self, text: str) -> None:
        """Say this where the list would be; '' shows the list."""
        self.set_class(bool(text), "-empty")
        if text:
            self.query_one("#empty", Static).update(content(text))

    def tell(self, *said: str) -> None:
        """Say these in the status line; '' is nothing."""
        self.query_one(StatusLine).show_mode("; ".join(filter(None, said)))

    # -- the row under the cursor ----------------------------------------------------------------

    @on(RowChosen)
    def _chosen_row(self) -> None:
        self.follow()

    def follow(self) -> None:
        """Another row is under the cursor, or it was read again: tell of it; read more near the end."""
        more = self.more
        if more is not None and self._list.cursor >= self._list.count - AHEAD:
            self.more = None
            self.background("more", more, partial(self._came, self._times, self.asked))
        self.update_keys()

    def _came(self, times: int, asked: Hashable, found: Found) -> None:
        """Not where the list was read again meanwhile: these may be in it already."""
        if (times, asked) == (self._times, self.asked):
            self.add(found)

    @on(RowOpened)
    def _opened_row(self) -> None:
        self.action_do("row.open")
