"""What every screen has: its commands, the status line above and the key line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from mailtui.model.visible import is_shared, share
from mailtui.ui.background import Background
from mailtui.ui.commands import Doer, does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Leave, Notice, Shown, StateRead
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from mailtui.model.view import StoreState
    from mailtui.ui.session import Kept


class BaseScreen(Screen[None], Doer, Background):
    """A top screen. The app hands it the desk when the database is open, and the state when it changes."""

    AUTO_FOCUS = ""
    state: StoreState | None = None
    """The database as it was last read."""
    _shared: bool | None = None
    """Whether names were masked when it was painted; None before the first paint."""

    def open_desk(self, desk: Desk) -> None:
        """The services are there."""

    def cannot_open(self, title: str, hint: str) -> None:  # noqa: ARG002
        """There are no services: say so."""
        for line in self.query(StatusLine):
            line.fail(title)

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:
        """Lines were imported, or the state was read for the first time."""

    def work_changed(self) -> None:
        """Somebody decided, noted or tagged something."""

    def on_screen_resume(self) -> None:
        """Much may have happened while another screen was on top."""
        self.post_message(Shown(self))
        self._follow_mask()
        self._show_path()

    def _show_path(self) -> None:
        """The way to this screen from home, in its status line.

        Home need not be there yet, where a screen of last time came first; it is where `q` goes from that.
        """
        stack = [screen for screen in self.app.screen_stack if isinstance(screen, BaseScreen)]
        way = stack[: stack.index(self) + 1] if self in stack else [self]
        home, names = getattr(self.app, "home_name", ""), [type(each).__name__ for each in way]
        from_home = way[names.index(home) :] if home in names else way
        titles = [title.title for each in from_home[:-1] for title in each.query(StatusLine)]
        missing = [home.removesuffix("Screen")] if home and home not in names else []
        for line in self.query(StatusLine):
            line.show_path([*missing, *titles])

    def on_state_read(self, event: StateRead) -> None:
        """The app looked at the database."""
        before, self.state = self.state, event.state
        for line in self.query(StatusLine):
            line.show(event.state)
        if before is None or before.size != event.state.size:
            self.database_changed(before, event.state)
        elif before.acts != event.state.acts:
            self.work_changed()

    # -- masked mode -----------------------------------------------------------------------------

    @does("view.mask")
    def switch_mask(self) -> None:
        """Names are masked, or shown again, on this and every other screen."""
        share(not is_shared())
        self._follow_mask()
        said = "Names are masked on every screen, in every copy and export; H shows them"
        self.post_message(Notice(said if is_shared() else "Names are shown"))

    def _follow_mask(self) -> None:
        """Show all as it may be seen now; a screen underneath does so when it comes up."""
        before, self._shared = self._shared, is_shared()
        if before is not None and before != self._shared:
            for widget in self.walk_children(Widget):
                widget.refresh()
            self.mask_changed()

    def mask_changed(self) -> None:
        """Make anew what is not painted from the rows: panels, heads, sentences."""

    def update_keys(self) -> None:
        """What can be done here may have changed."""
        for line in self.query(KeyLine):
            line.update_keys()

    def turn_panel(self, pages: int) -> bool:
        """On a small screen a card or the facts may not fit: they are read to their end, then the list.

        Whether there was more of them.
        """
        from mailtui.ui.widgets.facts import FactPage

        panels = (
            [panel for panel in self.query(FactPage) if panel.display] if self.has_class("-narrow") else []
        )
        return any(panel.turn(pages) for panel in panels)

    def kept(self) -> Kept:
        """What the screen wants to know of itself in the next session."""
        return {}

    def recall(self, kept: Kept) -> None:
        """What it has kept in the last one; called when the screen is made. Nothing in it is sure."""

    def plain(self) -> list[str]:
        """What is shown, in full and as safe text, to be printed on the plain terminal."""
        return []

    def on_descendant_focus(self) -> None:
        self.update_keys()

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self.update_keys)

    @does("go.back")
    def go_back(self) -> None:
        """Leave this screen."""
        self.post_message(Leave())
