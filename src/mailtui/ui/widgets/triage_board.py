"""What the home screen shows: when it failed, the incidents, the single failures; or why there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from mailtui.ui.background import Background
from mailtui.ui.desk import Desk
from mailtui.ui.language import NOTHING, Reading, narrowed
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.incident import Incident, Triage
    from mailtui.model.view import Histogram, RowKey, SearchPage
    from mailtui.query.tree import Query
    from mailtui.ui.widgets.histogram import HistogramStrip
    from mailtui.ui.widgets.triage_list import Entry, TriageList

SINGLES = "is:unfiled"
FAILURES = "since:7d (is:failed OR is:open) -kind:rejection"
FIRST_PAGE = 100
MOST = 10_000
"""Single failures listed; the rest is a search away."""
BUCKETS = 240
TICK = 30.0
"""Seconds between two looks at the clock: ages are repainted when their words change."""


class TriageBoard(Vertical, Background):
    """Reads in steps that each show something: incidents, single failures, histogram."""

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

        return HistogramStrip(self._look, "nothing failed or waited in the last 7 days")

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
        keep = reading is None
        self.reading = reading or self.reading
        if self._desk is not None and self.reading.query is not None:
            work = partial(_triage, self._desk, self.reading.text)
            done = partial(self._show_incidents, self._desk, self.reading.query, keep)
            self.background("triage", work, done, self._failed)

    def facts_changed(self) -> None:
        """Lines were imported: read again, but not all the time."""
        self._pace.ask()

    def _failed(self) -> None:
        self._pace.done()
        if not self.rows.count:
            self.explain_empty("The incidents could not be read.\n\nr tries again, 2 goes to Search.")

    def _show_incidents(self, desk: Desk, query: Query, keep: bool, triage: Triage) -> None:
        self.triage = triage
        before = _singles_of(self.rows.entries) if keep else ()
        self.rows.show([*_sorted(triage.incidents), *before], keep=keep)
        if self.rows.count:
            self._show_whether()
        work = partial(desk.search.page, narrowed(query, SINGLES), None, FIRST_PAGE)
        self.background("triage", work, partial(self._show_page, desk, query, triage), self._failed)

    def _show_page(self, desk: Desk, query: Query, triage: Triage, page: SearchPage) -> None:
        keys = [row.key for row in page.rows]
        self.rows.expire()
        if page.after is None or not _singles_of(self.rows.entries):
            self._show_singles(triage, keys, page)
        if page.after is not None:
            work = partial(desk.search.keys, narrowed(query, SINGLES), MOST)
            self.background("triage", work, lambda keys: self._more_singles(desk, query, triage, keys))
        else:
            self._count(desk, query)

    def _more_singles(self, desk: Desk, query: Query, triage: Triage, keys: Sequence[RowKey]) -> None:
        self._show_singles(triage, keys)
        self._count(desk, query)

    def _show_singles(self, triage: Triage, keys: Sequence[RowKey], page: SearchPage | None = None) -> None:
        from mailtui.ui.widgets.triage_list import Heading

        entries: list[Entry] = [*_sorted(triage.incidents)]
        if keys:
            shown = triage.unfiled if not self.reading.text else len(keys)
            entries += [Heading(_said_of(max(shown, len(keys)), len(keys))), Heading(), *keys]
        self.rows.show(entries, page.rows if page else (), keep=True)
        self._show_whether()

    def _count(self, desk: Desk, query: Query) -> None:
        work = partial(desk.search.histogram, narrowed(query, FAILURES), BUCKETS)
        self.background("triage", work, self._show_histogram, self._failed)

    def _show_histogram(self, histogram: Histogram) -> None:
        self.histogram.show(histogram)
        self._pace.done()

    # -- when there is nothing -------------------------------------------------------------------

    def _show_whether(self) -> None:
        """The list, or why it is empty: the screen says that."""
        assert self.triage is not None
        self.set_class(not self.rows.count, "-empty")
        self._show_note()
        self.post_message(self.Loaded(self.triage))

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


def _triage(desk: Desk, text: str) -> Triage:
    """All there is; with a query only incidents that match it."""
    found = desk.incidents.triage()
    return replace(found, incidents=tuple(desk.incidents.list(text))) if text else found


def _sorted(incidents: Sequence[Incident]) -> list[Incident]:
    """As they come, by score: first what goes on, then what was set aside, then what is over."""
    from mailtui.ui.widgets.incident_columns import is_open

    return sorted(incidents, key=lambda incident: (incident.recovered is not None, not is_open(incident)))


def _singles_of(entries: Sequence[Entry]) -> list[Entry]:
    from mailtui.model.incident import Incident

    return [entry for entry in entries if not isinstance(entry, Incident)]


def _said_of(number: int, listed: int) -> str:
    """What stands above the single failures."""
    most = f", the newest {listed:,} of them".replace(",", " ") if listed < number else ""
    return f"{count(number, 'failure')} that {'fits' if number == 1 else 'fit'} no incident{most}"
