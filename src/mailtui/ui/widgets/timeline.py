"""The threaded timeline of a message: recipients, hosts, the message itself; retries folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mailtui.model.view import RowKey, Trace, TraceThread
from mailtui.ui import words
from mailtui.ui.rendering import safe
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, paint
from mailtui.ui.widgets.timeline_painter import RowPainter, longest_name
from mailtui.ui.widgets.timeline_rows import (
    FoldRow,
    Key,
    Row,
    Story,
    ThreadRow,
    VerdictRow,
    selectable,
)
from mailtui.ui.words import LOCAL, Look, Tone

UNCUT = 1000
"""Cells of a line that is printed, not shown: nothing is cut before that."""

Place = tuple[Key | None, frozenset[Key]]
"""A row of a timeline, and which rows are folded otherwise than at first."""


class Timeline(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of one trace, with a cursor. Only rows on screen are painted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES | {"timeline--cursor"}
    DEFAULT_CSS = (
        """
    Timeline {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .timeline--cursor { background: $block-cursor-background 50%; }
        &:ansi > .timeline--cursor { background: ansi_default; text-style: reverse; }
    """
        + TONE_CSS
        + "}"
    )

    class Moved(Message):
        """The cursor stands on another row (None: the timeline is empty)."""

        def __init__(self, row: Row | None) -> None:
            super().__init__()
            self.row = row

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Timeline.Moved)

    class Opened(Message):
        """The row under the cursor was clicked a second time."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.look = look
        self.rows: list[Row] = []
        self.cursor = 0
        self._story: Story | None = None
        self._turned: frozenset[Key] = frozenset()
        self._painter = RowPainter(look, 0)
        self._width = 0

    # -- what is shown ---------------------------------------------------------------------------

    def show(self, trace: Trace, place: Place | None = None, recipient: RowKey | None = None) -> None:
        """Show a trace from where `place` says the user was, else from a recipient, else from its top."""
        self._story = Story(trace, lambda moment: words.day(moment, self.look))
        heads = (row for row in self._story.rows(frozenset()) if isinstance(row, ThreadRow) and row.recipient)
        first = next((row.key for row in heads if row.recipient and row.recipient.key == recipient), None)
        key, self._turned = place or (first, frozenset())
        self.cursor = self.cursor if place else 0
        self._lay_out(key)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def stands(self, place: int) -> bool:
        """Whether the cursor can be on that row."""
        return selectable(self.rows[place])

    @property
    def thread(self) -> TraceThread | None:
        """The thread that the row under the cursor belongs to; None on related mail."""
        heads = (row for row in self.rows if isinstance(row, ThreadRow))
        here = self.row.key[:2] if self.row else ()
        return next((head.thread for head in heads if head.key == here), None)

    def plain(self) -> list[str]:
        """The rows as they are folded now, in full, as safe text."""
        rows = (self._painter.runs(row, UNCUT) for row in self.rows)
        return [safe("".join(text for text, _ in runs)).rstrip() for runs in rows]

    @property
    def place(self) -> Place:
        """Where the user is, to come back to with `show`."""
        return (self.row.key if self.row else None), self._turned

    def toggle(self) -> bool:
        """Fold or unfold the row under the cursor; on an event, its fold. False when nothing folds."""
        row = self._foldable()
        if row is None:
            return False
        self._turned = self._turned ^ {row.key}
        self._lay_out(row.key)
        return True

    def _foldable(self) -> ThreadRow | FoldRow | None:
        row = self.row
        if isinstance(row, ThreadRow | FoldRow):
            return row
        if row is None or row.key[0] != "thread":
            return None
        above = self.rows[: self.cursor]
        near = next((found for found in reversed(above) if isinstance(found, ThreadRow | FoldRow)), None)
        inside = getattr(row, "depth", 0) > 1
        return near if isinstance(near, FoldRow) and inside else None

    def _lay_out(self, key: Key | None) -> None:
        """Make the rows anew for this width, and stand on the row of `key` where it still is."""
        self._width = self.size.width - 1  # the verdict is wrapped so that a scroll bar hides none of it
        if self._story is None or self._width <= 0:
            return
        rows = self._story.rows(self._turned)
        self._painter = RowPainter(self.look, longest_name(rows))
        self.rows = [line for row in rows for line in self._with_verdict(row)]
        self.virtual_size = Size(self._width, len(self.rows))
        found = next((place for place, row in enumerate(self.rows) if row.key == key), self.cursor)
        self.refresh()
        self.move_to(found)

    def _with_verdict(self, row: Row) -> list[Row]:
        if not isinstance(row, ThreadRow):
            return [row]
        lines = self._painter.verdict(row, self._width)
        return [row, *(VerdictRow((*row.key, "verdict", str(n)), line) for n, line in enumerate(lines))]

    # -- moving ----------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move by selectable rows, as far as there are any."""
        step = 1 if rows > 0 else -1
        place = self.cursor
        for _ in range(abs(rows)):
            found = self._next(place, step, selectable)
            if found is None:
                break
            place = found
        self.move_to(place)

    def move_page(self, pages: int) -> None:
        """Move by screenfuls."""
        self.move_to(self.cursor + pages * max(1, self.scrollable_content_region.height - 1))

    def move_to(self, place: int) -> None:
        """Stand on this row, or on the nearest one that can be stood on, and bring it into view."""
        place = max(0, min(place, len(self.rows) - 1))
        while place > 0 and self.rows and not selectable(self.rows[place]):
            place -= 1
        before, self.cursor = self.cursor, place
        self._bring_into_view(place)
        for line in {before, place}:
            self.refresh(Region(0, line - round(self.scroll_y), self.size.width, 1))
        self.post_message(self.Moved(self.row))

    def move_failing(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) failing event; False when there is none that way."""
        place = self._next(self.cursor, step, lambda row: row.failing)
        if place is None:
            return False
        self.move_to(place)
        return True

    def _next(self, place: int, step: int, wanted: Callable[[Row], bool]) -> int | None:
        places = range(place + step, len(self.rows) if step > 0 else -1, step)
        return next((found for found in places if wanted(self.rows[found])), None)

    def _bring_into_view(self, place: int) -> None:
        """Scroll as little as shows the row and the verdict under it."""
        height = max(1, self.scrollable_content_region.height)
        last = place
        while last + 1 < len(self.rows) and isinstance(self.rows[last + 1], VerdictRow):
            last += 1
        top = round(self.scroll_y)
        top = min(max(top, last - height + 1), place)
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    # -- painting --------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Lines may wrap elsewhere now."""
        self._lay_out(self.row.key if self.row else None)

    def render_line(self, y: int) -> Strip:
        cells, place = self.scrollable_content_region.width, round(self.scroll_y) + y
        if place >= len(self.rows):
            return Strip.blank(cells, self.rich_style)
        here = place == self.cursor
        base = self.get_component_rich_style("timeline--cursor") if here else self.rich_style
        mark = " " if not here else ">" if self.look.ascii else "▌"
        runs = [(mark, Tone.STRONG), *self._painter.runs(self.rows[place], cells)]
        return paint(self, runs, cells, Style.null() + base)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one opens."""
        self.move_to(round(self.scroll_y) + event.y)
        if event.chain == 2:
            self.post_message(self.Opened())
