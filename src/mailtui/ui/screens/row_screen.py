"""A screen with rows of mail: what can be done with the row under the cursor, and the panels about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenDatabase, OpenIncident, OpenTrace, RowChosen, RowOpened
from mailtui.ui.screens.deciding import Deciding
from mailtui.ui.screens.marking import Marking
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.screens.remarking import Remarking
from mailtui.ui.screens.rows_campaign import RowsCampaign
from mailtui.ui.screens.rows_person import RowsPerson
from mailtui.ui.screens.senders_domain import SendersDomain, why_no_sender
from mailtui.ui.screens.suppressing import Suppressing
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.enums import IncidentState
    from mailtui.model.view import RawLine, SearchRow
    from mailtui.ui.session import Kept
    from mailtui.ui.widgets.facts import FactPanel
    from mailtui.ui.widgets.raw_lines import RawLines


PANELS = ("-facts", "-raw")
"""Classes of the screen while a panel is shown."""


def no_row(screen: RowScreen) -> str | None:
    """Why there is no row to act on."""
    return None if screen.rows.row is not None else "there is no row here"


def not_ready(screen: RowScreen) -> str | None:
    """Why there is no panel yet: a key may come before the first paint."""
    return None if screen.query("#facts") else "mailtui is still opening"


def no_trace(screen: RowScreen) -> str | None:
    """Why the row has no trace."""
    row = screen.rows.row
    if row is None:
        return no_row(screen)
    if row.key.is_rejection and not row.queue_id:
        return "mail refused before it got a queue id has no trace; P shows its log line"
    return None


def no_incident(screen: RowScreen) -> str | None:
    """Why the row can have no incident."""
    row = screen.rows.row
    return no_row(screen) if row is None else why_no_incident(row)


def why_no_incident(row: SearchRow) -> str | None:
    """Why a row cannot be part of an incident; None when it may be."""
    from mailtui.model.status import FAILED, HELD_UP

    if row.key.is_rejection:
        return "mail that this server refused is no failure of a delivery"
    if row.status not in FAILED | HELD_UP:
        return f"this mail is {row.status}: nothing failed"
    return None


def no_sender(screen: RowScreen) -> str | None:
    """Why there is no sending domain to go to."""
    row = screen.rows.row
    return no_row(screen) if row is None else why_no_sender(row)


class RowScreen(Marking, Deciding, Remarking, Suppressing, SendersDomain, RowsCampaign, RowsPerson):
    """Base of screens whose list holds search rows; panels are mounted after the first paint."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    _recalled: Sequence[str] = ()

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self._desk: Desk | None = None

    def on_mount(self) -> None:
        """The first paint waits for no panel that is not seen in it."""
        self.call_after_refresh(self._painted)

    async def _painted(self) -> None:
        self.post_message(OpenDatabase(self))
        await self.mount_panels()
        if self._recalled:
            self.add_class(*self._recalled)
            self.cursor_moved(self.rows.row)

    def kept(self) -> Kept:
        return {"panels": [panel for panel in PANELS if self.has_class(panel)]}

    def recall(self, kept: Kept) -> None:
        """The panels that were open are shown when they are mounted."""
        from mailtui.ui.session import words_of

        self._recalled = [panel for panel in words_of(kept, "panels") if panel in PANELS]

    async def mount_panels(self) -> None:
        """What is hidden until it is asked for."""
        from mailtui.ui.widgets.facts import FactPanel
        from mailtui.ui.widgets.raw_lines import RawLines

        await self.query_one("#body").mount(FactPanel(id="facts"))
        await self.mount(RawLines(id="raw"), *self.more_panels(), before=self.query_one("KeyLine"))

    def more_panels(self) -> Sequence[Widget]:
        """What stands at the bottom besides."""
        return ()

    @property
    def _facts(self) -> FactPanel:
        return cast("FactPanel", self.query_one("#facts"))

    @property
    def _raw(self) -> RawLines:
        return cast("RawLines", self.query_one("#raw"))

    # -- this row --------------------------------------------------------------------------------

    @property
    def mail_here(self) -> SearchRow | None:
        return self.rows.row

    def leaving(self) -> None:
        """Another screen is about to be opened from this row."""

    @does("row.open", unless=no_trace)
    def open_row(self) -> None:
        """Open the trace of the message."""
        self.leaving()
        row = self.rows.row
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

    @does("row.incident", unless=no_incident)
    def open_incident(self) -> None:
        """Who else is hit."""
        row = self.rows.row
        if row is not None and self._desk is not None:
            self.background("incident", partial(self._desk.incidents.of_row, row.key), self._incident_found)

    def _incident_found(self, incident: int | None) -> None:
        if incident is None:
            self.post_message(Notice("Who else: nobody, this failure fits no incident"))
        else:
            self.leaving()
            self.post_message(OpenIncident(incident))

    @does("row.domain", unless=no_sender)
    def open_domain(self) -> None:
        """Is it us?"""
        row = self.rows.row
        if row is not None:
            self.leaving()
            self.go_to_domain(row)

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @on(RowChosen)
    def _chosen(self, event: RowChosen) -> None:
        self.cursor_moved(event.row)

    def cursor_moved(self, row: SearchRow | None) -> None:
        """The panels follow the cursor."""
        if self.has_class("-facts"):
            self._show_facts(row)
        if self.has_class("-raw"):
            self._read_raw(row)
        self.update_keys()

    @does("move.page-down", unless=no_rows)
    def page_down(self) -> None:
        """One screenful on: of the panel that does not fit, else of the list."""
        if not self.turn_panel(1):
            super().page_down()

    @does("move.page-up", unless=no_rows)
    def page_up(self) -> None:
        """One screenful back."""
        if not self.turn_panel(-1):
            super().page_up()

    # -- deciding --------------------------------------------------------------------------------

    def why_not_decide(self) -> str | None:
        """A single row must be a failure."""
        row = self.rows.row
        return why_no_incident(row) if row is not None and not self.marks else None

    def state_here(self) -> IncidentState | None:
        return self.rows.row.state if self.rows.row is not None else None

    def taker_here(self) -> str | None:
        return self.rows.row.assignee if self.rows.row is not None else None

    def mask_changed(self) -> None:
        self.cursor_moved(self.rows.row)

    # -- panels ----------------------------------------------------------------------------------

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
        self.cursor_moved(self.rows.row)

    def _read_raw(self, row: SearchRow | None) -> None:
        desk = self._desk
        if desk is None or row is None:
            self._raw.show((), "log lines")
            return
        work = partial(_raw_lines, desk, row)
        title = f"log lines of {row.queue_id or row.id}"
        self.background("raw", work, lambda lines: self._raw.show(lines, title))

    @does("view.facts", unless=not_ready)
    def toggle_facts(self) -> None:
        """Everything known about the row, beside or under the list."""
        self.toggle_class("-facts")
        self.cursor_moved(self.rows.row)

    @does("go.leave")
    def leave(self) -> None:
        """Out of the innermost panel; else mark nothing any more."""
        if not self.leave_panel():
            self.clear_marks()

    def leave_panel(self) -> bool:
        """Hide the innermost panel; whether there was one."""
        shown = next((panel for panel in ("-raw", "-facts") if self.has_class(panel)), "")
        if shown:
            self.remove_class(shown)
        return bool(shown)


def _raw_lines(desk: Desk, row: SearchRow) -> list[RawLine]:
    """The log lines of the row's message; of a refused one, those that say so."""
    from mailtui.ui.widgets.trace_parts import all_raw

    if row.key.is_rejection:
        return list(desk.search.lines(row.key))
    return all_raw(desk.tracing.trace(row.key.owner))
