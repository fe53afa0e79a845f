"""From a mail to the domain it was sent from: is it us?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice, OpenDomain
from mailtui.ui.screens.base import BaseScreen

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow


def why_no_sender(row: SearchRow) -> str | None:
    """Why a mail was not sent from a domain of ours; None when it may be."""
    if row.key.is_rejection:
        return "mail that this server refused was sent by others"
    if row.sender is None:
        return "the log does not say who sent this mail"
    if not _domain(row.sender):
        return "this is a bounce: it has no sender, so no sending domain"
    return None


class SendersDomain(BaseScreen):
    """Mixin for screens with a mail to act on; named after the screen's other base."""

    _desk: Desk | None

    def go_to_domain(self, row: SearchRow) -> None:
        """Show the domain of the list that the mail was sent from, or one above it."""
        domain = _domain(row.sender or "")
        if self._desk is not None and domain:
            work = partial(self._desk.domains.listed, domain)
            self.background("sender", work, partial(self._domain_found, domain))

    def _domain_found(self, domain: str, name: str | None) -> None:
        if name is not None:
            self.post_message(OpenDomain(name))
        else:
            self.post_message(Notice(f"{domain} is not on the list of domains; 5 goes there, + adds it"))


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2] if "@" in sender else ""
