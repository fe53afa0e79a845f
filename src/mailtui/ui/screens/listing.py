"""A screen with a list of rows: how one moves in it, and how a word in it is highlighted and found."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from mailtui.ui.commands import does
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.seeking import failed, has_word
from mailtui.ui.widgets.query_input import QueryInput
from mailtui.ui.widgets.results import Results


def no_rows(screen: Listing) -> str | None:
    """Why there is nothing to move over."""
    return None if screen.results.rows.keys else "there are no rows"


def no_word(screen: Listing) -> str | None:
    """Why there is nothing to go on to."""
    return None if screen.results.rows.word else "nothing is highlighted"


class FindLine(QueryInput):
    """Where the word to highlight is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.do('go.leave')", show=False)]
    DEFAULT_CSS = """
    FindLine { display: none; dock: bottom; margin-bottom: 1; padding: 0 1; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__(placeholder="a word to highlight in the results", id="find")


class Listing(BaseScreen):
    """Base of screens that show `Results` and a `FindLine`."""

    results: Results

    # -- moving ----------------------------------------------------------------------------------

    @does("move.down", unless=no_rows)
    def down(self) -> None:
        """To the next row."""
        self.results.rows.move(1)

    @does("move.up", unless=no_rows)
    def up(self) -> None:
        """To the row above."""
        self.results.rows.move(-1)

    @does("move.page-down", unless=no_rows)
    def page_down(self) -> None:
        """One screenful on."""
        self.results.rows.move_page(1)

    @does("move.page-up", unless=no_rows)
    def page_up(self) -> None:
        """One screenful back."""
        self.results.rows.move_page(-1)

    @does("move.first", unless=no_rows)
    def first(self) -> None:
        """To the newest."""
        self.results.rows.move_to(0)

    @does("move.last", unless=no_rows)
    def last(self) -> None:
        """To the end of the list."""
        self.results.rows.move_to(len(self.results.rows.keys) - 1)

    @does("move.next-failure", unless=no_rows)
    def next_failure(self) -> None:
        """To the next failure below."""
        self.results.seek(failed, 1, "no further failure below")

    @does("move.previous-failure", unless=no_rows)
    def previous_failure(self) -> None:
        """To the next failure above."""
        self.results.seek(failed, -1, "no further failure above")

    # -- highlighting ----------------------------------------------------------------------------

    @does("find.edit", unless=no_rows)
    def edit_find(self) -> None:
        """Ask for a word to highlight."""
        line = self.query_one(FindLine)
        line.display = True
        self.set_focus(line)

    @on(Input.Changed, "#find")
    def _find_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.results.rows.word = event.value.strip()

    @on(Input.Submitted, "#find")
    def _find_entered(self) -> None:
        self._close_find()
        row = self.results.rows.row
        if self.results.rows.word and not (row and has_word(self.results.rows.word)(row)):
            self.find_next()

    def _close_find(self) -> None:
        self.query_one(FindLine).display = False
        self.results.rows.focus()

    def leave_find(self) -> bool:
        """Out of the line, or take the highlight away; whether there was either."""
        line = self.query_one(FindLine)
        if line.display:
            self._close_find()
        elif self.results.rows.word:
            line.set_text("")
        else:
            return False
        return True

    @does("find.next", unless=no_word)
    def find_next(self) -> None:
        """To the next highlighted row."""
        word = self.results.rows.word
        self.results.seek(has_word(word), 1, f"no {word} further below")

    @does("find.previous", unless=no_word)
    def find_previous(self) -> None:
        """To the highlighted row above."""
        word = self.results.rows.word
        self.results.seek(has_word(word), -1, f"no {word} further above")
