"""The Providers screen: through which accounts mail is sent, how near their limits are, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from mailtui.model.provider_view import ProviderView
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import OpenSearch, OpenWebhooks
from mailtui.ui.rendering import safe
from mailtui.ui.screens.list_screen import ListScreen
from mailtui.ui.screens.rows_person import term
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.provider_list import provider_columns, provider_facts
from mailtui.ui.widgets.shown_list import ShownList
from mailtui.ui.words import LOCAL, Look, count

if TYPE_CHECKING:
    from textual.widget import Widget

NOBODY = """\
No account at a sending service is known yet.

  mailtui import FILE...          reads their events, and names the accounts
  webhooks, in the settings       takes the events live
  a database of another system    brings accounts with their limits

docs/providers.md says more."""


def nothing_here(screen: ProvidersScreen) -> str | None:
    """Why there is nothing to open."""
    one = screen.rows.here
    if one is None:
        return "there is no account here"
    return None if one.unclear or one.account else "no mail and no events of this account were read"


class ProvidersScreen(ListScreen[ShownList[ProviderView], "Sequence[ProviderView]"]):
    """Active accounts first; under the list the one under the cursor in full."""

    CSS_PATH = "providers.tcss"
    NAME = "Providers"
    READING = "Reading the accounts ..."
    BROKEN = "The accounts could not be read.\n\nr tries again."

    def __init__(self, look: Look = LOCAL) -> None:
        super().__init__(look, ShownList(provider_columns, lambda one: one.id, look, id="rows"))

    def panels(self) -> Iterable[Widget]:
        return (FactPage(id="entry"),)

    # -- reading ---------------------------------------------------------------------------------

    def mask_changed(self) -> None:
        self.follow()

    def question(self, desk: Desk) -> Callable[[], Sequence[ProviderView]]:
        return lambda: desk.providers.all()

    def show(self, found: Sequence[ProviderView]) -> None:
        self._list.show(found)
        self.explain("" if found else NOBODY)
        troubled = sum(one.troubled(self.look.now()) for one in found)
        accounts = count(len(found), "account") if found else ""
        self.tell(accounts, f"{troubled} to look at" if troubled else "")

    def follow(self) -> None:
        """The one under the cursor in full."""
        one = self._list.here
        if one is not None:
            self.query_one("#entry", FactPage).show(provider_facts(one, self.look))
        super().follow()

    def plain(self) -> list[str]:
        """Every account, field by field."""
        lines: list[str] = []
        for one in self._list.known:
            facts = provider_facts(one, self.look)
            lines += [*(f"{fact.label:10} {safe(fact.text)}" for fact in facts), ""]
        return lines

    # -- this one --------------------------------------------------------------------------------

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
