"""The Trace screen: everything that happened to one message, and the lines that prove it."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from mailtui.errors import MailtuiError
from mailtui.model.view import RowKey, SearchRow, Trace, TraceThread
from mailtui.model.visible import shown
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenIncident, OpenThread
from mailtui.ui.rendering import contents, safe, safe_bytes
from mailtui.ui.screens.row_screen import why_no_incident
from mailtui.ui.screens.rows_campaign import RowsCampaign
from mailtui.ui.screens.rows_person import RowsPerson, address_of
from mailtui.ui.screens.senders_domain import SendersDomain, why_no_sender
from mailtui.ui.screens.trace_acts import TraceActs
from mailtui.ui.screens.trace_visits import TraceVisits
from mailtui.ui.tones import Page
from mailtui.ui.widgets.diagnosis import DiagnosisPanel
from mailtui.ui.widgets.facts import FactPanel, place
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.raw_lines import RawLines
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.timeline import Place, Timeline
from mailtui.ui.widgets.timeline_rows import EventRow, RelatedRow
from mailtui.ui.widgets.trace_head import TraceHead
from mailtui.ui.widgets.trace_parts import all_raw, facts_of, raw_of
from mailtui.ui.words import LOCAL, Look

WIDE = 100
"""From this many columns the fact panel stands beside the timeline by itself."""
PATIENCE = 0.3
"""Seconds before the screen says that it is still reading."""


class TraceScreen(SendersDomain, RowsCampaign, RowsPerson, TraceActs, TraceVisits):
    """Shows one message; related messages open in its place, with a way back."""

    CSS_PATH = "trace.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (as Textual declares it)
    AUTO_FOCUS = "#timeline"
    _desk: Desk

    def __init__(
        self, desk: Desk, message_id: int, look: Look = LOCAL, recipient: RowKey | None = None
    ) -> None:
        """`recipient`: whom the cursor is on at first; None for the one in most trouble."""
        super().__init__()
        self._recipient = recipient
        self.message_id = message_id
        """The message shown, by its id in the database."""
        self.trace: Trace | None = None
        """What is known about it; None until it has been read, or when that failed."""
        self._desk = desk
        self._look = look
        self.back, self.ahead = [], []
        self._raw = ""

    def compose(self) -> ComposeResult:
        yield StatusLine("Trace", self._look)
        yield TraceHead(self._look, id="head")
        yield Static(id="problem", markup=False)
        with Container(id="body"):
            yield Timeline(self._look, id="timeline")
            yield FactPanel(id="facts")
        yield DiagnosisPanel(id="diagnosis")
        yield RawLines(id="raw")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the message."""
        self.read_at(None)
        self.set_timer(PATIENCE, self._say_reading)

    # -- reading ---------------------------------------------------------------------------------

    def read_at(self, at: Place | None) -> None:
        message_id = self.message_id

        def work() -> Trace | MailtuiError:
            try:
                return self._desk.tracing.trace(message_id)
            except MailtuiError as error:
                return error

        self.background("trace", work, lambda found: self._arrived(found, at), self._broken)

    def _arrived(self, found: Trace | MailtuiError, at: Place | None) -> None:
        if isinstance(found, MailtuiError):
            self._fail(found.title, found.hint)
            return
        found = self.trace = shown(found)
        self.ask_who()
        self.remove_class("-problem")
        self.query_one(TraceHead).show(found)
        self._timeline.show(found, at, self._recipient)
        self._follow()
        self.update_keys()

    def _broken(self) -> None:
        self._fail("The message could not be read", "Press r to try again")

    def _fail(self, title: str, hint: str) -> None:
        self.trace = None
        problem = contents((title, "bold $error"), f"\n\n{hint}\n", ("\nr reads again, q goes back", "dim"))
        self.query_one("#problem", Static).update(problem)
        self.add_class("-problem")
        self.update_keys()

    def _say_reading(self) -> None:
        if self.trace is None and not self.has_class("-problem"):
            self.query_one("#problem", Static).update(contents(("Reading the message ...", "dim")))
            self.add_class("-problem")

    # -- following the cursor --------------------------------------------------------------------

    @property
    def _timeline(self) -> Timeline:
        return self.query_one(Timeline)

    @property
    def thread_here(self) -> TraceThread | None:
        return self._timeline.thread

    def on_timeline_moved(self) -> None:
        """The panels show the row that the cursor is on."""
        self._follow()
        self.update_keys()

    def on_timeline_opened(self) -> None:
        """A second click is `enter`."""
        self.open_row()

    def _follow(self) -> None:
        if self.trace is None:
            return
        row = self._timeline.row
        self.query_one(FactPanel).show(facts_of(row, self.trace, self._look))
        if self.has_class("-diagnosis"):
            self.query_one(DiagnosisPanel).explain(self.trace, self._timeline.thread, self._look)
        raw = self.query_one(RawLines)
        chosen = raw_of(row, self.trace)
        if self._raw == "row":
            raw.show(chosen, "log lines of this row; P: of the whole message")
        elif self._raw == "all":
            raw.show(all_raw(self.trace), "log lines of the whole message; P: back")
            raw.reveal(chosen)

    def plain(self) -> list[str]:
        """Head, timeline and every log line, in full."""
        if self.trace is None:
            return []
        lines = [line for record in all_raw(self.trace) for line in (place(record), *safe_bytes(record.data))]
        shown = [*self.query_one(TraceHead).plain(), "", *self._timeline.plain(), ""]
        return [*shown, *(safe(line) for line in lines)]

    # -- commands: move --------------------------------------------------------------------------

    def _no_trace(self) -> str | None:
        return None if self.trace is not None else "no message is shown"

    @does("row.fold", unless=_no_trace)
    def fold(self) -> None:
        """Fold or unfold."""
        if not self._timeline.toggle():
            self.post_message(Notice("Nothing folds here: go to a thread or to folded tries"))

    @does("move.down")
    def down(self) -> None:
        """Next row, or next line of the raw view."""
        self._mover.move(1)

    @does("move.up")
    def up(self) -> None:
        """Row above."""
        self._mover.move(-1)

    @does("move.page-down")
    def page_down(self) -> None:
        """A screenful down."""
        if isinstance(self.focused, Page) or not self.turn_panel(1):
            self._mover.move_page(1)

    @does("move.page-up")
    def page_up(self) -> None:
        """A screenful up."""
        if isinstance(self.focused, Page) or not self.turn_panel(-1):
            self._mover.move_page(-1)

    @does("move.first")
    def first(self) -> None:
        """First row."""
        self._mover.move_to(0)

    @does("move.last")
    def last(self) -> None:
        """Last row."""
        self._mover.move_to(1 << 30)

    @does("move.next-failure", unless=_no_trace)
    def next_failure(self) -> None:
        """Next failing event."""
        if not self._timeline.move_failing(1):
            self.post_message(Notice("No failing event below"))

    @does("move.previous-failure", unless=_no_trace)
    def previous_failure(self) -> None:
        """Previous failing event."""
        if not self._timeline.move_failing(-1):
            self.post_message(Notice("No failing event above"))

    @property
    def _mover(self) -> Timeline | Page:
        """What the keys that move act on: a panel that tab went to, raw lines alone, else the timeline."""
        if isinstance(self.focused, Page):
            return self.focused
        return self.query_one(RawLines) if self._raw == "all" else self._timeline

    # -- commands: panels ------------------------------------------------------------------------

    @does("row.open", unless=_no_trace)
    def open_row(self) -> None:
        """Open a related message, fold or unfold, or show the facts of an event."""
        row = self._timeline.row
        if isinstance(row, RelatedRow):
            self._open_related(row)
        elif not self._timeline.toggle() and isinstance(row, EventRow):
            self._show_more()

    def _show_more(self) -> None:
        if not self.query_one(FactPanel).display:
            self.facts()
        elif not self._raw:
            self._set_raw("row")

    @does("view.facts", unless=_no_trace)
    def facts(self) -> None:
        """Show or hide the fact panel."""
        shown = bool(self.query_one(FactPanel).display)
        self.set_class(not shown, "-facts-on")
        self.set_class(shown, "-facts-off")
        if not shown and self.size.width < WIDE:
            self.remove_class("-diagnosis")
            self._set_raw("")

    def _no_failure(self) -> str | None:
        if self.trace is None:
            return self._no_trace()
        explained = any(self.trace.diagnoses) or self.trace.undiagnosed or self.trace.freeze
        return None if explained else "no recipient of this message failed or waits"

    @does("row.diagnosis", unless=_no_failure)
    def diagnosis(self) -> None:
        """Show or hide why the recipient under the cursor failed or waits."""
        shown = not self.has_class("-diagnosis")
        if shown and self.size.width < WIDE:
            self.remove_class("-facts-on")
        self._set_raw("")
        self.set_class(shown, "-diagnosis")

    @does("row.raw", unless=_no_trace)
    def raw(self) -> None:
        """The raw lines of the row, then of the whole message, then none."""
        self._set_raw({"": "row", "row": "all", "all": ""}[self._raw])

    def _set_raw(self, mode: str) -> None:
        self._raw = mode
        self.set_class(mode == "row", "-raw-row")
        self.set_class(mode == "all", "-raw-all")
        if mode:
            self.remove_class("-diagnosis")
        if mode and self.size.width < WIDE:
            self.remove_class("-facts-on")
        self.call_after_refresh(self._follow)

    @does("go.leave")
    def leave_panel(self) -> None:
        """Close the innermost panel."""
        if isinstance(self.focused, Page):
            self._timeline.focus()
        elif self._raw:
            self._set_raw("")
        elif self.has_class("-diagnosis"):
            self.diagnosis()
        elif self.has_class("-facts-on"):
            self.facts()

    # -- commands: go ----------------------------------------------------------------------------

    def _no_incident(self) -> str | None:
        if self.trace is None:
            return self._no_trace()
        recipient = self.recipient_here
        return (
            "go to a recipient: an incident is of what became of one"
            if recipient is None
            else why_no_incident(recipient)
        )

    @does("row.incident", unless=_no_incident)
    def open_incident(self) -> None:
        """Who else is hit."""
        recipient = self.recipient_here
        assert recipient is not None
        work = partial(self._desk.incidents.of_row, recipient.key)
        self.background("incident", work, self._incident_found)

    def _incident_found(self, incident: int | None) -> None:
        if incident is None:
            self.post_message(Notice("Who else: nobody, this failure fits no incident"))
        else:
            self.post_message(OpenIncident(incident))

    def _no_sender(self) -> str | None:
        row = self._any_recipient
        if self.trace is None or row is None:
            return self._no_trace() or "the log names no recipient of this mail"
        return why_no_sender(row)

    @property
    def _any_recipient(self) -> SearchRow | None:
        """The recipient the cursor is at, else the first: the sender is the same."""
        rows = self.trace.recipients if self.trace is not None else ()
        return self.recipient_here or next(iter(rows), None)

    @property
    def mail_here(self) -> SearchRow | None:
        return self._any_recipient

    @property
    def person_here(self) -> str:
        thread = self.thread_here
        return "" if thread is not None and thread.kind == "host" else address_of(self._any_recipient)

    @property
    def host_here(self) -> str:
        thread = self.thread_here
        return thread.name if thread is not None and thread.kind == "host" else ""

    @does("row.domain", unless=_no_sender)
    def open_domain(self) -> None:
        """The domain it was sent from."""
        row = self._any_recipient
        if row is not None:
            self.go_to_domain(row)

    def _no_conversation(self) -> str | None:
        if self.trace is None:
            return self._no_trace()
        here = self.trace.conversation
        return None if here is not None else "no letter of its conversation was imported: T says how"

    @does("row.thread", unless=_no_conversation)
    def open_thread(self) -> None:
        """What it answers, and what answered it."""
        if self.trace is not None and self.trace.conversation is not None:
            self.post_message(OpenThread(self.trace.conversation))

    def mask_changed(self) -> None:
        self.reload()

    @does("view.refresh")
    def reload(self) -> None:
        """Read the message again; the cursor stays."""
        self.read_at(self.place_now)

    def _open_related(self, row: RelatedRow) -> None:
        if row.related is None or row.related.message is None:
            self.post_message(Notice("Its log was never imported, so there is nothing to show"))
            return
        self.go_on_to(row.related.message)

    @property
    def place_now(self) -> Place | None:
        return self._timeline.place if self.trace else None
