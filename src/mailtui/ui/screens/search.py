"""Search: one query line, results as you type, newest first, over every recipient and rejection."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.history import History
from mailtui.ui.language import FAILED, relaxed, toggled
from mailtui.ui.messages import Notice, OpenDatabase, OpenTrace, RowChosen, RowOpened
from mailtui.ui.screens import empty
from mailtui.ui.screens.listing import FindLine, Listing, no_rows
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.query_bar import QueryBar
from mailtui.ui.widgets.results import Results
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.view import RawLine, SearchRow, StoreState, Total
    from mailtui.query.tree import Query
    from mailtui.ui.widgets.facts import FactPanel
    from mailtui.ui.widgets.raw_lines import RawLines

RELAX_LIMIT = 10_000


def no_row(screen: SearchScreen) -> str | None:
    """Why there is no row to act on."""
    return None if screen.results.rows.row is not None else "there is no row here"


def no_trace(screen: SearchScreen) -> str | None:
    """Why the row has no trace."""
    row = screen.results.rows.row
    if row is None:
        return no_row(screen)
    if row.key.is_rejection and not row.queue_id:
        return "mail refused before it got a queue id has no trace; P shows its log line"
    return None


def bad_query(screen: SearchScreen) -> str | None:
    """Why the query cannot be changed by a key."""
    return None if screen.bar.reading.error is None else "the query has an error; / mends it"


def no_way(steps: int, screen: SearchScreen) -> str | None:
    """Why one cannot go that way in the history."""
    if screen.history.can(steps):
        return None
    return "this is the first query" if steps < 0 else "this is the latest query"


class SearchScreen(Listing):
    """The home screen until there is triage."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    def __init__(self, text: str = "", look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.history = History()
        self.bar = QueryBar(text)
        self.results = Results(look, empty.OPENING)
        self.following = False
        self._desk: Desk | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine("Search", self.look)
        yield self.bar
        with Horizontal(id="body"):
            yield self.results
        yield KeyLine()

    def on_mount(self) -> None:
        """The first paint waits for no panel that is not seen in it."""
        self.call_after_refresh(self._mount_panels)

    async def _mount_panels(self) -> None:
        self.post_message(OpenDatabase())
        from mailtui.ui.widgets.facts import FactPanel
        from mailtui.ui.widgets.raw_lines import RawLines

        await self.query_one("#body").mount(FactPanel(id="facts"))
        await self.mount(RawLines(id="raw"), FindLine(), before=self.query_one(KeyLine))

    @property
    def _facts(self) -> FactPanel:
        return cast("FactPanel", self.query_one("#facts"))

    @property
    def _raw(self) -> RawLines:
        return cast("RawLines", self.query_one("#raw"))

    # -- the database ----------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there: fill the list."""
        self._desk = desk
        self.bar.connect(desk.search.complete)
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
        """Follow, and show the first rows of an empty database by themselves."""
        if before is not None and (self.following or not before.messages):
            self.search(keep=True)
        elif not now.lines:
            self._explain()

    # -- searching -------------------------------------------------------------------------------

    def search(self, *, keep: bool = False) -> None:
        """Run what is in the query line. `keep`: it is the same query, so the cursor stays."""
        if self.bar.reading.query is not None:
            here = self.history.here
            self.results.run(self.bar.reading.query, keep=keep, return_to=here.key if here else None)

    @on(QueryBar.Asked)
    def _asked(self, event: QueryBar.Asked) -> None:
        if event.final:
            self.history.mark(None)
            self.history.go(event.reading.text)
            self.bar.history = self.history.texts
        if event.reading.query is not None:
            self.results.run(event.reading.query)

    @on(Results.Counted)
    def _counted(self, event: Results.Counted) -> None:
        self.bar.show_total(empty.total_text(event.total))
        self.update_keys()
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
        if not self.results.rows.keys and english == self.bar.reading.english:
            self.results.explain_empty(empty.no_match(english, found))

    def run_text(self, text: str) -> None:
        """Put a query into the line and run it."""
        self.bar.show_text(text)
        self.history.go(text)
        self.bar.history = self.history.texts
        self.search()

    # -- the query line --------------------------------------------------------------------------

    @does("query.edit")
    def edit_query(self) -> None:
        """Go to the query line."""
        self.set_focus(self.bar.input)

    @on(QueryBar.Left)
    def _left(self) -> None:
        self.results.rows.focus()

    @does("query.failures", unless=bad_query)
    def toggle_failures(self) -> None:
        """Only failures, or everything again."""
        self._remember_row()
        self.run_text(toggled(self.bar.reading.text, FAILED))

    @does("go.earlier", unless=partial(no_way, -1))
    def earlier_query(self) -> None:
        """Back to the query of before, and to its row."""
        self._step(-1)

    @does("go.later", unless=partial(no_way, 1))
    def later_query(self) -> None:
        """Forward again."""
        self._step(1)

    def _step(self, steps: int) -> None:
        self._remember_row()
        self.bar.show_text(self.history.step(steps).text)
        self.search()

    def _remember_row(self) -> None:
        self.history.mark(self.results.rows.key)

    # -- this row --------------------------------------------------------------------------------

    @does("row.open", unless=no_trace)
    def open_row(self) -> None:
        """Open the trace of the message."""
        self._remember_row()
        row = self.results.rows.row
        assert row is not None
        if not row.key.is_rejection:
            self.post_message(OpenTrace(row.key.owner, row.key))
        elif self._desk is not None:
            work = partial(self._desk.tracing.find, row.queue_id or "")
            self.background("find", work, lambda found: self._found([view.id for view in found]))

    def _found(self, messages: list[int]) -> None:
        if messages:
            self.post_message(OpenTrace(messages[0]))
        else:
            self.post_message(Notice("that mail was refused; the log has no more about it than p shows"))

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @on(RowChosen)
    def _current(self, event: RowChosen) -> None:
        if self.has_class("-facts"):
            self._show_facts(event.row)
        if self.has_class("-raw"):
            self._read_raw(event.row)
        self.results.histogram.mark(event.row.key.time if event.row is not None else None)
        self.update_keys()

    def _show_facts(self, row: SearchRow | None) -> None:
        """What the list knows at once, what only the raw lines hold when it has been read."""
        self._facts_of(row)
        if row is not None and self._desk is not None:
            self.background("facts", partial(self._desk.search.details, row.key), self._facts_of)

    def _facts_of(self, row: SearchRow | None) -> None:
        from mailtui.ui.widgets.facts import row_facts

        self._facts.show(row_facts(row, self.look) if row is not None else [])

    @does("row.raw", unless=no_row)
    def toggle_raw(self) -> None:
        """The log lines of the message, as they were written."""
        self.toggle_class("-raw")
        self._current(RowChosen(self.results.rows.row))

    def _read_raw(self, row: SearchRow | None) -> None:
        desk = self._desk
        if desk is None or row is None:
            self._raw.show((), "log lines")
            return
        work = partial(_raw_lines, desk, row)
        title = f"log lines of {row.queue_id or row.id}"
        self.background("raw", work, lambda lines: self._raw.show(lines, title))

    # -- view ------------------------------------------------------------------------------------

    @does("view.facts")
    def toggle_facts(self) -> None:
        """Everything known about the row, beside or under the list."""
        self.toggle_class("-facts")
        self._current(RowChosen(self.results.rows.row))

    @does("view.histogram", unless=no_rows)
    def toggle_histogram(self) -> None:
        """High, or a strip."""
        self.results.histogram.toggle()

    @does("view.follow")
    def toggle_follow(self) -> None:
        """Show new lines as they are imported."""
        self.following = not self.following
        self.query_one(StatusLine).show_mode("following" if self.following else "")
        if self.following:
            self.search(keep=True)

    @does("view.refresh")
    def refresh_query(self) -> None:
        """Look again."""
        if self._desk is None:
            self.post_message(OpenDatabase())
        else:
            self.search(keep=True)

    @does("go.leave")
    def leave(self) -> None:
        """Out of the innermost: the highlight line, the highlight, the fact panel."""
        if not self.leave_find():
            self.remove_class("-raw" if self.has_class("-raw") else "-facts")

    def plain(self) -> list[str]:
        """The rows on screen in full."""
        from mailtui.ui.screens.plain import plain_row

        return [plain_row(row, self.look) for row in self.results.rows.shown_rows()]


def _count_relaxed(desk: Desk, query: Query) -> list[tuple[str, Total]]:
    return [(term, desk.search.total(without, RELAX_LIMIT)) for term, without in relaxed(query)]


def _raw_lines(desk: Desk, row: SearchRow) -> list[RawLine]:
    """The log lines of the row's message; of a refused one, those that say so."""
    from mailtui.ui.widgets.trace_parts import all_raw

    if row.key.is_rejection:
        return list(desk.search.lines(row.key))
    return all_raw(desk.tracing.trace(row.key.owner))
