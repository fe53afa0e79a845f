"""What the app lets people choose from: commands, screens, saved searches, rows by their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import App

from mailtui.errors import ConfigError
from mailtui.ui.commands import Doer, does
from mailtui.ui.commands.listed.going import NO_SCREENS
from mailtui.ui.messages import OpenSearch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

    from mailtui.ui.desk import Desk
    from mailtui.ui.screens.picker import Entry
    from mailtui.ui.widgets.jump_labels import Rows


def no_searches(app: Picking) -> str | None:
    """Why there is nothing to jump to."""
    if app.desk_now is None:
        return "the database is not open yet"
    return None if app.saved_now() else "no search is saved yet; S on the Search screen saves one"


def no_labels(app: Picking) -> str | None:
    """Why no row can be labelled."""
    return None if app.rows_to_label() else "there are no rows"


class Picking(App[None], Doer):
    """Base of the app. Named after Textual's class, whose CSS it would hide."""

    ROWS: ClassVar[str] = "RowList, Timeline"
    """Lists that rows can be labelled in."""

    @property
    def desk_now(self) -> Desk | None:
        """The services, once the database is open."""
        raise NotImplementedError

    # -- commands --------------------------------------------------------------------------------

    @does("app.help")
    def help(self) -> None:
        """What can be done here."""
        self._pick("Help: what the keys do here", self._entries(), with_help=True)

    @does("app.palette")
    def palette(self) -> None:
        """Any command by its name."""
        self._pick("Commands", self._entries(), with_help=False)

    @does("go.menu")
    def menu(self) -> None:
        """Every screen that one can go to."""
        screens = [entry for entry in self._entries() if entry.doing.command.id not in NO_SCREENS]
        found = [entry for entry in screens if entry.doing.command.group == "go"]
        self._pick("Screens", found, with_help=False)

    def _entries(self) -> list[Entry]:
        from mailtui.ui.screens.picker import entries

        return entries(self.screen)

    def _pick(self, title: str, found: list[Entry], *, with_help: bool) -> None:
        from mailtui.ui.screens.picker import Picker

        self.push_screen(Picker(title, found, with_help=with_help), self._picked)

    def _picked(self, entry: Entry | None) -> None:
        if entry is not None:
            entry.doer.action_do(entry.doing.command.id)

    # -- saved searches --------------------------------------------------------------------------

    def saved_now(self) -> Mapping[str, str]:
        """The saved searches; none when their file cannot be read, which the Search screen says."""
        try:
            return self.desk_now.searches.names() if self.desk_now is not None else {}
        except ConfigError:
            return {}

    @does("go.saved", unless=no_searches)
    def jump_to_saved(self) -> None:
        """Choose one; the Search screen shows it."""
        from mailtui.ui.screens.saved_picker import SavedPicker

        if self.desk_now is not None:
            self.push_screen(SavedPicker(self.desk_now, self.saved_now()), self._saved_picked)

    def _saved_picked(self, name: str | None) -> None:
        if name is not None:
            self.post_message(OpenSearch(f"@{name}"))

    # -- rows by their labels --------------------------------------------------------------------

    def rows_to_label(self) -> tuple[Widget, dict[int, int]] | None:
        """The list on screen, and its rows that the cursor can go to: row on screen to place."""
        for widget in self.screen.query(self.ROWS):
            rows, top = cast("Rows", widget), round(widget.scroll_y)
            height = min(widget.scrollable_content_region.height, rows.count - top)
            places = {row: top + row for row in range(height) if rows.stands(top + row)}
            if widget.is_on_screen and places:
                return widget, places
        return None

    @does("go.label", unless=no_labels)
    def label_rows(self) -> None:
        """A label on each row; typing one goes there."""
        from mailtui.ui.widgets.jump_labels import JumpLabels

        found, screen, focused = self.rows_to_label(), self.screen, self.screen.focused
        if found is None:
            return
        widget, places = found

        def jumped(place: int | None) -> None:
            if screen.focused is labels:
                screen.set_focus(focused)
            labels.remove()
            if place is not None:
                cast("Rows", widget).move_to(place)

        labels = JumpLabels(widget.content_region, places, jumped)
        screen.mount(labels)
        screen.set_focus(labels)
