"""What sending services sent and was not understood in full: why, the payload, read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from mailtui.model.webhook import PayloadView
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice
from mailtui.ui.rendering import safe
from mailtui.ui.screens.list_screen import ListScreen
from mailtui.ui.screens.moving import STILL_READING, no_rows
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.provider_list import payload_columns, payload_facts
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.model.view import StoreState
    from mailtui.model.webhook import Retried
    from mailtui.services.providers import FailedPage

NONE = "Every payload was understood."
NONE_CAME = "`mailtui import FILE` reads what sending services sent; 7 goes to their accounts."


def nothing_here(screen: WebhooksScreen) -> str | None:
    """Why there is no payload."""
    if screen.rows.here is not None:
        return None
    return STILL_READING if screen.unread else "there is no payload here"


def cannot_retry(screen: WebhooksScreen) -> str | None:
    """Why nothing can be read again now."""
    return "payloads are being read already" if screen.reading else nothing_here(screen)


class WebhooksScreen(ListScreen[ShownList[PayloadView], "FailedPage"]):
    """Newest first; under the list the payload under the cursor, pretty-printed."""

    CSS_PATH = "providers.tcss"
    NAME = "Events that failed"
    READING = "Reading the payloads ..."
    BROKEN = "The payloads could not be read.\n\nq goes back."
    LABELS: ClassVar[dict[str, str]] = {"view.refresh": "read again", "domain.check-all": "read all again"}

    def __init__(self, server: int | None = None, name: str = "", look: Look = LOCAL) -> None:
        """`server`: only those of this account, called `name`; None: all."""
        super().__init__(look, ShownList(payload_columns, lambda one: one.id, look, id="rows"))
        self.server_id = server
        self.account = name
        self.reading = False
        """Whether payloads are being read again."""
        self._shown: int | None = None

    def panels(self) -> Iterable[Widget]:
        return (FactPage(id="entry"),)

    # -- reading ---------------------------------------------------------------------------------

    def concerns(self, before: StoreState, now: StoreState) -> bool:  # noqa: ARG002
        """There may be new ones; not while somebody reads further down."""
        return self._list.cursor == 0 and not self.reading

    def mask_changed(self) -> None:
        self._shown = None
        self.follow()

    def question(self, desk: Desk, after: int | None = None) -> Callable[[], FailedPage]:
        return lambda: desk.providers.failed(self.server_id, after)

    def show(self, found: FailedPage) -> None:
        self._shown = None
        self._list.show(found.payloads)
        self._can_go_on(found.after)
        if not found.payloads:
            self.remove_class("-whole")
        none = NONE if self.account else f"{NONE}\n\n{NONE_CAME}"
        self.explain("" if found.payloads else none)
        said = [count(found.total, "payload") if found.total else "", safe(self.account)]
        self.tell(" of ".join(filter(None, said)))

    def add(self, found: FailedPage) -> None:
        self._list.add(found.payloads)
        self._can_go_on(found.after)

    def _can_go_on(self, after: int | None) -> None:
        if after is not None and self._desk is not None:
            self.more = self.question(self._desk, after)

    def follow(self) -> None:
        """The payload in full; more of them when the end comes near."""
        one, desk = self._list.here, self._desk
        if one is not None and desk is not None and one.id != self._shown:
            self._shown = one.id
            work = partial(desk.providers.payload, one.id)
            self.background("payload", work, partial(self._tell_payload, one))
        super().follow()

    def _tell_payload(self, one: PayloadView, text: str | None) -> None:
        self.query_one("#entry", FactPage).show(payload_facts(one, text, self.look))

    def plain(self) -> list[str]:
        """The payload that is shown, in full; every other by its reason."""
        facts = self.query_one("#entry", FactPage).facts
        shown = [f"{fact.label:10} {line}" for fact in facts for line in map(safe, fact.text.split("\n"))]
        others = [safe(f"{one.id}  {one.account}  {one.error}") for one in self._list.known]
        return [*shown, "", *others]

    # -- this one --------------------------------------------------------------------------------

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
