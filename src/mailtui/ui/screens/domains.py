"""The Domains screen: is it us? Every domain that sends, with what DNS says of each area."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenDatabase, OpenDomain, OpenSearch, RowChosen, RowOpened, StateRead
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.domain_remarks import DomainRemarks
from mailtui.ui.screens.domain_verbs import ADD_HINT, DomainVerbs, add_line, no_domain
from mailtui.ui.screens.marking import Find, Marking
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.widgets.bottom_line import BottomLine
from mailtui.ui.widgets.domain_list import DomainList
from mailtui.ui.widgets.domain_note import DomainNote
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail, DomainRow
    from mailtui.model.view import StoreState

TICK = 30.0
"""Seconds between two looks at the clock: ages are repainted when their words change."""
NO_DOMAINS = f"""\
No domain is on the list yet. mailtui looks at the DNS of the domains that you send \
from, says what is wrong and which record mends it. It never writes DNS.

  A   choose from the domains that sent through this server, by the logs
  +   add one: its name, and what is expected of it, such as

{ADD_HINT}

mailtui domains import FILE reads them from TOML or CSV."""
READING = "Reading the domains ..."


def _read(desk: Desk) -> tuple[tuple[int, ...], Sequence[DomainRow]]:
    """The edition first: what is written while the rows are read is seen as news, never missed."""
    return desk.domains.edition(), desk.domains.rows()


def no_failures(screen: DomainsScreen) -> str | None:
    """Why there are no failures to go to."""
    row = screen.domain_here
    if row is None:
        return no_domain(screen)
    return None if row.caused else f"no failure that the set-up of {row.name} may have caused is known"


class DomainsScreen(DomainRemarks, Marking, DomainVerbs):
    """Disagreements first, then the worst."""

    CSS_PATH = "domains.tcss"
    NO_EXPORT = "domains are exported by mailtui domains --json"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self.domains: Sequence[DomainRow] = ()
        """All, as they were read last."""
        self._desk: Desk | None = None
        self._list = DomainList(look, id="rows")
        self._edition: tuple[int, ...] = ()
        """Of the domains as they were read."""
        self._pace = Pace(self.read, self.set_timer)
        self._was_read = False
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        yield StatusLine("Domains", self.look)
        yield Static(READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield DomainNote(self.look, id="note")
        keys = (("enter", "keep"), ("esc", "leave"))
        yield BottomLine("only:", "domains with this in their name", keys, id="filter")
        yield add_line()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.set_interval(TICK, self._tick)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> DomainList:
        return self._list

    @property
    def domain_here(self) -> DomainRow | None:
        return self._list.domain

    def domains_here(self) -> Sequence[DomainRow]:
        marked = [row for row in self.domains if row.name in self.marks]
        here = self.domain_here
        return marked or ([here] if here is not None else [])

    def matching(self) -> Find | None:
        """What the filter lets through: all of it is in the list."""
        return self._list.items

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there: fill the list."""
        self._desk = desk
        self.know_desk(desk)
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self.failed = True
        self._explain(empty.not_opened(title, hint))

    def mask_changed(self) -> None:
        self.read()

    def on_screen_resume(self) -> None:
        """One of them may have been taken off the list, or looked at."""
        if self._was_read:
            self.read()

    def read(self) -> None:
        """Read the list again; the cursor stays."""
        if self._desk is not None:
            self.background("domains", partial(_read, self._desk), self._arrived, self._broken)

    def list_changed(self) -> None:
        self.read()

    def look_over(self) -> None:
        self.read()

    def _arrived(self, found: tuple[tuple[int, ...], Sequence[DomainRow]]) -> None:
        self._pace.done()
        self._was_read, self.failed = True, False
        self._edition, self.domains = found
        self._show()

    def _broken(self) -> None:
        self._pace.done()
        self.failed = not self.domains
        if self.failed:
            self._explain("The domains could not be read.\n\nr tries again.")

    def on_state_read(self, event: StateRead) -> None:
        """Somebody wrote something: it may have been about domains."""
        super().on_state_read(event)
        if self._desk is not None and self._was_read:
            self.background("edition", self._desk.domains.edition, self._compare)

    def _compare(self, edition: tuple[int, ...]) -> None:
        """Read again when it was; a repaint of the same costs nothing."""
        if self._edition != edition:
            self._pace.ask()

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """Other failures may be blamed on them."""
        if before is not None and self.domains:
            self._pace.ask()

    def looked(self, news: Sequence[DomainDetail]) -> None:
        """In their rows at once; the order is made when all are done."""
        done = {one.row.name: one.row for one in news}
        self.domains = [done.get(one.name, one) for one in self.domains]
        self._show()

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def _filter(self) -> BottomLine:
        return self.query_one("#filter", BottomLine)

    def _show(self) -> None:
        word = self._filter.value.strip().lower()
        self._list.word = word
        shown = [one for one in self.domains if word in one.name]
        self._list.show(shown, self.looking)
        self.set_class(not shown, "-empty")
        if not shown:
            self._explain(f"No domain has “{safe(word)}” in its name. esc lists all." if word else NO_DOMAINS)
        self.rows_changed()
        self._follow()

    @on(DomainList.Titled)
    def _titled(self) -> None:
        self.query_one(ListHeader).refresh()

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    def _follow(self) -> None:
        """The note shows the domain under the cursor."""
        row = self.domain_here
        self.query_one(DomainNote).show(row, looking=row is not None and row.name in self.looking)
        self.update_keys()

    def _tick(self) -> None:
        """Ages go on: paint what they changed."""
        shown = self._list.shown() if self._list.count else []
        if shown != self._shown:
            self._shown = shown
            self._list.refresh()
        self._follow()

    @on(RowChosen)
    def _chosen(self) -> None:
        self._follow()

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    def plain(self) -> list[str]:
        """The domains on screen in full."""
        from mailtui.ui.widgets.domain_note import note_lines, plain_lines

        return [
            line for row in self._list.shown_domains() for line in plain_lines(note_lines(row, self.look))
        ]

    # -- this domain -----------------------------------------------------------------------------

    @does("row.open", unless=no_domain)
    def open_row(self) -> None:
        """Everything about it."""
        row = self.domain_here
        assert row is not None
        self.post_message(OpenDomain(row.name))

    @does("row.incident", unless=no_failures)
    def open_failures(self) -> None:
        """The failures that its set-up may have caused."""
        row = self.domain_here
        if row is not None and self._desk is not None:
            work = self._desk.domains.detail
            self.background("failures", lambda: work(row.name).query, self._search)

    def _search(self, query: str) -> None:
        self.post_message(OpenSearch(query))

    @does("domain.check-all", unless=no_rows)
    def look_at_all(self) -> None:
        """Look at the DNS of all of them now, or of those that the filter lets through."""
        self.look_at([one.name for one in self._list.domains])

    @does("move.next-failure", unless=no_rows)
    def next_failure(self) -> None:
        """To the next that is not well."""
        self._seek(1, "no further domain below that is not well")

    @does("move.previous-failure", unless=no_rows)
    def previous_failure(self) -> None:
        """To the one above that is not well."""
        self._seek(-1, "no further domain above that is not well")

    def _seek(self, step: int, missing: str) -> None:
        place = self._list.next_bad(step)
        if place is None:
            self.post_message(Notice(missing))
        else:
            self._list.move_to(place)

    # -- the two lines ---------------------------------------------------------------------------

    @does("query.edit")
    def edit_filter(self) -> None:
        """Only some, by their name."""
        self._filter.open()

    @on(Input.Changed, "#filter-text")
    def _filter_typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._was_read:
            self._show()

    @on(Input.Submitted, "#filter-text")
    def _filter_entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._close_filter()

    @on(Input.Submitted, "#add-text")
    def _add_entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.add_typed(event.value)

    def _close_filter(self) -> bool:
        shown = bool(self._filter.display)
        self._filter.display = False
        if shown:
            self.back_to_list()
        return shown

    def back_to_list(self) -> None:
        self.set_focus(self._list)

    @does("go.leave")
    def leave(self) -> None:
        """Out of a line; else stop looking; else mark nothing; else drop the filter."""
        if self.close_add() or self._close_filter() or self.stop_looking() or self.clear_marks():
            return
        self._filter.set_text("")
