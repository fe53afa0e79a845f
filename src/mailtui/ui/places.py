"""The screens that stay when they are left: each is made when it is first gone to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from textual.app import App

from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.ui.screens.audit import AuditScreen
    from mailtui.ui.screens.campaigns import CampaignsScreen
    from mailtui.ui.screens.contacts import ContactsScreen
    from mailtui.ui.screens.domains import DomainsScreen
    from mailtui.ui.screens.providers import ProvidersScreen
    from mailtui.ui.screens.search import SearchScreen
    from mailtui.ui.screens.suppressions import SuppressionsScreen
    from mailtui.ui.screens.threads import ThreadsScreen
    from mailtui.ui.screens.triage import TriageScreen
    from mailtui.ui.screens.webhooks import WebhooksScreen
    from mailtui.ui.screens.worker import WorkerScreen
    from mailtui.ui.session import Kept

Top = TypeVar("Top", bound=BaseScreen)


class Places(App[None]):
    """Base of the app: it has these screens."""

    _look: Look = LOCAL
    _me = ""
    _query: str | None = None

    @cached_property
    def triage(self) -> TriageScreen:
        """What is failing."""
        from mailtui.ui.screens.triage import TriageScreen

        return self._staying(TriageScreen(self._look, self._me))

    @cached_property
    def search(self) -> SearchScreen:
        """Every mail."""
        from mailtui.ui.screens.search import SearchScreen

        return self._staying(SearchScreen(self._query or "", self._look))

    @cached_property
    def campaigns(self) -> CampaignsScreen:
        """How mail that belongs together fares."""
        from mailtui.ui.screens.campaigns import CampaignsScreen

        return self._staying(CampaignsScreen(self._look))

    @cached_property
    def domains(self) -> DomainsScreen:
        """Is it us?"""
        from mailtui.ui.screens.domains import DomainsScreen

        return self._staying(DomainsScreen(self._look))

    @cached_property
    def contacts(self) -> ContactsScreen:
        """Who is mailed."""
        from mailtui.ui.screens.contacts import ContactsScreen

        return self._staying(ContactsScreen(self._look))

    @cached_property
    def worker(self) -> WorkerScreen:
        """Who reads the logs, and how far."""
        from mailtui.ui.screens.worker import WorkerScreen

        return self._staying(WorkerScreen(self._look))

    @cached_property
    def audit(self) -> AuditScreen:
        """Who did what."""
        from mailtui.ui.screens.audit import AuditScreen

        return self._staying(AuditScreen(self._look))

    @cached_property
    def suppressions(self) -> SuppressionsScreen:
        """Who is not to be mailed."""
        from mailtui.ui.screens.suppressions import SuppressionsScreen

        return self._staying(SuppressionsScreen(self._look))

    @cached_property
    def threads(self) -> ThreadsScreen:
        """Imported when it is first gone to."""
        from mailtui.ui.screens.threads import ThreadsScreen

        return self._staying(ThreadsScreen(self._look))

    @cached_property
    def providers(self) -> ProvidersScreen:
        """Through what mail is sent."""
        from mailtui.ui.screens.providers import ProvidersScreen

        return self._staying(ProvidersScreen(self._look))

    @cached_property
    def webhooks(self) -> WebhooksScreen:
        """What of events was not understood."""
        from mailtui.ui.screens.webhooks import WebhooksScreen

        return self._staying(WebhooksScreen(look=self._look))

    def _staying(self, screen: Top) -> Top:
        """A screen that is kept when it is left."""
        self.install_screen(screen, type(screen).__name__)
        screen.recall(self.recalled(type(screen).__name__))
        return screen

    def recalled(self, name: str) -> Kept:  # noqa: ARG002
        """What a screen has kept of the last session."""
        return {}
