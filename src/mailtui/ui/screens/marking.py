"""Marking rows: one by one, a range, all that match the query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, TypeAlias

from mailtui.ui.commands import Doing, does
from mailtui.ui.marks import Marks, marked_text
from mailtui.ui.messages import Notice
from mailtui.ui.screens.moving import Moving, no_rows
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import brief

if TYPE_CHECKING:
    from mailtui.ui.acted import Acted

Find: TypeAlias = Callable[[], Collection[Hashable]]
"""Finds the names of rows; may block, is called in a thread."""

EVERYTHING = 1 << 40
"""More rows than there are, for a question that wants a limit."""


def cannot_find(screen: Marking) -> str | None:
    """Why not all that match can be marked."""
    return no_rows(screen) or (None if screen.matching() is not None else "mailtui is still opening")


class Marking(Moving):
    """Base of screens whose rows can be marked. Commands wait until it is known what `*` marks."""

    _finding = False
    _outside = 0

    def __init__(self) -> None:
        super().__init__()
        self._then: list[str] = []

    @property
    def marks(self) -> Marks[Hashable]:
        """What is marked here."""
        return self.rows.marks

    def acted(self) -> Acted:
        """The marks, else the row under the cursor."""
        from mailtui.ui.acted import Acted

        taken = self.taken()
        return Acted(tuple(taken.items), taken.marked)

    def has_acted(self) -> bool:
        """Whether there is anything to act on."""
        return bool(self.marks) or (self.rows.count > 0 and self.rows.item(self.rows.cursor) is not None)

    def label(self, doing: Doing) -> str:
        """What acts on the marks says how many they are."""
        word = super().label(doing)
        counted = self.marks and word and doing.command.on_marks
        return f"{word} {brief(len(self.marks))}" if counted else word

    def matching(self) -> Find | None:
        """What finds all that match the query; None when nobody can be asked."""
        raise NotImplementedError

    # -- marking ---------------------------------------------------------------------------------

    @does("mark.toggle", unless=no_rows)
    def toggle_mark(self) -> None:
        """This row, and on."""
        place = self.rows.cursor
        item = self.rows.item(place)
        if item is not None:
            self.marks.toggle(item)
            self.rows.marks_changed(place)
            self._tell_marks()
        self.rows.move(1)

    @does("mark.range", unless=no_rows)
    def mark_range(self) -> None:
        """From the row that was marked last to this one."""
        here = self.rows.cursor
        item, anchor = self.rows.item(here), self.marks.anchor
        start = self.rows.place_of(anchor) if anchor is not None else None
        if start is None and item is not None:
            self.marks.add([item])
            self.post_message(Notice("The range begins here: V on another row marks all between"))
        elif start is not None:
            self.marks.add(self.rows.items(min(start, here), max(start, here)))
        self.marks.anchor = item
        self._repaint_marks()

    @does("mark.all", unless=cannot_find)
    def mark_all(self) -> None:
        """All that match at this moment."""
        self._find(self.marks.add)

    @does("mark.invert", unless=cannot_find)
    def invert_marks(self) -> None:
        """Of all that match at this moment."""
        self._find(self.marks.invert)

    def clear_marks(self) -> bool:
        """Mark nothing; whether anything was marked."""
        if not self.marks:
            return False
        self.marks.clear()
        self._repaint_marks()
        return True

    # -- all that match --------------------------------------------------------------------------

    def _find(self, take: Callable[[Collection[Hashable]], None]) -> None:
        find = self.matching()
        if find is None:
            return

        def found(items: Collection[Hashable]) -> None:
            take(items)
            self._repaint_marks()
            self._marked(*self._then)

        self._finding = True
        for line in self.query(StatusLine):
            line.show_marks("marking, esc stops")
        self.background("marks", find, found, self._marked)

    def _marked(self, *then: str) -> None:
        """It is over; do what was asked for meanwhile."""
        self._finding, self._then = False, []
        self._tell_marks()
        for identifier in then:
            self.action_do(identifier)

    def action_do(self, identifier: str) -> None:
        """While it is not known what is marked, commands wait; `esc` marks nothing."""
        if not self._finding:
            super().action_do(identifier)
        elif identifier != "go.leave":
            self._then.append(identifier)
        else:
            self.drop("marks")
            self._marked()

    # -- telling ---------------------------------------------------------------------------------

    def rows_changed(self) -> None:
        """The list shows other rows: fewer of the marks may be among them."""
        self._outside = self.marks.outside(set(self.rows.items())) if self.marks else 0
        self._tell_marks()

    def _repaint_marks(self) -> None:
        self.rows.marks_changed()
        self.rows_changed()

    def _tell_marks(self) -> None:
        if not self._finding:
            for line in self.query(StatusLine):
                line.show_marks(marked_text(len(self.marks), self._outside))
        self.update_keys()
