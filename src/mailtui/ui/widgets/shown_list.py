"""A list that holds what it shows, none of it a search row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from rich.style import Style
from textual.strip import Strip

from mailtui.ui.widgets.columns import Column
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow

Shown = TypeVar("Shown")


class ShownList(RowList, Generic[Shown]):
    """Base of such lists; the screen reads more when the cursor comes near the end."""

    def __init__(
        self,
        columns: Callable[[int], Sequence[Column[Shown]]],
        name_of: Callable[[Shown], Hashable],
        look: Look = LOCAL,
        *,
        id: str | None = None,
    ) -> None:
        """`columns`: for a width in cells; `name_of`: what makes two the same row."""
        super().__init__(look, id=id)
        self.known: list[Shown] = []
        self._columns = columns
        self._name_of = name_of

    def show(self, known: Sequence[Shown]) -> None:
        """Show these instead; the cursor stays on its row, or at the top."""
        if list(known) == self.known:
            return
        here, at = self.here, self.cursor
        self.known = list(known)
        self._resize()
        self.move_to(self._place_now(here, at) if here is not None and at else 0)

    def _place_now(self, here: Shown, at: int) -> int:
        """Where the row is that the cursor was on at that place, or what it is on where that is gone."""
        name = self._name_of(here)
        return next((place for place, one in enumerate(self.known) if self._name_of(one) == name), at)

    def add(self, known: Sequence[Shown]) -> None:
        """More of them, at the end."""
        self.known.extend(known)
        self._resize()

    @property
    def here(self) -> Shown | None:
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
        """Nothing here is marked or copied."""

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _own_painter(self) -> Painter[Shown]:
        cells = self.scrollable_content_region.width
        return Painter(tuple(self._columns(cells)), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_own_painter", None)

    def header_line(self) -> Strip:
        return self._own_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        return self._own_painter.row(self.known[place], cursor=cursor, word=self.word)
