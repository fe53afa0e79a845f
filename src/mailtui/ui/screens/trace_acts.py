"""What is done about a message from its trace: the recipient at the cursor, or all of them, is acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.screens.deciding import Deciding
from mailtui.ui.screens.remarking import Remarking
from mailtui.ui.screens.row_screen import why_no_incident
from mailtui.ui.screens.suppressing import Suppressing
from mailtui.ui.screens.taking import Taken, Taking

if TYPE_CHECKING:
    from mailtui.model.enums import IncidentState
    from mailtui.model.view import SearchRow, Trace, TraceThread
    from mailtui.ui.acted import Acted


class TraceActs(Taking, Deciding, Remarking, Suppressing):
    """Mixin for the Trace screen; named after the screen's other base."""

    trace: Trace | None

    @property
    def thread_here(self) -> TraceThread | None:
        """The thread that the cursor is in."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the message again; the cursor stays."""
        raise NotImplementedError

    @property
    def recipient_here(self) -> SearchRow | None:
        """The recipient whose thread the cursor is in; the only one there is from anywhere."""
        if self.trace is None:
            return None
        if len(self.trace.recipients) == 1:
            return self.trace.recipients[0]
        threads = [thread for thread in self.trace.threads if thread.kind == "recipient"]
        known = zip(threads, self.trace.recipients, strict=False)
        return next((row for thread, row in known if thread is self.thread_here), None)

    def taken(self) -> Taken:
        """The recipient whose thread the cursor is in; elsewhere the message with all of them."""
        rows = self.trace.recipients if self.trace is not None else ()
        here = self.recipient_here
        return Taken([row.key for row in ([here] if here is not None else rows)])

    def acted(self) -> Acted:
        from mailtui.ui.acted import Acted

        return Acted(tuple(self.taken().items))

    def has_acted(self) -> bool:
        return self.trace is not None and bool(self.trace.recipients)

    def why_not_decide(self) -> str | None:
        """At least one must have failed, or wait."""
        here = self.recipient_here
        rows = [here] if here is not None else self.trace.recipients if self.trace is not None else ()
        whys = [why_no_incident(row) for row in rows]
        return None if None in whys else next(iter(whys), "the log names no recipient of this mail")

    def state_here(self) -> IncidentState | None:
        return self.recipient_here.state if self.recipient_here else None

    def taker_here(self) -> str | None:
        return self.recipient_here.assignee if self.recipient_here else None

    def settled(self, acted: Acted, *, done: bool) -> None:  # noqa: ARG002
        """Show it."""
        self.reload()

    def work_changed(self) -> None:
        """Somebody noted, tagged or decided something."""
        if self.trace is not None:
            self.reload()
