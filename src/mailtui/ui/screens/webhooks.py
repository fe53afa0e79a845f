"""What sending services sent and was not understood in full: why, the payload, read again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.ui.commands import Doing, does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenDatabase, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.moving import Moving, no_rows
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.provider_list import payload_columns, payload_facts
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.view import StoreState
    from mailtui.model.webhook import PayloadView, Retried
    from mailtui.services.providers import FailedPage

NONE = "Every payload was understood."
NONE_CAME = "`mailtui import FILE` reads what sending services sent; 7 goes to their accounts."
READING = "Reading the payloads ..."
AHEAD = 50
"""Rows before the end of what was read at which more is read."""
LABELS = {"view.refresh": "read again", "domain.check-all": "read all again"}


def nothing_here(screen: WebhooksScreen) -> str | None:
    """Why there is no payload."""
    return "there is no payload here" if screen.rows.here is None else None


def cannot_retry(screen: WebhooksScreen) -> str | None:
    """Why nothing can be read again now."""
    return "payloads are being read already" if screen.reading else nothing_here(screen)


class WebhooksScreen(Moving):
    """Newest first; under the list the payload under the cursor, pretty-printed."""

    CSS_PATH = "providers.tcss"

    def __init__(self, server: int | None = None, name: str = "", look: Look = LOCAL) -> None:
        """`server`: only those of this account, called `name`; None: all."""
        super().__init__()
        self.look = look
        self.server_id = server
        self.account = name
        self.reading = False
        """Whether payloads are being read again."""
        self._desk: Desk | None = None
        self._after: int | None = None
        self._shown: int | None = None
        self._list: ShownList[PayloadView] = ShownList(payload_columns, lambda one: one.id, look, id="rows")
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Events that failed", self.look)
        yield Static(READING, id="empty", markup=False)
        yield ListHeader(self._list)
        yield self._list
        yield FactPage(id="entry")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read as soon as there is a database."""
        self.add_class("-empty")
        self.set_focus(self._list)
        self.post_message(OpenDatabase(self))

    @property
    def rows(self) -> ShownList[PayloadView]:
        return self._list

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""
        self._desk = desk
        self.read()

    def cannot_open(self, title: str, hint: str) -> None:
        """The database could not be opened: say so where the list would be."""
        super().cannot_open(title, hint)
        self._explain(empty.not_opened(title, hint))

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """There may be new ones; not while somebody reads further down."""
        if before is not None and self._list.cursor == 0 and not self.reading:
            self._pace.ask()

    def mask_changed(self) -> None:
        self._shown = None
        self._follow()

    def read(self) -> None:
        """Read the newest again."""
        desk, server = self._desk, self.server_id
        if desk is not None:
            self.background("failed", lambda: desk.providers.failed(server), self._arrived, self._broken)

    def _arrived(self, found: FailedPage) -> None:
        self._pace.done()
        self._after, self._shown = found.after, None
        self._list.show(found.payloads)
        self.set_class(not found.payloads, "-empty")
        if not found.payloads:
            self.remove_class("-whole")
            self._explain(NONE if self.account else f"{NONE}\n\n{NONE_CAME}")
        said = [count(found.total, "payload") if found.total else "", safe(self.account)]
        self.query_one(StatusLine).show_mode(" of ".join(filter(None, said)))
        self._follow()

    def _broken(self) -> None:
        self._pace.done()
        if not self._list.count:
            self._explain("The payloads could not be read.\n\nq goes back.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """The payload in full; more of them when the end comes near."""
        one, desk = self._list.here, self._desk
        if one is not None and desk is not None and one.id != self._shown:
            self._shown = one.id
            work = partial(desk.providers.payload, one.id)
            self.background("payload", work, partial(self._show, one))
        after, server = self._after, self.server_id
        if desk is not None and after is not None and self._list.cursor >= self._list.count - AHEAD:
            self._after = None
            self.background("more", lambda: desk.providers.failed(server, after), self._more)
        self.update_keys()

    def _more(self, found: FailedPage) -> None:
        self._after = found.after
        self._list.add(found.payloads)

    def _show(self, one: PayloadView, text: str | None) -> None:
        self.query_one("#entry", FactPage).show(payload_facts(one, text, self.look))

    def plain(self) -> list[str]:
        """The payload that is shown, in full; every other by its reason."""
        facts = self.query_one("#entry", FactPage).facts
        shown = [f"{fact.label:10} {line}" for fact in facts for line in map(safe, fact.text.split("\n"))]
        others = [safe(f"{one.id}  {one.account}  {one.error}") for one in self._list.known]
        return [*shown, "", *others]

    # -- this one --------------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=nothing_here)
    def open_row(self) -> None:
        """The payload on the whole screen, or under the list again."""
        self.toggle_class("-whole")
        self.update_keys()

    @does("move.page-down", unless=no_rows)
    def page_down(self) -> None:
        """One screenful on: of the payload where it fills the screen, else of the list."""
        self._turn(1)

    @does("move.page-up", unless=no_rows)
    def page_up(self) -> None:
        """One screenful back."""
        self._turn(-1)

    def _turn(self, pages: int) -> None:
        if self.has_class("-whole"):
            self.query_one("#entry", FactPage).move_page(pages)
        elif pages > 0:
            super().page_down()
        else:
            super().page_up()

    def label(self, doing: Doing) -> str:
        """Here `r` reads payloads again."""
        return LABELS.get(doing.command.id, super().label(doing))

    @does("view.refresh", unless=cannot_retry)
    def retry(self) -> None:
        """Read this payload again, with the parsers of now."""
        one = self._list.here
        if one is not None:
            self._read_again([one.id])

    @does("domain.check-all", unless=cannot_retry)
    def retry_all(self) -> None:
        """Read all again that were not understood; of one account those."""
        self._read_again([one.id for one in self._list.known] if self.server_id is not None else [])

    def _read_again(self, ids: Sequence[int]) -> None:
        desk = self._desk
        if desk is None:
            return
        self.reading = True
        self.query_one(StatusLine).show_mode("reading again ...")
        work = partial(desk.providers.read_again, ids, self._told)
        self.background("retry", work, self._retried, self._not_retried)
        self.update_keys()

    def _told(self, done: int) -> None:
        """Called in the thread that reads."""
        self.app.call_from_thread(self._say, done)

    def _say(self, done: int) -> None:
        if self.reading and self.is_mounted:
            self.query_one(StatusLine).show_mode(f"reading again: {count(done, 'payload')} done")

    def _retried(self, done: Retried) -> None:
        self.reading = False
        rest = f"{done.failed} still not understood" if done.failed else "all understood"
        self.post_message(Notice(f"{count(done.tried, 'payload')} read again: {done.events} events, {rest}"))
        self.read()

    def _not_retried(self) -> None:
        self.reading = False
        self.read()

    @does("go.leave")
    def leave(self) -> None:
        """Out of the payload."""
        self.remove_class("-whole")
        self.update_keys()
