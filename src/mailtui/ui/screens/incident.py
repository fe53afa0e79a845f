"""The Incident screen: one cause, all it hits, the card that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.language import FAILED, Reading, read, toggled
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content
from mailtui.ui.screens import empty
from mailtui.ui.screens.listing import Listing
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.screens.row_screen import not_ready
from mailtui.ui.screens.taking import Taken
from mailtui.ui.widgets.diagnosis import diagnosis_lines
from mailtui.ui.widgets.facts import Fact, FactPage, remark_facts
from mailtui.ui.widgets.incident_facts import incident_card
from mailtui.ui.widgets.incident_head import IncidentHead
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.results import Results
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.enums import IncidentState
    from mailtui.model.incident import Incident
    from mailtui.model.view import Explained, RawLine, SearchRow, StoreState
    from mailtui.query.tree import Query
    from mailtui.ui.acted import Acted

GONE = "The incident is no more: lines that were imported since made others of its failures."
READING = "Reading the incident ..."


def is_here(_: IncidentScreen) -> str | None:
    """Why there is nowhere to go."""
    return "this is the incident of all these rows"


def not_read(screen: IncidentScreen) -> str | None:
    """Why there is nothing to explain."""
    return None if screen.incident is not None else "no incident is shown"


class IncidentScreen(Listing):
    """Shows one incident; its recipients are a query like any other."""

    CSS_PATH = "incident.tcss"

    def __init__(self, desk: Desk, incident: int, look: Look = LOCAL, me: str = "") -> None:
        super().__init__(look)
        self.incident_id = incident
        """The incident shown, by its id in the database."""
        self.incident: Incident | None = None
        """What is known about it; None until it has been read, or when that failed."""
        self.me = me
        self.results = Results(look, READING)
        self._desk = desk
        self._query: Reading = read(f"inc:{incident}")
        self._evidence = self._explained = False
        self._pace = Pace(self.look_again, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Incident", self.look)
        yield IncidentHead(self.look, id="head")
        with Horizontal(id="body"):
            yield self.results
            yield FactPage(id="card")
        yield Static(id="problem", markup=False)
        yield KeyLine()

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The panels are there: read the incident."""
        self.results.connect(desk.search)
        self.read()

    def read(self, *, keep: bool = False) -> None:
        """Read the incident and its recipients. `keep`: again, so the cursor stays."""
        assert self._desk is not None
        work = partial(self._desk.incidents.get, self.incident_id)
        self.background("incident", work, self._arrived, self._broken)
        if self._query.query is not None:
            self.results.run(self._query.query, keep=keep)

    def _arrived(self, incident: Incident | None) -> None:
        self.incident = incident
        if incident is None:
            self._fail(GONE)
            return
        self.remove_class("-problem")
        self.query_one(IncidentHead).show(incident)
        if not self._explained:
            self._show_card(incident_card(incident, self.look))
        if self._desk is not None:
            work = partial(_newest_diagnosis, self._desk, self.incident_id)
            self.background("card", work, self._diagnosed)
        self.update_keys()

    def _diagnosed(self, found: Explained | None) -> None:
        """The card of the newest failure says more than the incident by itself."""
        if found is not None:
            self._explained = True
            self._show_card(diagnosis_lines(found, self.look))

    def _show_card(self, facts: list[Fact]) -> None:
        remarks = remark_facts(self.incident.remarks, self.look) if self.incident else []
        self.query_one("#card", FactPage).show([*facts, *remarks])

    def _broken(self) -> None:
        if self.incident is None:
            self._fail("The incident could not be read.")

    def _fail(self, title: str) -> None:
        self.query_one("#problem", Static).update(content(f"{title}\n\nr reads again, q goes back"))
        self.add_class("-problem")
        self.update_keys()

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """It may have hit more, or be over."""
        if before is not None:
            self._pace.ask()

    def work_changed(self) -> None:
        """The head and the rows say it."""
        self._pace.ask()

    def look_again(self) -> None:
        self.read(keep=True)

    @on(Results.Counted)
    def _counted(self, event: Results.Counted) -> None:
        self._pace.done()
        self.ask_who()
        self.query_one(StatusLine).show_mode(empty.total_text(event.total))
        self.rows_changed()
        if event.total.value == 0:
            self.results.explain_empty(f"No recipient matches: {self._query.english}.")

    # -- this row --------------------------------------------------------------------------------

    @property
    def searched(self) -> Query | None:
        return self._query.query

    @property
    def query_here(self) -> str:
        return self._query.text

    def taken(self) -> Taken:
        """Of the incident what is not about one mail."""
        return super().taken()._replace(incident=self.incident_id)

    @does("row.incident", unless=is_here)
    def open_incident(self) -> None:
        """One is there already."""

    def mask_changed(self) -> None:
        super().mask_changed()
        self.read(keep=True)

    def cursor_moved(self, row: SearchRow | None) -> None:
        super().cursor_moved(row)
        self.results.histogram.mark(row.key.time if row is not None else None)

    @does("row.raw", unless=not_read)
    def toggle_raw(self) -> None:
        """The log lines of the row, then those that prove the incident, then none."""
        shown = self.has_class("-raw")
        self._evidence = shown and not self._evidence
        self._alone("-raw", shown=self._evidence or not shown)
        self.cursor_moved(self.rows.row)

    def _read_raw(self, row: SearchRow | None) -> None:
        if not self._evidence or self._desk is None:
            super()._read_raw(row)
        else:
            work = partial(self._desk.incidents.evidence, self.incident_id)
            self.background("raw", work, self._show_evidence)

    def _show_evidence(self, lines: Sequence[RawLine]) -> None:
        self._raw.show(lines, "log lines of the incident, newest first; P hides them")

    # -- deciding --------------------------------------------------------------------------------

    def acted(self) -> Acted:
        """The marked recipients, else the incident as a whole."""
        if self.marks:
            return super().acted()
        from mailtui.ui.acted import Acted

        return Acted((self.incident_id,) if self.incident is not None else ())

    def has_acted(self) -> bool:
        return self.incident is not None

    def why_not_decide(self) -> str | None:
        return None if self.incident is not None else "no incident is shown"

    def state_here(self) -> IncidentState | None:
        return self.incident.state if self.incident is not None else None

    def taker_here(self) -> str | None:
        return self.incident.assignee if self.incident is not None else None

    # -- view ------------------------------------------------------------------------------------

    @does("row.diagnosis", unless=not_read)
    def toggle_card(self) -> None:
        """The card, beside or under the list."""
        shown = bool(self.query_one("#card").display)
        self.set_class(shown, "-card-off")
        self.remove_class("-facts")
        self._alone("-card-on", shown=not shown)

    @does("view.facts", unless=not_ready)
    def toggle_facts(self) -> None:
        """Everything known about the row, in the place of the card."""
        self._alone("-facts", shown=not self.has_class("-facts"))
        self.cursor_moved(self.rows.row)

    def _alone(self, panel: str, *, shown: bool) -> None:
        """Show or hide a panel; on a small screen no other beside it, or nothing is left of the list."""
        if shown and self.has_class("-narrow"):
            self.remove_class("-card-on", "-facts", "-raw")
        self.set_class(shown, panel)

    @does("query.failures")
    def toggle_failures(self) -> None:
        """Only recipients whose mail failed for good, or all."""
        self._query = read(toggled(self._query.text, FAILED))
        self.read()

    @does("view.histogram", unless=no_rows)
    def toggle_histogram(self) -> None:
        """High, or a strip."""
        self.results.histogram.toggle()

    @does("view.refresh")
    def refresh_incident(self) -> None:
        """Look again."""
        self.read(keep=True)

    @does("go.leave")
    def leave(self) -> None:
        """Out of the innermost: the highlight, a panel, the card where it is in the way, the marks."""
        if self.has_class("-raw") or self.has_class("-facts") or self.rows.word:
            super().leave()
        elif self.has_class("-card-on"):
            self.toggle_card()
        else:
            super().leave()

    def plain(self) -> list[str]:
        """Head, card and the rows on screen, in full."""
        from mailtui.ui.rendering import safe
        from mailtui.ui.screens.plain import plain_row

        card = self.query_one("#card", FactPage).facts
        said = [safe(f"{fact.label:10} {fact.text}") for fact in card]
        rows = [plain_row(row, self.look) for row in self.rows.shown_rows()]
        return [*self.query_one(IncidentHead).plain(), "", *said, "", *rows]


def _newest_diagnosis(desk: Desk, incident: int) -> Explained | None:
    """The diagnosis of its newest failure; None when all of them came to a good end."""
    key = desk.incidents.newest(incident)
    if key is None:
        return None
    trace = desk.tracing.trace(key.owner)
    found = zip(trace.recipients, trace.diagnoses, strict=False)
    return next((one for row, one in found if row.key == key), None)
