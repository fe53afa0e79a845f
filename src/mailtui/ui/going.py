"""The keys that go to a screen that stays."""

from __future__ import annotations

from mailtui.ui.commands import Doer, does
from mailtui.ui.places import Places
from mailtui.ui.screens.base import BaseScreen


class Going(Places, Doer):
    """Base of the app: it goes to the screens of `Places`."""

    def _go(self, screen: BaseScreen) -> None:
        """To a screen that stays: back to it from however deep, or on top of what is shown."""
        raise NotImplementedError

    @does("go.triage")
    def go_triage(self) -> None:
        """What is failing."""
        self._go(self.triage)

    @does("go.search")
    def go_search(self) -> None:
        """The Search screen."""
        self._go(self.search)

    @does("go.campaigns")
    def go_campaigns(self) -> None:
        """How campaigns fare."""
        self._go(self.campaigns)

    @does("go.domains")
    def go_domains(self) -> None:
        """The Domains screen."""
        self._go(self.domains)

    @does("go.worker")
    def go_worker(self) -> None:
        """Who reads the logs."""
        self._go(self.worker)

    @does("go.audit")
    def go_audit(self) -> None:
        """Who did what."""
        self._go(self.audit)

    @does("go.contacts")
    def go_contacts(self) -> None:
        """Who is mailed."""
        self._go(self.contacts)

    @does("go.suppressions")
    def go_suppressions(self) -> None:
        """Who is not to be mailed."""
        self._go(self.suppressions)

    @does("go.providers")
    def go_providers(self) -> None:
        """Through what mail is sent."""
        self._go(self.providers)

    @does("go.webhooks")
    def go_webhooks(self) -> None:
        """What of events was not understood."""
        self._go(self.webhooks)

    @does("go.threads")
    def go_threads(self) -> None:
        """Who answered whom."""
        self._go(self.threads)
