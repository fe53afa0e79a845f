"""A screen with the results of a query: how a failure, or a highlighted word, is found in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from mailtui.ui.commands import does
from mailtui.ui.rendering import word_text
from mailtui.ui.screens.marking import EVERYTHING, Find
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.screens.row_screen import RowScreen
from mailtui.ui.seeking import failed, has_word, unsettled
from mailtui.ui.widgets.query_input import QueryInput
from mailtui.ui.widgets.results import Results

if TYPE_CHECKING:
    from textual.widget import Widget

    from mailtui.ui.acted import Acted
    from mailtui.ui.widgets.message_list import MessageList


def no_word(screen: Listing) -> str | None:
    """Why there is nothing to go on to."""
    return None if screen.rows.word else "nothing is highlighted"


class FindLine(QueryInput):
    """Where the word to highlight is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.do('go.leave')", show=False)]
    DEFAULT_CSS = """
    FindLine { display: none; dock: bottom; margin-bottom: 1; padding: 0 1; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__(placeholder="a word to highlight in the results", id="find")

    def seen(self, text: str) -> str:
        return word_text(text)


class Listing(RowScreen):
    """Base of screens that show `Results` and a `FindLine`."""

    results: Results

    @property
    def rows(self) -> MessageList:
        return self.results.rows

    def more_panels(self) -> Sequence[Widget]:
        return (FindLine(),)

    def matching(self) -> Find | None:
        """The same query without the limit of the list."""
        search, query = self.results.asked
        return partial(search.keys, query, EVERYTHING) if search and query else None

    @does("move.next-failure", unless=no_rows)
    def next_failure(self) -> None:
        """To the next failure below."""
        self.results.seek(failed, 1, "no further failure below")

    @does("move.previous-failure", unless=no_rows)
    def previous_failure(self) -> None:
        """To the nearest failure above."""
        self.results.seek(failed, -1, "no further failure above")

    def settled(self, acted: Acted, *, done: bool) -> None:
        """Show it; from a row that is done with on to the next that is not."""
        here = self.rows.key
        if done and here in acted.items:
            self.results.seek(unsettled(acted.items), 1)
        self.look_again()

    def look_again(self) -> None:
        """Run the query again; the cursor stays."""
        raise NotImplementedError

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
        self.rows.word = event.value.strip()

    @on(Input.Submitted, "#find")
    def _find_entered(self) -> None:
        self._close_find()
        row = self.rows.row
        if self.rows.word and not (row and has_word(self.rows.word)(row)):
            self.find_next()

    def _close_find(self) -> None:
        self.query_one(FindLine).display = False
        self.rows.focus()

    def leave_find(self) -> bool:
        """Out of the line, or take the highlight away; whether there was either."""
        line = self.query_one(FindLine)
        if line.display:
            self._close_find()
        elif self.rows.word:
            line.set_text("")
        else:
            return False
        return True

    @does("go.leave")
    def leave(self) -> None:
        """Out of the innermost: the highlight line, the highlight, a panel, the marks."""
        if not self.leave_find():
            super().leave()

    @does("find.next", unless=no_word)
    def find_next(self) -> None:
        """To the next highlighted row."""
        word = self.rows.word
        self.results.seek(has_word(word), 1, f"no {word_text(word)} further below")

    @does("find.previous", unless=no_word)
    def find_previous(self) -> None:
        """To the highlighted row above."""
        word = self.rows.word
        self.results.seek(has_word(word), -1, f"no {word_text(word)} further above")
