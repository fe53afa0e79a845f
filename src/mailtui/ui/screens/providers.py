"""The Providers screen: through which accounts mail is sent, how near their limits are, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenDatabase, OpenSearch, OpenWebhooks, RowChosen, RowOpened
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.moving import Moving
from mailtui.ui.screens.rows_person import term
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.provider_list import provider_columns, provider_facts
from mailtui.ui.widgets.row_list import ListHeader
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from mailtui.model.provider_view import ProviderView
    from mailtui.model.view import StoreState

NOBODY = """\
No account at a sending service is known yet.

  mailtui import FILE...          reads their events, and names the accounts
  webhooks, in the settings       takes the events live
  a database of another system    brings accounts with their limits

docs/providers.md says more."""
READING = "Reading the accounts ..."


def nothing_here(screen: ProvidersScreen) -> str | None:
    """Why there is nothing to open."""
    one = screen.rows.here
    if one is None:
        return "there is no account here"
    return None if one.unclear or one.account else "no mail and no events of this account were read"


class ProvidersScreen(Moving):
    """Active accounts first; under the list the one under the cursor in full."""

    CSS_PATH = "providers.tcss"

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__()
        self.look = look
        self._desk: Desk | None = None
        self._list: ShownList[ProviderView] = ShownList(provider_columns, lambda one: one.id, look, id="rows")
        self._pace = Pace(self.read, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Providers", self.look)
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
    def rows(self) -> ShownList[ProviderView]:
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
        """Events may have come, limits be used."""
        if before is not None:
            self._pace.ask()

    def mask_changed(self) -> None:
        self._follow()

    @does("view.refresh")
    def read(self) -> None:
        """Read the accounts again; the cursor stays."""
        desk = self._desk
        if desk is not None:
            self.background("providers", lambda: desk.providers.all(), self._arrived, self._broken)

    def _arrived(self, found: Sequence[ProviderView]) -> None:
        self._pace.done()
        self._list.show(found)
        self.set_class(not found, "-empty")
        if not found:
            self._explain(NOBODY)
        troubled = sum(one.troubled(self.look.now()) for one in found)
        said = [count(len(found), "account")] if found else []
        said += [f"{troubled} to look at"] if troubled else []
        self.query_one(StatusLine).show_mode("; ".join(said))
        self._follow()

    def _broken(self) -> None:
        self._pace.done()
        if not self._list.count:
            self._explain("The accounts could not be read.\n\nr tries again.")

    def _explain(self, text: str) -> None:
        self.add_class("-empty")
        self.query_one("#empty", Static).update(content(text))

    @on(RowChosen)
    def _follow(self) -> None:
        """The one under the cursor in full."""
        one = self._list.here
        if one is not None:
            self.query_one("#entry", FactPage).show(provider_facts(one, self.look))
        self.update_keys()

    def plain(self) -> list[str]:
        """Every account, field by field."""
        lines: list[str] = []
        for one in self._list.known:
            facts = provider_facts(one, self.look)
            lines += [*(f"{fact.label:10} {safe(fact.text)}" for fact in facts), ""]
        return lines

    # -- this one --------------------------------------------------------------------------------

    @on(RowOpened)
    def _opened(self) -> None:
        self.action_do("row.open")

    @does("row.open", unless=nothing_here)
    def open_row(self) -> None:
        """What of its events was not understood; where all was, its mail."""
        one = self._list.here
        if one is None:
            return
        if one.unclear and one.server is not None:
            self.post_message(OpenWebhooks(one.server, one.name))
        else:
            self.post_message(OpenSearch(f"server:{term(one.account)}"))

    @does("query.failures", unless=nothing_here)
    def open_mail(self) -> None:
        """Its mail that failed."""
        one = self._list.here
        if one is not None and one.account:
            self.post_message(OpenSearch(f"server:{term(one.account)} is:failed"))
