"""The list of the home screen: incidents, then single failures that fit none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from rich.style import Style
from textual.strip import Strip

from mailtui.model.incident import Incident
from mailtui.ui.widgets.incident_columns import columns, is_open, needs_room, twins
from mailtui.ui.widgets.row_list import ListHeader, RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow
    from mailtui.ui.widgets.columns import Column


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between the rows: what comes below, or (empty) the titles of its columns."""

    text: str = ""


Entry: TypeAlias = "Incident | Heading | RowKey"
"""What stands in a row."""


class TriageList(RowList):
    """Holds incidents whole, single failures by their keys."""

    CAUSES = True

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.entries: Sequence[Entry] = ()

    # -- what is shown ---------------------------------------------------------------------------

    def know(self, rows: Sequence[SearchRow]) -> None:
        """These rows need not be asked for."""
        if self._cache.add(rows):
            self.refresh()

    def show(self, entries: Sequence[Entry], *, keep: bool = False) -> None:
        """Show these. `keep`: the same question again, so the cursor stays on its row."""
        if entries == self.entries:
            self._want()
            return
        here, top = self.entry, self.scroll_offset.y
        place = _place_of(here, entries, self.cursor) if keep and self.cursor else 0
        below = self.cursor - top if top or place >= self._height else place
        self.entries = entries
        self._new_columns()
        self._resize()
        self._go(place, below if keep else 0)

    def expire(self) -> None:
        """The facts may have changed: single failures are read again when they are seen."""
        self._cache.expire()

    def replace(self, incident: Incident) -> None:
        """An incident is known anew: show it in its place."""
        for place, entry in enumerate(self.entries):
            if isinstance(entry, Incident) and entry.id == incident.id:
                self.entries = [*self.entries[:place], incident, *self.entries[place + 1 :]]
                self._refresh_row(place)

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on."""
        return self.entries[self.cursor] if 0 <= self.cursor < len(self.entries) else None

    @property
    def incident(self) -> Incident | None:
        """The incident under the cursor."""
        return self.entry if isinstance(self.entry, Incident) else None

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.entries)

    def keys_in(self, window: slice) -> Sequence[RowKey]:
        return [entry for entry in self.entries[window] if not isinstance(entry, Incident | Heading)]

    @property
    def key(self) -> RowKey | None:
        """The key of the single failure under the cursor."""
        entry = self.entry
        return None if isinstance(entry, Incident | Heading) else entry

    @property
    def row(self) -> SearchRow | None:
        return self._cache.get(self.key) if self.key is not None else None

    def stands(self, place: int) -> bool:
        return not isinstance(self.entries[place], Heading)

    def item(self, place: int) -> int | RowKey | None:
        """The id of an incident, or the key of a single failure."""
        entry = self.entries[place]
        return None if isinstance(entry, Heading) else entry.id if isinstance(entry, Incident) else entry

    # -- moving ----------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows; what is no row is passed over."""
        step = 1 if rows > 0 else -1
        place = self.cursor
        for _ in range(abs(rows)):
            ahead = range(place + step, self.count if step > 0 else -1, step)
            place = next((found for found in ahead if self.stands(found)), place)
        self.move_to(place)

    def next_open(self, step: int, but: Collection[object] = ()) -> int | None:
        """The place of the next (1) or previous (-1) open incident or single failure, but for some."""
        done = frozenset(but)
        places = range(self.cursor + step, self.count if step > 0 else -1, step)
        test = (place for place in places if self._is_open(self.entries[place]))
        return next((place for place in test if self.item(place) not in done), None)

    @staticmethod
    def _is_open(entry: Entry) -> bool:
        return is_open(entry) if isinstance(entry, Incident) else not isinstance(entry, Heading)

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _incident_painter(self) -> Painter[Incident]:
        cells = self.scrollable_content_region.width
        return Painter(self._columns(), cells, self.look, self._styles_now)

    def _columns(self) -> tuple[Column[Incident], ...]:
        incidents = [entry for entry in self.entries if isinstance(entry, Incident)]
        cells = self.scrollable_content_region.width
        return columns(cells, twins(incidents), full=any(map(needs_room, incidents)))

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_incident_painter", None)

    def _new_columns(self) -> None:
        """What is listed may want other columns."""
        before = self.__dict__.pop("_incident_painter", None)
        titles = [] if before is None else [column.title for column in before.columns]
        if self.is_attached and titles != [column.title for column in self._columns()]:
            for header in self.screen.query(ListHeader):
                header.refresh()

    def header_line(self) -> Strip:
        return self._incident_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        entry = self.entries[place]
        if isinstance(entry, Incident):
            marked = entry.id in self.marks
            return self._incident_painter.row(entry, cursor=cursor, marked=marked, word=self.word)
        if isinstance(entry, Heading):
            return self._heading(entry)
        return self.paint_key(entry, cursor=cursor)

    def _heading(self, heading: Heading) -> Strip:
        if not heading.text:
            return self._painter.header(Style(bold=True, dim=True))
        rule = "-" if self.look.ascii else "─"
        line = f"{rule * 2} {heading.text} ".ljust(self.scrollable_content_region.width - 1, rule)
        return self._painter.text(line, Tone.DIM)

    def shown_incidents(self) -> list[Incident]:
        """The incidents on screen."""
        return [entry for entry in self.entries[self._window()] if isinstance(entry, Incident)]

    def shown(self) -> list[str]:
        """The text of every row that is on screen, to see whether time has changed any."""
        return [self.paint(place, cursor=False).text for place in range(self.count)[self._window()]]


def _place_of(entry: Entry | None, entries: Sequence[Entry], otherwise: int) -> int:
    """Where the same incident or failure is now; where it is gone, the place it had."""
    wanted = _identity(entry)
    same = (place for place, other in enumerate(entries) if _identity(other) == wanted)
    return next(same, otherwise)


def _identity(entry: Entry | None) -> object:
    return entry.id if isinstance(entry, Incident) else entry
