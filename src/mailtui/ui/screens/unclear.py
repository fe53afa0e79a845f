"""The lines that were not understood: as they were written, with file and position. None is lost."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.model.moment import MINUTE, SECOND
from mailtui.query import parse
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenDatabase, OpenSearch, OpenTrace, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, safe_bytes
from mailtui.ui.screens import empty
from mailtui.ui.screens.moving import Moving
from mailtui.ui.widgets.facts import place
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.raw_lines import RawLines
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.unclear_list import UnclearList
from mailtui.ui.words import LOCAL, Look, count, stamp

if TYPE_CHECKING:
    from mailtui.model.unclear import UnclearKey, UnclearPage
    from mailtui.model.view import StoreState, Total

NONE = "Every line was understood."
NONE_OF_SOURCE = "Every line of this source was understood."
LISTED = "mailtui events --failed"
"""What lists the payloads of services that were not understood."""
NO_MAIL = "There is no mail within a minute of this line"
READING = "Reading the lines ..."
AROUND = MINUTE
"""How long before and after a line of no message its time is."""
AHEAD = 50
"""Rows before the end of what was read at which more is read."""


def no_line(screen: UnclearScreen) -> str | None:
    """Why there is nothing to open."""
    return "there is no line" if screen.rows.line is None else None


class UnclearScreen(Moving):
    """Newest first; under the list the line under the cursor in full."""

    CSS_PATH = "unclear.tcss"

    def __init__(self, source: int | None = None, look: Look = LOCAL) -> None:
        """`source`: only its lines; None: all."""
        super().__init__()
        self.look = look
        self.source_id = source
        self.total = 0
        """How many there are."""
        self._desk: Desk | None = None
        self._list = UnclearList(look, id="rows")
        self._after: UnclearKey | None = None
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Not understood", self.look)
        yield Static(READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield RawLines(id="raw")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> UnclearList:
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

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """There may be new ones; not while somebody reads further down."""
        if before is not None and self._list.cursor == 0:
            self._pace.ask()

    @does("view.refresh")
    def read(self) -> None:
        """Read the newest again."""
        desk, source = self._desk, self.source_id
        if desk is not None:
            self.background("unclear", lambda: desk.working.unclear(source), self._arrived, self._broken)

    def _arrived(self, found: UnclearPage) -> None:
        self._pace.done()
        self._take(found)
        self._list.show(found.lines)
        self.set_class(not found.lines, "-empty")
        if not found.lines:
            said = NONE if self.source_id is None else NONE_OF_SOURCE
            self._explain(f"{said}\n\n{_payloads(found.failed)}." if found.failed else said)
        self._follow()

    def _take(self, found: UnclearPage) -> None:
        self._after, self.total = found.after, found.total
        said = [count(found.total, "line") if found.total else ""]
        said += [_payloads(found.failed)] if found.failed and found.total else []
        self.query_one(StatusLine).show_mode("; ".join(said))

    def _broken(self) -> None:
        self._pace.done()
        if not self._list.count:
            self._explain("The lines could not be read.\n\nr tries again.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """The line in full; more lines when the end comes near."""
        line = self._list.line
        if line is not None:
            of = f", of message {line.queue_id}" if line.queue_id else ", of no message"
            title = f"{stamp(line.key.time, self.look)} on {line.server}{of}"
            self.query_one(RawLines).show([line.raw], title)
        desk, source, after = self._desk, self.source_id, self._after
        if desk is not None and after is not None and self._list.cursor >= self._list.count - AHEAD:
            self._after = None
            self.background("more", lambda: desk.working.unclear(source, after), self._more)
        self.update_keys()

    def _more(self, found: UnclearPage) -> None:
        self._take(found)
        self._list.add(found.lines)

    def plain(self) -> list[str]:
        """Every line that was read, as it was written, after its place."""
        return [
            f"{place(line.raw)}: {text}" for line in self._list.lines for text in safe_bytes(line.raw.data)
        ]

    # -- this line -------------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=no_line)
    def open_row(self) -> None:
        """The trace of its message; where it is of none, the mail of that time."""
        line = self._list.line
        assert line is not None
        if line.key.message:
            self.post_message(OpenTrace(line.key.message))
            return
        start, end = (
            stamp(line.key.time + gap, self.look).replace(" ", "T") for gap in (-AROUND, AROUND + SECOND)
        )
        desk, query = self._desk, f"since:{start} until:{end}"
        if desk is not None:
            find = partial(desk.search.total, parse(query), 1)
            self.background("around", find, lambda found: self._around(query, found))

    def _around(self, query: str, found: Total) -> None:
        self.post_message(OpenSearch(query) if found.value else Notice(NO_MAIL))


def _payloads(failed: int) -> str:
    return f"{count(failed, 'payload')} of services not understood: {LISTED}"
