"""The list of who is not to be mailed, and what is told of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rich.style import Style
from textual.strip import Strip

from mailtui.model.enums import SuppressionState
from mailtui.model.view import RowKey, SearchRow
from mailtui.ui import words
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.suppression import SuppressionView

WIDE = 110
TONES = {
    SuppressionState.PROPOSED: Tone.WAITING,
    SuppressionState.ACTIVE: Tone.FAILED,
    SuppressionState.LIFTED: Tone.DIM,
    SuppressionState.DECLINED: Tone.DIM,
}


class SuppressionList(RowList):
    """Proposals first, then who is on the list."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.known: list[SuppressionView] = []

    def show(self, known: Sequence[SuppressionView]) -> None:
        """Show these instead; the cursor stays on its row.

        From a row that was decided on, and stands elsewhere for it, it goes on to the next that was like it.
        """
        if list(known) == self.known:
            return
        here, cursor = self.suppression, self.cursor
        self.known = list(known)
        self._resize()
        self.move_to(self._place_of(here, cursor) if here is not None and cursor else 0)

    def _place_of(self, here: SuppressionView, cursor: int) -> int:
        alike = [place for place, one in enumerate(self.known) if one.state is here.state]
        same = next((place for place in alike if self.known[place].id == here.id), None)
        if same is not None:
            return same
        if here.state is SuppressionState.PROPOSED and alike:
            return min(cursor, alike[-1])
        return min(cursor, max(0, len(self.known) - 1))

    @property
    def suppression(self) -> SuppressionView | None:
        """The one under the cursor."""
        return self.known[self.cursor] if 0 <= self.cursor < len(self.known) else None

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.known)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002 - no row here is a search row
        return ()

    def item(self, place: int) -> None:
        """Nothing here is marked."""

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _own_painter(self) -> Painter[SuppressionView]:
        cells = self.scrollable_content_region.width
        return Painter(_columns(cells), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_own_painter", None)

    def header_line(self) -> Strip:
        return self._own_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self._own_painter.row(self.known[place], cursor=cursor, word=self.word)


def suppression_facts(one: SuppressionView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of one; the cause last, because it may be long."""

    def at(time: int | None, who: str | None) -> str:
        return "" if time is None else f"{words.stamp(time, look)} by {who}"

    facts = (
        Fact("address", one.target),
        Fact("state", f"{one.state}, {one.reason}", TONES[one.state]),
        Fact("failed", words.stamp(one.failed, look) if one.failed is not None else ""),
        Fact("proposed", at(one.proposed, one.proposed_by)),
        Fact("decided", at(one.decided, one.decided_by)),
        Fact("until", words.stamp(one.until, look) if one.until is not None else ""),
        Fact(str(one.state) if one.lifted is not None else "", at(one.lifted, one.lifted_by)),
        Fact("why", one.lift_reason),
        Fact("cause", one.cause),
    )
    return [fact for fact in facts if fact.text]


def _columns(width: int) -> tuple[Column[SuppressionView], ...]:
    wide = width >= WIDE
    head = [
        Column("STATE", 8, _state),
        Column("ADDRESS", 36 if wide else 26, _target, middle=True),
        Column("REASON", 11 if wide else 9, _reason),
        Column("SINCE", 11, _since),
    ]
    rest = width - 1 - sum(column.width + 1 for column in head)
    return (*head, Column("CAUSE", max(4, rest), _cause))


def _state(one: SuppressionView, _: Look) -> Cell:
    return str(one.state), TONES[one.state]


def _target(one: SuppressionView, _: Look) -> Cell:
    return one.target, Tone.STRONG


def _reason(one: SuppressionView, _: Look) -> Cell:
    return str(one.reason), Tone.PLAIN


def _since(one: SuppressionView, look: Look) -> Cell:
    return words.short_stamp(one.since, look), Tone.DIM


def _cause(one: SuppressionView, _: Look) -> Cell:
    said = one.lift_reason or one.cause
    return said.splitlines()[0] if said else "", Tone.PLAIN
