"""What the home screen shows: when it failed, the incidents, the single failures; or why there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from mailtui.model.home import BUCKETS, FAILURES, FIRST_PAGE, SINGLES
from mailtui.ui.background import Background
from mailtui.ui.desk import Desk
from mailtui.ui.language import NOTHING, Reading, narrowed
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.incident import Incident, Triage
    from mailtui.model.view import Histogram, RowKey, SearchPage, SearchRow
    from mailtui.query.tree import Query
    from mailtui.ui.widgets.histogram import HistogramStrip
    from mailtui.ui.widgets.triage_list import Entry, TriageList

MOST = 10_000
"""Single failures listed; the rest is a search away."""
TICK = 30.0
"""Seconds between two looks at the clock: ages are repainted when their words change."""


class TriageBoard(Vertical, Background):
    """Reads in steps that each show something: incidents, single failures, histogram.

    One after the other: side by side each would wait for the other's Python.
    """

    DEFAULT_CSS = """
    TriageBoard {
        width: 1fr;
        & > #empty { display: none; padding: 1 2; height: 1fr; }
        & > #note { display: none; height: 1; padding: 0 1; color: $warning; text-style: bold; }
        &.-noted > #note { display: block; }
        &.-empty > #empty { display: block; }
        /* The list stays and keeps the keyboard; it has nothing to show. */
        &.-empty > TriageList { height: 1; scrollbar-size-vertical: 0; }
        &.-empty > ListHeader, &.-empty > HistogramStrip, &.-empty > #note { display: none; }
    }
    """

    class Loaded(Message):
        """What there is has been read."""

        def __init__(self, triage: Triage) -> None:
            super().__init__()
            self.triage = triage

    def __init__(self, look: Look = LOCAL, opening: str = "") -> None:
        super().__init__(classes="-empty")
        self.triage: Triage | None = None
        """What was read last."""
        self.reading: Reading = NOTHING
        """The query that narrows it."""
        self._look = look
        self._opening = opening
        self._desk: Desk | None = None
        self._singles: Sequence[RowKey] | None = None
        self._singles_left: int | None = None
        """How many single failures wait for somebody, whatever is listed."""
        self._incidents_left = 0
        """The same of incidents."""
        self._kept = False
        self._pace = Pace(self.load, self.set_timer)
        self._shown: list[str] = []

    @cached_property
    def rows(self) -> TriageList:
        """The list; imported after the first paint, which shows none."""
        from mailtui.ui.widgets.triage_list import TriageList

        return TriageList(self._look, id="rows")

    @cached_property
    def histogram(self) -> HistogramStrip:
        """The strip above the list."""
        from mailtui.ui.widgets.histogram import HistogramStrip

        return HistogramStrip(self._look, "nothing failed or waited in the last 7 days", trouble=True)

    def compose(self) -> ComposeResult:
        yield Static(self._opening, id="empty", markup=False)

    def on_mount(self) -> None:
        """The first paint shows no rows, so it does not wait for what shows them."""
        self.call_after_refresh(self._mount_list)

    async def _mount_list(self) -> None:
        from mailtui.ui.widgets.row_list import ListHeader

        note = Static("", id="note", markup=False)
        await self.mount(self.histogram, note, ListHeader(self.rows), self.rows)
        if self.screen.focused is None:
            self.rows.focus()
        self.set_interval(TICK, self._tick)

    # -- reading ---------------------------------------------------------------------------------

    def connect(self, desk: Desk) -> None:
        """Say who answers."""
        self._desk = desk
        self.rows.connect(desk.search.rows)

    def load(self, reading: Reading | None = None) -> None:
        """Read what matches a query; without one the same again, and the cursor stays."""
        if reading is not None:
            self.reading = reading
            self.triage = self._singles = None
            self._kept = False
        query = self.reading.query
        if self._desk is not None and query is not None:
            work = partial(_triage, self._desk, self.reading.spelled_out)
            done = partial(self._incidents_came, self._desk, query)
            self.background("triage", work, done, self._failed)

    def find_singles(self, limit: int) -> Callable[[], Sequence[RowKey]] | None:
        """What finds the single failures that match, up to a limit; None when nobody can be asked."""
        query = self.reading.query
        if self._desk is None or query is None:
            return None
        return partial(self._desk.search.keys, narrowed(query, SINGLES), limit)

    def facts_changed(self) -> None:
        """Lines were imported: read again, but not all the time."""
        self._pace.ask()

    def _failed(self) -> None:
        self._pace.done()
        if not self.rows.count:
            self.explain_empty("The incidents could not be read.\n\nr tries again, 2 goes to Search.")

    def _incidents_came(self, desk: Desk, query: Query, found: tuple[Triage, int]) -> None:
        self.triage, self._incidents_left = found
        self._show()
        work = partial(desk.search.page, narrowed(query, SINGLES), None, FIRST_PAGE)
        self.background("triage", work, partial(self._page_came, desk, query), self._failed)

    def _page_came(self, desk: Desk, query: Query, page: SearchPage) -> None:
        """The first single failures; the list shows them at once when it shows none."""
        whole = page.after is None
        self.rows.expire()
        if whole or not self._singles:
            self._singles_came([row.key for row in page.rows], page.rows)
        if whole:
            self._count(desk, query)
        else:
            keys = partial(desk.search.keys, narrowed(query, SINGLES), MOST)
            self.background("triage", keys, partial(self._keys_came, desk, query), self._failed)

    def _keys_came(self, desk: Desk, query: Query, keys: Sequence[RowKey]) -> None:
        self._singles_came(keys)
        self._count(desk, query)

    def _singles_came(self, keys: Sequence[RowKey], rows: Sequence[SearchRow] = ()) -> None:
        self._singles = keys
        self.rows.know(rows)
        self._show()

    def _count(self, desk: Desk, query: Query) -> None:
        unfiled = self.triage.unfiled if self.triage is not None else 0
        known = None if self.reading.text else self.singles
        work = partial(_counts, desk, query, unfiled, known)
        self.background("triage", work, self._counted, self._failed)

    def _counted(self, found: tuple[Histogram, int]) -> None:
        histogram, self._singles_left = found
        self.histogram.show(histogram)
        self._pace.done()
        if self.triage is not None:
            self.post_message(self.Loaded(self.triage))

    @property
    def singles(self) -> int:
        """How many single failures match; the list may hold fewer."""
        if self.triage is None or self._singles is None:
            return 0
        return max(len(self._singles), 0 if self.reading.text else self.triage.unfiled)

    @property
    def left(self) -> int | None:
        """How many incidents and single failures wait for somebody, also what the query leaves out.

        None while that is not known.
        """
        if self.triage is None or self._singles is None or self._singles_left is None:
            return None
        return self._incidents_left + self._singles_left

    # -- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        """What is known so far, incidents first."""
        if self.triage is None:
            return
        self.rows.show(list(self._entries(self.triage)), keep=self._kept)
        self._kept = True
        self.set_class(not self.rows.count and self._singles is not None, "-empty")
        self._show_note()
        if self.rows.count or self._singles is not None:
            self.post_message(self.Loaded(self.triage))

    def _entries(self, triage: Triage) -> Iterator[Entry]:
        from mailtui.ui.widgets.triage_list import Heading

        yield from _sorted(triage.incidents)
        if self._singles:
            yield Heading(_said_of(self.singles, len(self._singles)))
            yield Heading()
            yield from self._singles

    # -- when there is nothing -------------------------------------------------------------------

    def _show_note(self) -> None:
        from mailtui.ui.screens.empty import triage_note

        note = triage_note(self.triage, self.reading, self._look) if self.triage else ""
        self.set_class(bool(note), "-noted")
        for line in self.query("#note").results(Static):
            if str(line.content) != note:
                line.update(content(note))

    def explain_empty(self, text: str) -> None:
        """Why nothing is listed and what to do, in plain lines."""
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    def _tick(self) -> None:
        """Ages go on: paint what they changed."""
        self._show_note()
        shown = self.rows.shown()
        if shown != self._shown:
            self._shown = shown
            self.rows.refresh()


def _counts(desk: Desk, query: Query, unfiled: int, known: int | None) -> tuple[Histogram, int]:
    """When it failed, and how many single failures of all wait for us. `known`: how many there are."""
    from mailtui.query import parse

    waiting = desk.search.total(parse(f"{SINGLES} state:waiting"), MOST).value
    if known is None:
        known = max(unfiled, desk.search.total(parse(SINGLES), MOST).value)
    return desk.search.histogram(narrowed(query, FAILURES), BUCKETS), max(0, known - waiting)


def _triage(desk: Desk, text: str) -> tuple[Triage, int]:
    """All there is, with a query only incidents that match it; and how many of all wait for somebody."""
    from mailtui.ui.widgets.incident_columns import needs_somebody

    found = desk.incidents.triage()
    left = sum(map(needs_somebody, found.incidents))
    return (replace(found, incidents=tuple(desk.incidents.list(text))) if text else found), left


def _sorted(incidents: Sequence[Incident]) -> list[Incident]:
    """As they come, by score: first what goes on, then what was set aside, then what is over."""
    from mailtui.ui.widgets.incident_columns import is_open

    return sorted(incidents, key=lambda incident: (incident.recovered is not None, not is_open(incident)))


def _said_of(number: int, listed: int) -> str:
    """What stands above the single failures."""
    most = f", the newest {listed:,} of them".replace(",", " ") if listed < number else ""
    return f"{count(number, 'failure')} that {'fits' if number == 1 else 'fit'} no incident{most}"
