"""A screen with a list of rows: how one moves in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.commands import does
from mailtui.ui.screens.taking import Taken, Taking, item_here, taken_of

if TYPE_CHECKING:
    from mailtui.ui.widgets.row_list import RowList


STILL_READING = "the list is still being read"


def no_rows(screen: Moving) -> str | None:
    """Why there is nothing to move over."""
    if screen.rows.count:
        return None
    return STILL_READING if screen.unread else "there are no rows"


class Moving(Taking):
    """Base of screens with a list."""

    @property
    def unread(self) -> bool:
        """Whether nobody knows yet what is in the list."""
        return False

    @property
    def rows(self) -> RowList:
        """The list that the keys move in."""
        raise NotImplementedError

    def taken(self) -> Taken:
        """The marks, else the row under the cursor."""
        return taken_of(self.rows, self.query_here)

    def has_taken(self) -> bool:
        return bool(self.rows.marks) or item_here(self.rows) is not None

    @does("move.down", unless=no_rows)
    def down(self) -> None:
        """To the next row."""
        self.rows.move(1)

    @does("move.up", unless=no_rows)
    def up(self) -> None:
        """To the row above."""
        self.rows.move(-1)

    @does("move.page-down", unless=no_rows)
    def page_down(self) -> None:
        """One screenful on."""
        self.rows.move_page(1)

    @does("move.page-up", unless=no_rows)
    def page_up(self) -> None:
        """One screenful back."""
        self.rows.move_page(-1)

    @does("move.first", unless=no_rows)
    def first(self) -> None:
        """To the newest, or the most urgent."""
        self.rows.move_to(0)

    @does("move.last", unless=no_rows)
    def last(self) -> None:
        """To the end of the list."""
        self.rows.move_to(self.rows.count - 1)
