"""Not mailing a contact any more, or mailing them again: `s` in the Contacts screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.enums import SuppressionReason
from mailtui.model.people_view import ContactView
from mailtui.ui.commands import does
from mailtui.ui.rendering import safe
from mailtui.ui.screens.acting import Acting, Job, may_not
from mailtui.ui.widgets.people_list import PeopleList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailtui.model.suppression import SuppressionView
    from mailtui.ui.acted import Acted

NEW = "It is put on the list of suppressions; nothing is sent from here, programs that send ask the list."


def no_contact(screen: ContactSuppressing) -> str | None:
    """Why there is nobody to suppress."""
    if not isinstance(screen.rows.here, ContactView):
        return "this is for a contact"
    return may_not("suppress", screen)


class ContactSuppressing(Acting):
    """Mixin for a screen with contacts; named after the screen's other base."""

    @property
    def rows(self) -> PeopleList:
        """The list."""
        raise NotImplementedError

    def acted(self) -> Acted:
        from mailtui.ui.acted import Acted

        return Acted()

    def settled(self, acted: Acted, *, done: bool) -> None:
        """The list says nothing of suppressions: it stays as it is."""

    @does("act.suppress", unless=no_contact)
    def suppress(self) -> None:
        """Ask, after a look at whether the address is on the list already."""
        here, desk = self.rows.here, self._desk
        if isinstance(here, ContactView) and desk is not None:
            work = partial(desk.suppressions.of, here.recipient)
            self.background("suppress", work, partial(self._ask_whom, here.recipient))

    def _ask_whom(self, address: str, known: Sequence[SuppressionView]) -> None:
        from mailtui.ui.screens.preview import Preview

        held = next((one for one in known if one.is_open and one.decided is not None), None)
        title = f"Suppress {safe(address)}" if held is None else f"Lift {safe(held.target)}"
        said = [NEW] if held is None else [f"{held.reason}, since {held.decided_by} decided so", held.cause]
        box = Preview(title, lambda: [line for line in said if line], asks_why=True)
        self.app.push_screen(box, partial(self._decided, address, held))

    def _decided(self, address: str, held: SuppressionView | None, why: str | None) -> None:
        actor = self.actor
        if why is None or actor is None:
            return
        if held is not None:
            self.run_job(Job(lambda _: actor.lift([held.target], why), self.acted()))
        else:
            manual = SuppressionReason.MANUAL
            self.run_job(Job(lambda _: actor.suppress([address], manual, None, why), self.acted()))
