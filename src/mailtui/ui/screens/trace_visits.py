"""The messages that one Trace screen has shown, and the way to and fro between them."""

from __future__ import annotations

from mailtui.ui.commands import Doer, does
from mailtui.ui.widgets.timeline import Place

Visit = tuple[int, Place | None]
"""A message that was shown, and where in its timeline the user was."""


class TraceVisits(Doer):
    """Mixin for the Trace screen; named after the screen's other bases."""

    message_id: int
    """The message shown, by its id in the database."""

    back: list[Visit]
    ahead: list[Visit]

    @property
    def place_now(self) -> Place | None:
        """Where in its timeline the user is."""
        raise NotImplementedError

    def read_at(self, at: Place | None) -> None:
        """Read the message, and go to that place of its timeline."""
        raise NotImplementedError

    def go_on_to(self, message: int) -> None:
        """To a related message; this one is behind."""
        self.back.append(self._here)
        self.ahead.clear()
        self._visit((message, None))

    @property
    def _here(self) -> Visit:
        return self.message_id, self.place_now

    def _visit(self, visit: Visit) -> None:
        self.message_id, at = visit
        self.read_at(at)

    def _none_before(self) -> str | None:
        return None if self.back else "there is no message before this one"

    def _none_after(self) -> str | None:
        return None if self.ahead else "there is no message after this one"

    def _nowhere(self) -> str | None:
        return None if self.back or self.ahead else "there is no other place"

    @does("go.earlier", unless=_none_before)
    def earlier(self) -> None:
        """The message from which this one was opened."""
        self.ahead.append(self._here)
        self._visit(self.back.pop())

    @does("go.later", unless=_none_after)
    def later(self) -> None:
        """Forward again."""
        self.back.append(self._here)
        self._visit(self.ahead.pop())

    @does("go.last-place", unless=_nowhere)
    def last_place(self) -> None:
        """To and fro between two messages."""
        if self.back:
            self.earlier()
        else:
            self.later()
