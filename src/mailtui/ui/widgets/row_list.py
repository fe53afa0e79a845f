"""A list of rows with a cursor. It asks only for the rows on screen, so 100 000 open at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from mailtui.ui.background import Background
from mailtui.ui.marks import Marks
from mailtui.ui.messages import RowChosen, RowOpened
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, tone_style
from mailtui.ui.widgets.row_cache import RowCache
from mailtui.ui.widgets.row_painter import RowPainter, Styles
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow

Fetch: TypeAlias = "Callable[[Sequence[RowKey]], Sequence[SearchRow]]"
"""Reads rows by their keys; may block, is called in a thread."""


class RowList(ScrollView, Background, can_focus=True, inherit_bindings=False):
    """Base of lists. A subclass says how many rows there are, which keys they have and how they look."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES | {"row-list--cursor", "row-list--found"}
    DEFAULT_CSS = (
        """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        & > .row-list--cursor { background: $block-cursor-background 50%; }
        & > .row-list--found { background: $warning; color: $background; }
        &:ansi > .row-list--found { color: ansi_black; }
    """
        + TONE_CSS
        + "}"
    )

    CAUSES: ClassVar[bool] = False
    """Whether search rows say class and side, where there is room."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row the keys act on, counted from 0."""
    word: reactive[str] = reactive("")
    """What is highlighted; '' for nothing."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self.marks: Marks[Hashable] = Marks()
        """What is marked; whoever changes it says so by `marks_changed`."""
        self._cache = RowCache()
        self._fetch: Fetch | None = None
        self._reading = False

    # -- what a subclass says --------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def row(self) -> SearchRow | None:
        """The search row under the cursor; None when there is none or it has not arrived."""
        raise NotImplementedError

    def keys_in(self, window: slice) -> Sequence[RowKey]:
        """The keys of the search rows among these places."""
        raise NotImplementedError

    def item(self, place: int) -> Hashable | None:
        """The lasting name of what stands in a row, which marks go by; None where that is no row."""
        raise NotImplementedError

    def paint(self, place: int, *, cursor: bool) -> Strip:
        """One row."""
        raise NotImplementedError

    def header_line(self) -> Strip:
        """The titles above the columns."""
        return self._painter.header(Style(bold=True))

    def stands(self, place: int) -> bool:  # noqa: ARG002
        """Whether the cursor can be on that row."""
        return True

    # -- what is shown ---------------------------------------------------------------------------

    def connect(self, fetch: Fetch) -> None:
        """Say where rows come from."""
        self._fetch = fetch

    def _resize(self) -> None:
        """There are more or fewer rows, or others."""
        self.virtual_size = Size(self.scrollable_content_region.width, self.count)
        self.refresh()

    def shown_rows(self) -> list[SearchRow]:
        """The search rows on screen that have arrived."""
        found = (self._cache.get(key) for key in self.keys_in(self._window()))
        return [row for row in found if row is not None]

    # -- marks -----------------------------------------------------------------------------------

    def items(self, first: int = 0, last: int | None = None) -> list[Hashable]:
        """The names of the rows of these places, the last one included."""
        places = range(self.count)[first : None if last is None else last + 1]
        return [item for item in map(self.item, places) if item is not None]

    def place_of(self, item: Hashable) -> int | None:
        """Where that is in the list; None when it is not."""
        return next((place for place in range(self.count) if self.item(place) == item), None)

    def marks_changed(self, place: int | None = None) -> None:
        """Paint the marks as they are now: of one row, or of all."""
        if place is None:
            self.refresh()
        else:
            self._refresh_row(place)

    # -- moving ----------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.move_to(self.cursor + rows)

    def move_page(self, pages: int) -> None:
        """Move by screenfuls; the cursor keeps its place on the screen."""
        step = max(1, self._height - 1) * pages
        self._go(self.cursor + step, self.cursor - self.scroll_offset.y)

    def move_to(self, place: int) -> None:
        """Move the cursor to a row and bring it into view."""
        place = self._standing(place)
        top = self.scroll_offset.y
        self._go(place, min(max(0, place - top), self._height - 1))

    @property
    def below(self) -> int:
        """How many rows under the top of the screen the cursor is."""
        return self.cursor - self.scroll_offset.y

    def stand(self, place: int, below: int) -> None:
        """Put the cursor on a row and that so many rows under the top of the screen."""
        self._go(place, min(below, self._height - 1))

    def _go(self, place: int, below: int) -> None:
        """Put the cursor on a row, `below` rows under the top of the screen where that is possible."""
        before = self.cursor
        place = self._standing(place)
        self.set_reactive(RowList.cursor, place)
        self.scroll_to(y=max(0, place - max(0, below)), animate=False, immediate=True)
        for line in {before, place}:
            self._refresh_row(line)
        self._want()
        self.post_message(RowChosen(self.row))

    def _standing(self, place: int) -> int:
        """The nearest row the cursor can be on, further in the direction it came from if possible."""
        if not self.count:
            return 0
        place = max(0, min(place, self.count - 1))
        ahead = range(place, self.count) if place >= self.cursor else range(place, -1, -1)
        back = range(place, -1, -1) if place >= self.cursor else range(place, self.count)
        return next((found for way in (ahead, back) for found in way if self.stands(found)), place)

    def watch_cursor(self, place: int) -> None:
        """Whoever sets the cursor moves it."""
        self.move_to(place)

    # -- fetching --------------------------------------------------------------------------------

    @property
    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _window(self, around: int = 0) -> slice:
        top = round(self.scroll_y)
        return slice(max(0, top - around), top + self._height + around)

    def _want(self) -> None:
        """Ask for what is on screen and a screenful around it; one question at a time."""
        if self._fetch is None or self._reading or not self.is_attached:
            return
        if not self._cache.missing(self.keys_in(self._window())):
            return
        asked = self._cache.missing(self.keys_in(self._window(self._height)))
        self._reading = True
        self.background("rows", partial(self._fetch, asked), partial(self._arrived, asked), self._not_arrived)

    def _arrived(self, asked: Sequence[RowKey], rows: Sequence[SearchRow]) -> None:
        self._reading = False
        if self._cache.add(rows, asked):
            self.refresh()
            self.post_message(RowChosen(self.row))
        self._want()

    def _not_arrived(self) -> None:
        self._reading = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want()

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _styles_now(self) -> Styles:
        tones = {tone: tone_style(self, tone) for tone in Tone}
        cursor = self.get_component_rich_style("row-list--cursor")
        found = self.get_component_rich_style("row-list--found")
        return Styles(tones, self.rich_style, cursor, found)

    @cached_property
    def _painter(self) -> RowPainter:
        cells = self.scrollable_content_region.width
        return RowPainter(cells, self.look, self._styles_now, causes=self.CAUSES)

    def notify_style_update(self) -> None:
        self._repaint()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Other columns may fit now."""
        self._repaint()
        if not self.count:
            return
        self._resize()
        self._go(self.cursor, min(self.cursor - self.scroll_offset.y, self._height - 1))

    def _repaint(self) -> None:
        """Styles and width may be others: painters are made anew."""
        for name in ("_styles_now", "_painter"):
            self.__dict__.pop(name, None)

    def render_line(self, y: int) -> Strip:
        place = round(self.scroll_y) + y
        if place >= self.count:
            return Strip.blank(self.scrollable_content_region.width, self.rich_style)
        return self.paint(place, cursor=place == self.cursor)

    def paint_key(self, key: RowKey, *, cursor: bool) -> Strip:
        """The search row of a key, or that it has not arrived."""
        row, marked = self._cache.get(key), key in self.marks
        if row is None:
            gone = self._cache.is_gone(key)
            return self._painter.placeholder(cursor=cursor, marked=marked, gone=gone)
        return self._painter.row(row, cursor=cursor, marked=marked, word=self.word)

    def _refresh_row(self, place: int) -> None:
        y = place - round(self.scroll_y)
        self.refresh(Region(0, y, self.scrollable_content_region.width, 1))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one opens."""
        self._go(round(self.scroll_y) + event.y, event.y)
        if event.chain == 2:
            self.post_message(RowOpened())


class ListHeader(Widget):
    """The titles above a list."""

    DEFAULT_CSS = "ListHeader { height: 1; color: $text-muted; }"

    def __init__(self, rows: RowList) -> None:
        super().__init__()
        self._rows = rows

    def on_resize(self) -> None:
        """The list gets its new width after its header does."""
        self.call_after_refresh(self.refresh)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        return self._rows.header_line()
