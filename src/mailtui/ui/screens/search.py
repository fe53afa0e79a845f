"""Search: one query line, results as you type, newest first, over every recipient and rejection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.history import History
from mailtui.ui.language import FAILED, relaxed, toggled
from mailtui.ui.messages import OpenDatabase
from mailtui.ui.pacing import Pace
from mailtui.ui.screens import empty
from mailtui.ui.screens.listing import Listing
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.screens.saving import Saving, name_line
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.query_bar import QueryBar
from mailtui.ui.widgets.results import Results
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.tab_line import TabLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from mailtui.model.view import SearchRow, StoreState, Total
    from mailtui.query.tree import Query
    from mailtui.ui.session import Kept

RELAX_LIMIT = 10_000


def bad_query(screen: SearchScreen) -> str | None:
    """Why the query cannot be changed by a key."""
    return None if screen.bar.reading.error is None else "the query has an error; / mends it"


def no_way(steps: int, screen: SearchScreen) -> str | None:
    """Why one cannot go that way in the history."""
    if screen.history.can(steps):
        return None
    return "this is the first query" if steps < 0 else "this is the latest query"


def no_other_query(screen: SearchScreen) -> str | None:
    """Why there is no query to go to and fro to."""
    return None if screen.history.to_last else "there is no other query yet"


class SearchScreen(Listing, Saving):
    """Every recipient and every rejection, by a query."""

    def __init__(self, text: str = "", look: Look = LOCAL) -> None:
        super().__init__(look)
        self.history = History()
        self.bar = QueryBar(text)
        self.results = Results(look, empty.OPENING)
        self.following = True
        self._pace = Pace(self.look_again, self.set_timer)
        self._peeks = Pace(self._peek, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Search", self.look)
        yield self.bar
        with Horizontal(id="body"):
            yield self.results
        yield KeyLine()

    async def mount_panels(self) -> None:
        await super().mount_panels()
        await self.mount(TabLine(), before=self.bar)
        self.show_tabs()

    def more_panels(self) -> Sequence[Widget]:
        return (*super().more_panels(), name_line())

    # -- the database ----------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there: fill the list."""
        self._desk = desk
        self.bar.connect(desk.search.complete, desk.searches.names)
        self.watch_searches()
        self.results.connect(desk.search)
        if self.bar.reading.query is None:
            self.results.explain_empty(empty.BAD_QUERY)
            self.bar.input.focus()
            return
        self.history.go(self.bar.reading.text)
        self.search()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        self.query_one(StatusLine).fail(title)
        self.results.explain_empty(empty.not_opened(title, hint))

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """Show new rows by themselves."""
        if before is not None and (self.following or not before.messages):
            if not self._pace.ask() and self.rows.cursor == 0:
                self._peeks.ask()
            self.count_tabs()
        elif not any(now.size):
            self._explain()

    def work_changed(self) -> None:
        """Rows say it, and other rows may match."""
        self._pace.ask()

    def look_again(self) -> None:
        self.search(keep=True)

    def _peek(self) -> None:
        """The newest rows alone, which cost little however long the list is."""
        if self.bar.reading.query is not None:
            self.results.peek(self.bar.reading.query, self._peeks.done)

    # -- searching -------------------------------------------------------------------------------

    def search(self, *, keep: bool = False) -> None:
        """Run what is in the query line. `keep`: it is the same query, so the cursor stays."""
        if self.bar.reading.query is not None:
            here = self.history.here
            self.results.run(self.bar.reading.query, keep=keep, return_to=here)

    @on(QueryBar.Asked)
    def _asked(self, event: QueryBar.Asked) -> None:
        self.show_tabs()
        if event.final:
            self.history.mark(None)
            self.history.go(event.reading.text)
            self.bar.history = self.history.texts
        if event.reading.query is not None:
            self.results.run(event.reading.query)

    @on(Results.Counted)
    def _counted(self, event: Results.Counted) -> None:
        self._pace.done()
        self.ask_who()
        self.bar.show_total(empty.total_text(event.total))
        self.rows_changed()
        if event.total.value == 0:
            self._explain()

    def _explain(self) -> None:
        """Say why there are no rows; which condition to drop is counted in the background."""
        reason = empty.no_rows(self.state)
        reading = self.bar.reading
        if reason is not None or self._desk is None or reading.query is None:
            self.results.explain_empty(reason or empty.OPENING)
            return
        self.results.explain_empty(empty.no_match(reading.english, ()))
        work = partial(_count_relaxed, self._desk, reading.query)
        self.background("relax", work, partial(self._explain_relaxed, reading.english))

    def _explain_relaxed(self, english: str, found: list[tuple[str, Total]]) -> None:
        still = not self.rows.keys and english == self.bar.reading.english
        if still and empty.no_rows(self.state) is None:
            self.results.explain_empty(empty.no_match(english, found))

    def run_text(self, text: str) -> None:
        """Put a query into the line and run it."""
        self.bar.show_text(text)
        self.history.go(text)
        self.bar.history = self.history.texts
        self.show_tabs()
        self.search()

    # -- the query line --------------------------------------------------------------------------

    @does("query.edit")
    def edit_query(self) -> None:
        """Go to the query line."""
        self.set_focus(self.bar.input)

    @on(QueryBar.Left)
    def left_line(self) -> None:
        """Back to the list."""
        self.rows.focus()

    @does("go.leave")
    def leave(self) -> None:
        """Out of the innermost: the line for a name, then as in every list."""
        if not self.leave_name():
            super().leave()

    @does("query.failures", unless=bad_query)
    def toggle_failures(self) -> None:
        """Only failures, or everything again."""
        self._remember_row()
        self.run_text(toggled(self.bar.reading.text, FAILED, self.bar.saved))

    @does("go.earlier", unless=partial(no_way, -1))
    def earlier_query(self) -> None:
        """Back to the query of before, and to its row."""
        self._step(-1)

    @does("go.later", unless=partial(no_way, 1))
    def later_query(self) -> None:
        """Forward again."""
        self._step(1)

    @does("go.last-place", unless=no_other_query)
    def last_query(self) -> None:
        """To and fro between two queries."""
        self._step(self.history.to_last)

    def _step(self, steps: int) -> None:
        self._remember_row()
        self.bar.show_text(self.history.step(steps).text)
        self.show_tabs()
        self.search()

    def _remember_row(self) -> None:
        self.history.mark(self.rows.key, self.rows.below)

    def kept(self) -> Kept:
        self._remember_row()
        here = self.history.here
        text = here.text if here is not None else self.bar.reading.text
        row = {"row": [*here.key], "below": here.below} if here is not None and here.key else {}
        return {**super().kept(), "query": text, **row}

    def recall(self, kept: Kept) -> None:
        """The query, and the row the cursor was on."""
        from mailtui.ui.session import key_of, number_of, text_of

        super().recall(kept)
        text = text_of(kept, "query")
        if text or key_of(kept, "row"):
            self.bar = QueryBar(text)
            self.history.go(text)
            self.history.mark(key_of(kept, "row"), number_of(kept, "below") or 0)

    # -- this row --------------------------------------------------------------------------------

    @property
    def searched(self) -> Query | None:
        return self.bar.reading.query

    @property
    def query_here(self) -> str:
        return self.bar.reading.text if self.bar.reading.error is None else ""

    def mask_changed(self) -> None:
        super().mask_changed()
        self.bar.mask_changed()
        self.search(keep=True)

    def leaving(self) -> None:
        self._remember_row()

    def cursor_moved(self, row: SearchRow | None) -> None:
        super().cursor_moved(row)
        self.results.histogram.mark(row.key.time if row is not None else None)

    # -- view ------------------------------------------------------------------------------------

    @does("view.histogram", unless=no_rows)
    def toggle_histogram(self) -> None:
        """High, or a strip."""
        self.results.histogram.toggle()

    @does("view.follow")
    def toggle_follow(self) -> None:
        """Hold the list still, or show new lines as they are imported."""
        self.following = not self.following
        self.query_one(StatusLine).show_mode("" if self.following else "held")
        if self.following:
            self.search(keep=True)

    @does("view.refresh")
    def refresh_query(self) -> None:
        """Look again."""
        if self._desk is None:
            self.post_message(OpenDatabase(self))
        else:
            self.search(keep=True)

    def plain(self) -> list[str]:
        """The rows on screen in full."""
        from mailtui.ui.screens.plain import plain_row

        return [plain_row(row, self.look) for row in self.rows.shown_rows()]


def _count_relaxed(desk: Desk, query: Query) -> list[tuple[str, Total]]:
    return [(term, desk.search.total(without, RELAX_LIMIT)) for term, without in relaxed(query)]
