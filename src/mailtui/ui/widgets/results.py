"""The result of a query: histogram, header, list, or why there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from mailtui.ui.background import Background
from mailtui.ui.desk import Searching
from mailtui.ui.messages import Notice
from mailtui.ui.rendering import content
from mailtui.ui.seeking import Test, seek
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.row_keys import RowKeys
    from mailtui.model.view import Histogram, SearchPage, Total
    from mailtui.query.tree import Query
    from mailtui.ui.history import Place
    from mailtui.ui.widgets.histogram import HistogramStrip
    from mailtui.ui.widgets.message_list import MessageList

FIRST_PAGE = 100
LIST_LIMIT = 100_000
"""Keys held by the list; who has more rows than that narrows the query."""
BUCKETS = 240


class Results(Vertical, Background):
    """Runs one query at a time, in steps that each show something: first rows, total, keys, histogram."""

    DEFAULT_CSS = """
    Results {
        width: 1fr;
        & > #empty { display: none; padding: 1 2; height: 1fr; }
        &.-empty > #empty { display: block; }
        &.-empty > MessageList, &.-empty > ListHeader, &.-empty > HistogramStrip { display: none; }
    }
    """

    class Counted(Message):
        """The total of the query that is shown is known."""

        def __init__(self, query: Query, total: Total) -> None:
            super().__init__()
            self.query = query
            self.total = total

    def __init__(self, look: Look = LOCAL, opening: str = "") -> None:
        super().__init__(classes="-empty")
        self._look = look
        self._opening = opening
        self._search: Searching | None = None
        self._return_to: Place | None = None
        self._newest: RowKeys | None = None
        """The first page, where that was read again since the query was run."""
        self._query: Query | None = None

    @cached_property
    def rows(self) -> MessageList:
        """The list; imported after the first paint, which shows none."""
        from mailtui.ui.widgets.message_list import MessageList

        return MessageList(self._look, id="rows")

    @cached_property
    def histogram(self) -> HistogramStrip:
        """The strip above the list."""
        from mailtui.ui.widgets.histogram import HistogramStrip

        return HistogramStrip(self._look)

    def compose(self) -> ComposeResult:
        yield Static(self._opening, id="empty", markup=False)

    def on_mount(self) -> None:
        """The first paint shows no rows, so it does not wait for what shows them."""
        self.call_after_refresh(self._mount_list)

    async def _mount_list(self) -> None:
        from mailtui.ui.widgets.row_list import ListHeader

        await self.mount(self.histogram, ListHeader(self.rows), self.rows)
        if self.screen.focused is None:
            self.rows.focus()

    def connect(self, search: Searching) -> None:
        """Say who answers."""
        self._search = search
        self.rows.connect(search.rows)

    @property
    def asked(self) -> tuple[Searching | None, Query | None]:
        """Who answers, and the query that is shown."""
        return self._search, self._query

    # -- the steps of a query --------------------------------------------------------------------

    def run(self, query: Query, *, keep: bool = False, return_to: Place | None = None) -> None:
        """Show the result of a query. `keep`: the same query again, so the cursor stays on its row."""
        self._query = query
        if self._search is not None:
            self.drop("peek")
            self._newest = None
            self._return_to = return_to
            work = partial(self._search.page, query, None, FIRST_PAGE)
            self.background("search", work, partial(self._show_page, self._search, query, keep))

    def peek(self, query: Query, done: Callable[[], None]) -> None:
        """Show new rows at the top of the same query, and leave the rest for the next `run`."""
        if self._search is not None:
            work = partial(self._search.page, query, None, FIRST_PAGE)
            self.background("peek", work, partial(self._peeked, done), done)

    def _peeked(self, done: Callable[[], None], page: SearchPage) -> None:
        if self.rows.cursor == 0 and page.rows:
            self._newest = _keys_of(page)
            self.rows.show(self.rows.keys.behind(self._newest), page.rows, keep=True)
            self.remove_class("-empty")
        done()

    def _show_page(self, search: Searching, query: Query, keep: bool, page: SearchPage) -> None:
        keys = _keys_of(page)
        whole = page.after is None and len(keys) < FIRST_PAGE
        if whole or not keep:
            self.rows.show(keys, page.rows, keep=keep)
            self._return()
        elif self.rows.cursor == 0:
            self.rows.show(self.rows.keys.behind(keys), page.rows, keep=True)
        self.set_class(not keys, "-empty")
        if whole:
            from mailtui.model.view import Total  # here, because the first paint does not wait for it

            self._show_total(search, query, Total(len(keys), exact=True))
            return
        work = partial(search.keys, query, LIST_LIMIT)
        self.background("search", work, partial(self._show_keys, search, query, keep))

    def _show_keys(self, search: Searching, query: Query, keep: bool, keys: RowKeys) -> None:
        if keep:
            self.rows.show(keys.behind(self._newest) if self._newest else keys, keep=True)
        else:
            self.rows.extend(keys)
            self._return()
        self.background("search", partial(search.total, query), partial(self._show_total, search, query))

    def _show_total(self, search: Searching, query: Query, total: Total) -> None:
        self.post_message(self.Counted(query, total))
        self.background("search", partial(search.histogram, query, BUCKETS), self._show_histogram)

    def _show_histogram(self, histogram: Histogram) -> None:
        self.histogram.show(histogram)

    def _return(self) -> None:
        """Back to the row that the cursor was on when this query was left."""
        place = self._return_to
        if place is not None and place.key in self.rows.keys:
            self.rows.stand(self.rows.keys.index(place.key), place.below)
            self._return_to = None

    def explain_empty(self, text: str) -> None:
        """Why nothing is listed and what to do, in plain lines."""
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    # -- looking for a row -----------------------------------------------------------------------

    def seek(self, test: Test, step: int, missing: str = "") -> None:
        """Move to the next row that passes a test; say `missing` (if anything) when there is none."""
        if self._search is None:
            return
        work = partial(seek, self._search.rows, self.rows.keys, self.rows.cursor, step, test)
        self.background("seek", work, partial(self._sought, missing))

    def _sought(self, missing: str, place: int | None) -> None:
        if place is not None:
            self.rows.move_to(place)
        elif missing:
            self.post_message(Notice(missing))


def _keys_of(page: SearchPage) -> RowKeys:
    from mailtui.model.row_keys import RowKeys  # here, because the first paint does not wait for it

    return RowKeys([row.key for row in page.rows])
