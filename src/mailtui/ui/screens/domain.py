"""The screen of one domain: expected against found, what to publish, SPF tree, failures, history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mailtui.errors import MailtuiError
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Leave, Notice, OpenSearch, OpenTrace, RowChosen, RowOpened, StateRead
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import contents
from mailtui.ui.screens.domain_remarks import DomainRemarks
from mailtui.ui.screens.domain_verbs import DomainVerbs, add_line
from mailtui.ui.screens.moving import Moving, no_rows
from mailtui.ui.screens.taking import Taken
from mailtui.ui.widgets.domain_head import DomainHead
from mailtui.ui.widgets.domain_page import DomainPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.widgets.zone_panel import ZonePanel
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail, DomainRow
    from mailtui.model.view import SearchPage, StoreState

TICK = 30.0
"""Seconds between two looks at the clock: ages are repainted when their words change."""
NEWEST = 20
"""Failures listed; the search has all."""


def nothing_to_open(screen: DomainScreen) -> str | None:
    """Why `enter` does nothing here."""
    line = screen.rows.line
    if line is not None and (line.search or line.row is not None):
        return None
    return "go to the failures it caused; nothing else opens here"


def not_read(screen: DomainScreen) -> str | None:
    """Why there is nothing to show."""
    return None if screen.detail is not None else "no domain is shown"


def no_failures(screen: DomainScreen) -> str | None:
    """Why there are no failures to go to."""
    if screen.detail is None:
        return not_read(screen)
    return None if screen.detail.row.caused else "no failure that its set-up may have caused is known"


class DomainScreen(DomainRemarks, Moving, DomainVerbs):
    """Shows one domain of the list."""

    CSS_PATH = "domain.tcss"
    NO_EXPORT = "domains are exported by mailtui domains --json"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    def __init__(self, desk: Desk, name: str, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.domain_name = name
        """The domain shown."""
        self.detail: DomainDetail | None = None
        """What is known about it; None until it has been read, or when that failed."""
        self._desk: Desk | None = desk
        self._page = DomainPage(look, id="page")
        self._edition: tuple[int, ...] | None = None
        """Of the domain as it was read."""
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Domain", self.look)
        yield DomainHead(self.look, id="head")
        yield Static(id="problem", markup=False)
        yield self._page
        yield ZonePanel(id="zone")
        yield add_line()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the domain."""
        self.set_focus(self._page)
        self.know_desk(self._desk)
        self.set_interval(TICK, self._tick)
        self.read()

    def _tick(self) -> None:
        """Ages go on: paint what they changed."""
        if self.detail is not None:
            self._show(self.detail)

    @property
    def rows(self) -> DomainPage:
        return self._page

    @property
    def domain_here(self) -> DomainRow | None:
        return self.detail.row if self.detail is not None else None

    def domains_here(self) -> Sequence[DomainRow]:
        return [self.detail.row] if self.detail is not None else []

    def mask_changed(self) -> None:
        self.read()

    def taken(self) -> Taken:
        """The domain."""
        return Taken([self.domain_name] if self.detail is not None else [])

    def has_taken(self) -> bool:
        return self.detail is not None

    # -- reading ---------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the domain again; the cursor stays."""
        desk, name = self._desk, self.domain_name
        assert desk is not None

        def work() -> tuple[tuple[int, ...], DomainDetail] | MailtuiError:
            try:
                return desk.domains.edition(), desk.domains.detail(name)
            except MailtuiError as error:
                return error

        self.background("domain", work, self._arrived, self._broken)

    def list_changed(self) -> None:
        self.read()

    def look_over(self) -> None:
        self.read()

    def _arrived(self, found: tuple[tuple[int, ...], DomainDetail] | MailtuiError) -> None:
        self._pace.done()
        if isinstance(found, MailtuiError):
            self._fail(found.title, found.hint)
            return
        self.remove_class("-problem")
        self._edition, detail = found
        self._show(detail)
        if detail.row.caused and self._desk is not None:
            work = partial(_failures, self._desk, detail.query)
            self.background("failures", work, self._failures_read)

    def _failures_read(self, page: SearchPage) -> None:
        if self.detail is not None:
            self._page.show(self.detail, page.rows)

    def _show(self, detail: DomainDetail) -> None:
        self.detail, self.failed = detail, False
        self.query_one(DomainHead).show(detail, looking=detail.row.name in self.looking)
        self._page.show(detail)
        self.query_one(ZonePanel).show(detail.zone)
        self.update_keys()

    def _broken(self) -> None:
        self._pace.done()
        if self.detail is None:
            self._fail("The domain could not be read", "Somebody else may hold the database")

    def _fail(self, title: str, hint: str) -> None:
        self.detail, self.failed = None, True
        problem = contents((title, "bold $error"), f"\n\n{hint}\n", ("\nr reads again, q goes back", "dim"))
        self.query_one("#problem", Static).update(problem)
        self.add_class("-problem")
        self.update_keys()

    def on_state_read(self, event: StateRead) -> None:
        """Somebody wrote something: it may have been about domains."""
        super().on_state_read(event)
        if self._desk is not None:
            self.background("edition", self._desk.domains.edition, self._compare)

    def _compare(self, edition: tuple[int, ...]) -> None:
        before, self._edition = self._edition, edition
        if before is not None and before != edition:
            self._pace.ask()

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """More failures may be blamed on it."""
        if before is not None:
            self._pace.ask()

    def looked(self, news: Sequence[DomainDetail]) -> None:  # noqa: ARG002 - `look_over` reads all of it
        if self.detail is not None:
            self._show(self.detail)

    # -- this domain -----------------------------------------------------------------------------

    @on(RowChosen)
    def _chosen(self) -> None:
        self.update_keys()

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=nothing_to_open)
    def open_row(self) -> None:
        """The failures, or the trace of one."""
        line = self._page.line
        assert line is not None
        if line.row is not None and not line.row.is_rejection:
            self.post_message(OpenTrace(line.row.owner, line.row))
        else:
            self.open_failures()

    @does("row.incident", unless=no_failures)
    def open_failures(self) -> None:
        """The failures that its set-up may have caused."""
        assert self.detail is not None
        self.post_message(OpenSearch(self.detail.query))

    @does("row.raw", unless=not_read)
    def toggle_zone(self) -> None:
        """The zone file to publish."""
        shown = bool(self.query_one(ZonePanel).display)
        self.set_class(not shown, "-zone-on")
        self.set_class(shown, "-zone-off")

    def removed(self, row: DomainRow) -> None:
        """There is nothing to show any more."""
        self.app.post_message(Notice(f"{row.name} is off the list"))
        self.post_message(Leave())

    @does("move.next-failure", unless=no_rows)
    def next_failure(self) -> None:
        """To the next thing to mend."""
        self._seek(1, "nothing further below to mend")

    @does("move.previous-failure", unless=no_rows)
    def previous_failure(self) -> None:
        """To the thing to mend above."""
        self._seek(-1, "nothing further above to mend")

    def _seek(self, step: int, missing: str) -> None:
        place = self._page.next_bad(step)
        if place is None:
            self.post_message(Notice(missing))
        else:
            self._page.move_to(place)

    def add_begins(self) -> str:
        return f"{self.domain_name} "

    # -- leaving ---------------------------------------------------------------------------------

    @on(Input.Submitted, "#add-text")
    def _add_entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.add_typed(event.value)

    def back_to_list(self) -> None:
        self.set_focus(self._page)

    @does("go.leave")
    def leave(self) -> None:
        """Out of the line; else stop looking; else hide the zone file."""
        if self.close_add() or self.stop_looking():
            return
        if self.has_class("-zone-on"):
            self.toggle_zone()

    def plain(self) -> list[str]:
        """Everything in full: name, type and value of each record in lines of their own, nothing wrapped."""
        from mailtui.ui.screens.plain_domain import plain_domain

        return plain_domain(self.detail, self._page, self.look) if self.detail is not None else []


def _failures(desk: Desk, query: str) -> SearchPage:
    from mailtui.query import parse

    return desk.search.page(parse(query), None, NEWEST)
