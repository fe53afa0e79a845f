"""Triage, the home screen: what is failing, brought down to a few incidents."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.language import FAILED, toggled
from mailtui.ui.messages import Notice, OpenDatabase, OpenIncident
from mailtui.ui.screens import empty
from mailtui.ui.screens.marking import EVERYTHING, Find
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.screens.row_screen import RowScreen, no_incident, no_trace
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.triage_board import TriageBoard
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailtui.model.enums import IncidentState
    from mailtui.model.incident import Incident
    from mailtui.model.view import RawLine, RowKey, SearchRow, StoreState
    from mailtui.ui.acted import Acted
    from mailtui.ui.session import Kept
    from mailtui.ui.widgets.query_bar import QueryBar
    from mailtui.ui.widgets.triage_list import TriageList


def nothing_here(screen: TriageScreen) -> str | None:
    """Why there is nothing to act on."""
    return None if screen.incident_here or screen.rows.row else "there is nothing here"


def not_openable(screen: TriageScreen) -> str | None:
    """Why the row cannot be opened."""
    return None if screen.incident_here else no_trace(screen)


def not_open_yet(screen: TriageScreen) -> str | None:
    """Why nothing is explained here."""
    what = "incident" if screen.incident_here else "trace"
    return nothing_here(screen) or f"open the {what} first: enter, then x; or p here"


def no_incident_here(screen: TriageScreen) -> str | None:
    """Why there is no incident to go to."""
    return None if screen.incident_here else no_incident(screen)


def no_query_line(screen: TriageScreen) -> str | None:
    """Why there is no query line yet."""
    return None if screen.bar.is_attached else "mailtui is still opening"


def cannot_narrow(screen: TriageScreen) -> str | None:
    """Why a key cannot change the query."""
    return (
        no_query_line(screen) or (screen.bar.reading.error and "the query has an error; / mends it") or None
    )


class TriageScreen(RowScreen):
    """Incidents by urgency, then single failures."""

    LABELS: ClassVar[dict[str, str]] = {"row.diagnosis": ""}  # it can only be said why not

    def __init__(self, look: Look = LOCAL, me: str = "") -> None:
        super().__init__(look)
        self.me = me
        self.board = TriageBoard(look, empty.OPENING)
        self._text = ""
        self._return_to: RowKey | int | None = None

    def compose(self) -> ComposeResult:
        yield StatusLine("Triage", self.look)
        with Horizontal(id="body"):
            yield self.board
        yield KeyLine()

    async def mount_panels(self) -> None:
        await super().mount_panels()
        self.bar.display = bool(self._text)
        await self.mount(self.bar, before=self.query_one("#body"))

    @cached_property
    def bar(self) -> QueryBar:
        """The query line; the first paint shows none."""
        from mailtui.ui.widgets.query_bar import QueryBar

        return QueryBar(self._text)

    @property
    def rows(self) -> TriageList:
        return self.board.rows

    def matching(self) -> Find | None:
        """The incidents of the list, and single failures without its limit."""
        singles = self.board.find_singles(EVERYTHING)
        incidents = [item for item in self.rows.items() if isinstance(item, int)]
        return (lambda: [*incidents, *singles()]) if singles is not None else None

    # -- the database ----------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there: fill the list."""
        self._desk = desk
        self.board.connect(desk)
        self.bar.connect(desk.search.complete, desk.searches.names)
        self.board.load(self.bar.reading)

    def kept(self) -> Kept:
        item = self.rows.item(self.rows.cursor) if self.rows.count else None
        kept: dict[str, object] = {**super().kept(), "query": self.bar.reading.text}
        if isinstance(item, int):
            kept["incident"] = item
        elif item is not None:
            kept["row"] = [*item]
        return kept

    def recall(self, kept: Kept) -> None:
        """The query, and the incident or the row that the cursor was on."""
        from mailtui.ui.session import key_of, number_of, text_of

        super().recall(kept)
        self._text = text_of(kept, "query")
        self._return_to = key_of(kept, "row") or number_of(kept, "incident")

    def _return(self) -> None:
        """Once, and only when the cursor was not moved meanwhile."""
        if self._return_to is None or any(map(self.rows.stands, range(self.rows.cursor))):
            self._return_to = None
            return
        places = range(self.rows.count)
        place = next((one for one in places if self.rows.item(one) == self._return_to), None)
        if place is not None:
            self._return_to = None
            self.rows.move_to(place)

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self.board.explain_empty(empty.not_opened(title, hint))

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """What fails now may be something else."""
        if before is not None:
            self.board.facts_changed()
        elif not any(now.size):
            self._explain()

    def on_screen_resume(self) -> None:
        """Somebody may have decided something on another screen."""
        if self.board.triage is not None:
            self.board.facts_changed()

    @on(TriageBoard.Loaded)
    def _loaded(self) -> None:
        self.rows_changed()
        self._tell_left()
        if self.bar.is_attached:
            incidents = sum(self.rows.stands(place) for place in range(self.rows.count))
            self.bar.show_total(count(incidents, "row"))
        self._return()
        self.cursor_moved(self.rows.row)
        if not self.rows.count:
            self._explain()

    def _tell_left(self) -> None:
        """How many failures are left that wait for somebody."""
        left = self.board.left
        if left is not None:
            self.ask_who()
            self.query_one(StatusLine).show_mode(count(left, "left", "left"))

    def _explain(self) -> None:
        reason = empty.no_rows(self.state)
        if reason is None and self.board.triage is not None:
            reason = empty.no_failures(self.board.triage, self.board.reading, self.look)
        self.board.explain_empty(reason or empty.OPENING)

    # -- the query line --------------------------------------------------------------------------

    @does("query.edit", unless=no_query_line)
    def edit_query(self) -> None:
        """Narrow the incidents by a query."""
        self.bar.display = True
        self.set_focus(self.bar.input)

    @does("query.failures", unless=cannot_narrow)
    def toggle_failures(self) -> None:
        """Only what failed for good, or what waits too."""
        self._narrow(toggled(self.bar.reading.text, FAILED, self.bar.saved))

    def _narrow(self, text: str) -> None:
        self.bar.show_text(text)
        self.bar.display = bool(text)
        self.board.load(self.bar.reading)

    def on_query_bar_asked(self, event: QueryBar.Asked) -> None:
        """Something was typed."""
        if event.reading.query is not None:
            self.board.load(event.reading)

    def on_query_bar_left(self) -> None:
        """Back to the list; an empty line is not worth its row."""
        self.bar.display = bool(self.bar.reading.text)
        self.set_focus(self.rows)

    # -- this row --------------------------------------------------------------------------------

    @property
    def incident_here(self) -> Incident | None:
        return self.rows.incident

    @property
    def host_here(self) -> str:
        incident = self.incident_here
        return (incident.host or "") if incident is not None else ""

    @does("row.open", unless=not_openable)
    def open_row(self) -> None:
        """The incident, or the trace of a single failure."""
        incident = self.incident_here
        if incident is not None:
            self.post_message(OpenIncident(incident.id))
        else:
            super().open_row()

    @does("row.incident", unless=no_incident_here)
    def open_incident(self) -> None:
        """Who else is hit."""
        incident = self.incident_here
        if incident is not None:
            self.post_message(OpenIncident(incident.id))
        else:
            super().open_incident()

    @does("row.diagnosis", unless=not_open_yet)
    def diagnosis(self) -> None:
        """It is shown where the row is opened."""

    @does("row.raw", unless=nothing_here)
    def toggle_raw(self) -> None:
        """The log lines that prove it."""
        super().toggle_raw()

    def cursor_moved(self, row: SearchRow | None) -> None:
        super().cursor_moved(row)
        incident = self.incident_here
        self.board.histogram.mark(incident.onset if incident else row.key.time if row else None)

    def _show_facts(self, row: SearchRow | None) -> None:
        incident = self.incident_here
        if incident is None:
            super()._show_facts(row)
            return
        from mailtui.ui.widgets.incident_facts import incident_facts

        self.drop("facts")
        self._facts.show(incident_facts(incident, self.look))

    def _read_raw(self, row: SearchRow | None) -> None:
        incident, desk = self.incident_here, self._desk
        if incident is None or desk is None:
            super()._read_raw(row)
            return
        title = f"log lines of {incident.failure_class} at {incident.provider}, newest first"
        work = partial(desk.incidents.evidence, incident.id)
        self.background("raw", work, partial(self._show_evidence, title))

    def _show_evidence(self, title: str, lines: Sequence[RawLine]) -> None:
        self._raw.show(lines, title)

    def mask_changed(self) -> None:
        super().mask_changed()
        if self.bar.is_attached:
            self.bar.mask_changed()
        self.board.load()

    # -- deciding, moving ------------------------------------------------------------------------

    def why_not_decide(self) -> str | None:
        return None if self.incident_here is not None else super().why_not_decide()

    def state_here(self) -> IncidentState | None:
        incident = self.incident_here
        return incident.state if incident is not None else super().state_here()

    def taker_here(self) -> str | None:
        incident = self.incident_here
        return incident.assignee if incident is not None else super().taker_here()

    def settled(self, acted: Acted, *, done: bool) -> None:
        """Show it; from one that is done with on to the next that is open."""
        place = self.rows.next_open(1, but=acted.items)
        if done and place is not None and self.rows.item(self.rows.cursor) in acted.items:
            self.rows.move_to(place)
        self.board.load()

    def work_changed(self) -> None:
        """What is open may be something else."""
        self.board.facts_changed()

    @does("move.next-failure", unless=no_rows)
    def next_failure(self) -> None:
        """To the next that is open."""
        self._seek(1, "no further open failure below")

    @does("move.previous-failure", unless=no_rows)
    def previous_failure(self) -> None:
        """To the open one above."""
        self._seek(-1, "no further open failure above")

    def _seek(self, step: int, missing: str) -> None:
        place = self.rows.next_open(step)
        if place is None:
            self.post_message(Notice(missing))
        else:
            self.rows.move_to(place)

    # -- view ------------------------------------------------------------------------------------

    @does("view.histogram", unless=no_rows)
    def toggle_histogram(self) -> None:
        """High, or a strip."""
        self.board.histogram.toggle()

    @does("view.refresh")
    def refresh_list(self) -> None:
        """Look again."""
        if self._desk is None:
            self.post_message(OpenDatabase(self))
        else:
            self.board.load()

    def plain(self) -> list[str]:
        """The rows on screen in full."""
        from mailtui.ui.screens.plain import plain_incident, plain_row

        incidents = [plain_incident(incident, self.look) for incident in self.rows.shown_incidents()]
        return [*incidents, *(plain_row(row, self.look) for row in self.rows.shown_rows())]
