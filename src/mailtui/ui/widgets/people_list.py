"""The lists of the Contacts screen: contacts by their ids, read as they come into view; the others whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.style import Style
from textual.strip import Strip

from mailtui.model.people_masking import shown_contact
from mailtui.model.people_view import ContactView
from mailtui.model.view import RowKey, SearchRow
from mailtui.ui.messages import RowChosen
from mailtui.ui.widgets.people_columns import Tab, columns_of
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.people_view import ListView, SegmentView, TemplateView

    Item: TypeAlias = ContactView | ListView | SegmentView | TemplateView

Read = Callable[[Sequence[int]], Sequence[ContactView]]
_KEPT = 2_000
"""Contacts that are kept when they are out of view."""


class PeopleList(RowList):
    """One of four lists, by `tab`."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.tab = Tab.CONTACTS
        self.counts: dict[int, int] = {}
        """Of segments: how many contacts each has."""
        self._ids: Sequence[int] = ()
        self._items: dict[int, Any] = {}
        self._gone: set[int] = set()
        self._read: Read | None = None

    def reads(self, read: Read) -> None:
        """Say where contacts come from, by their ids."""
        self._read = read

    def show(self, tab: Tab, ids: Sequence[int], items: Sequence[Item] = ()) -> None:
        """Show these instead; the cursor stays on its row, if that is there still."""
        here = self.id_here if tab is self.tab else None
        if tab is not self.tab:
            self._items = {}
        self.tab, self._ids, self._gone = tab, ids, set()
        known = {one.id: one for one in items}
        self._items = known if tab is not Tab.CONTACTS else {}
        self._repaint()
        self._resize()
        place = ids.index(here) if here is not None and here in ids else 0
        self.move_to(place)

    @property
    def id_here(self) -> int | None:
        """The id of what is under the cursor."""
        return self._ids[self.cursor] if 0 <= self.cursor < len(self._ids) else None

    @property
    def here(self) -> Item | None:
        """What is under the cursor; None when there is nothing, or it has not arrived."""
        return self._items.get(self._ids[self.cursor]) if self.id_here is not None else None

    def shown_items(self) -> list[Item]:
        """What is on screen and has arrived."""
        return [self._items[id_] for id_ in self._ids[self._window()] if id_ in self._items]

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self._ids)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002 - no row here is a search row
        return ()

    def item(self, place: int) -> None:
        """Nothing here is marked."""

    # -- fetching --------------------------------------------------------------------------------

    def _want(self) -> None:
        if self._read is None or self._reading or not self.is_attached or self.tab is not Tab.CONTACTS:
            return
        if not self._missing(self._window()):
            return
        asked = self._missing(self._window(self._height))
        self._reading = True
        self.background("rows", partial(self._read, asked), partial(self._came, asked), self._not_arrived)

    def _missing(self, window: slice) -> list[int]:
        return [id_ for id_ in self._ids[window] if id_ not in self._items and id_ not in self._gone]

    def _came(self, asked: Sequence[int], found: Sequence[ContactView]) -> None:
        self._reading = False
        if self.tab is Tab.CONTACTS:
            if len(self._items) > _KEPT:
                self._items = {}
            self._items |= {one.id: one for one in found}
            self._gone |= set(asked) - self._items.keys()
            self.refresh()
            self.post_message(RowChosen(None))
        self._want()

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _own_painter(self) -> Painter[Any]:
        cells = self.scrollable_content_region.width
        return Painter(columns_of(self.tab, cells, self.counts), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_own_painter", None)

    def header_line(self) -> Strip:
        return self._own_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        id_ = self._ids[place]
        one = self._items.get(id_)
        if one is None:
            return self._own_painter.placeholder(cursor=cursor, gone=id_ in self._gone)
        if isinstance(one, ContactView):
            one = shown_contact(one)
        return self._own_painter.row(one, cursor=cursor, word=self.word)
