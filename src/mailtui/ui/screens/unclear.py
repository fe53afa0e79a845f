"""The lines that were not understood: as they were written, with file and position. None is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.moment import MINUTE, SECOND
from mailtui.model.unclear import UnclearKey, UnclearLine, UnclearPage
from mailtui.query import parse
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenSearch, OpenTrace
from mailtui.ui.rendering import safe_bytes
from mailtui.ui.screens.list_screen import ListScreen
from mailtui.ui.widgets.facts import place
from mailtui.ui.widgets.raw_lines import RawLines
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.widgets.unclear_list import unclear_columns
from mailtui.ui.words import LOCAL, Look, count, stamp

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.view import StoreState, Total

NONE = "Every line was understood."
NONE_OF_SOURCE = "Every line of this source was understood."
LISTED = "mailtui events --failed"
"""What lists the payloads of services that were not understood."""
NO_MAIL = "There is no mail within a minute of this line"
AROUND = MINUTE
"""How long before and after a line of no message its time is."""


def no_line(screen: UnclearScreen) -> str | None:
    """Why there is nothing to open."""
    return "there is no line" if screen.rows.here is None else None


def only_payloads(_: UnclearScreen) -> str:
    """Why lines are not read again one by one."""
    return "lines are read once; r lists them again, and payloads (8) can be read again"


class UnclearScreen(ListScreen[ShownList[UnclearLine], UnclearPage]):
    """Newest first; under the list the line under the cursor in full."""

    CSS_PATH = "unclear.tcss"
    NAME = "Not understood"
    READING = "Reading the lines ..."
    BROKEN = "The lines could not be read.\n\nr tries again."

    def __init__(self, source: int | None = None, look: Look = LOCAL) -> None:
        """`source`: only its lines; None: all."""
        super().__init__(look, ShownList(unclear_columns, lambda line: line.key, look, id="rows"))
        self.source_id = source
        self._asked = False
        """Whether the user wants to hear what came of it."""
        self.total = 0
        """How many there are."""

    def panels(self) -> Iterable[Widget]:
        return (RawLines(id="raw"),)

    # -- reading ---------------------------------------------------------------------------------

    def concerns(self, before: StoreState, now: StoreState) -> bool:  # noqa: ARG002
        """There may be new ones; not while somebody reads further down."""
        return self._list.cursor == 0

    def question(self, desk: Desk, after: UnclearKey | None = None) -> Callable[[], UnclearPage]:
        return lambda: desk.working.unclear(self.source_id, after)

    def show(self, found: UnclearPage) -> None:
        self._take(found)
        self._list.show(found.lines)
        said = NONE if self.source_id is None else NONE_OF_SOURCE
        said = f"{said}\n\n{_payloads(found.failed)}." if found.failed else said
        self.explain("" if found.lines else said)
        if self._asked:
            self._asked = False
            self.post_message(Notice(f"Listed again: {count(found.total, 'line')} not understood"))

    @does("view.refresh")
    def read(self) -> None:
        """List them again, and say how many there are."""
        self._asked = bool(self._times)
        self.look_again()

    @does("domain.check-all", unless=only_payloads)
    def read_all(self) -> None:
        """Lines are as they are."""

    def add(self, found: UnclearPage) -> None:
        self._take(found)
        self._list.add(found.lines)

    def _take(self, found: UnclearPage) -> None:
        self.total = found.total
        if found.after is not None and self._desk is not None:
            self.more = self.question(self._desk, found.after)
        if found.total:
            self.tell(count(found.total, "line"), _payloads(found.failed) if found.failed else "")
        else:
            self.tell()

    def follow(self) -> None:
        """The line in full; more lines when the end comes near."""
        line = self._list.here
        if line is not None:
            of = f", of message {line.queue_id}" if line.queue_id else ", of no message"
            title = f"{stamp(line.key.time, self.look)} on {line.server}{of}"
            self.query_one(RawLines).show([line.raw], title)
        super().follow()

    def plain(self) -> list[str]:
        """Every line that was read, as it was written, after its place."""
        return [
            f"{place(line.raw)}: {text}" for line in self._list.known for text in safe_bytes(line.raw.data)
        ]

    # -- this line -------------------------------------------------------------------------------

    @does("row.open", unless=no_line)
    def open_row(self) -> None:
        """The trace of its message; where it is of none, the mail of that time."""
        line = self._list.here
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
