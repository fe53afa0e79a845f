"""The list of domains."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from textual.message import Message
from textual.strip import Strip

from mailtui.model.domain import DomainRow
from mailtui.model.enums import DomainState
from mailtui.model.view import RowKey, SearchRow
from mailtui.ui.widgets.domain_columns import Listed, columns
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look

WELL = frozenset({DomainState.OK, DomainState.PENDING})


class DomainList(RowList):
    """Holds the domains whole: there are hundreds, not millions."""

    class Titled(Message):
        """There are other columns."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.domains: Sequence[DomainRow] = ()
        self.looking: frozenset[str] = frozenset()
        self._titles = (0, False)
        """What the columns depend on: the length of the longest name, and whether any caused failures."""

    def show(self, domains: Sequence[DomainRow], looking: frozenset[str] = frozenset()) -> None:
        """Show these; the cursor stays on its domain, or at the top. Only rows that differ are painted."""
        count, here, below = self.count, self.domain, self.cursor - self.scroll_offset.y
        shown, titles = self._listed(), self._titles
        self.domains, self.looking = domains, looking
        self._titles = (
            max((len(one.name) for one in domains), default=0),
            any(one.caused for one in domains),
        )
        if self._titles != titles:
            self.__dict__.pop("_domain_painter", None)
            self.post_message(self.Titled())
        if len(domains) != count or self._titles != titles:
            self._resize()
        top = round(self.scroll_y)
        for place, (old, new) in enumerate(zip(shown, self._listed(), strict=False), top):
            if old != new:
                self._refresh_row(place)
        place = self._place_of(here)
        if place != self.cursor:
            self._go(place, below)

    def _listed(self) -> list[Listed]:
        """What is on screen."""
        return [Listed(one, one.name in self.looking) for one in self.domains[self._window()]]

    def _place_of(self, here: DomainRow | None) -> int:
        """Where the same domain is now; the top stays the top."""
        names = [one.name for one in self.domains]
        if here is not None and here.name in names and self.cursor > 0:
            return names.index(here.name)
        return max(0, min(self.cursor, len(names) - 1))

    @property
    def domain(self) -> DomainRow | None:
        """The domain under the cursor."""
        return self.domains[self.cursor] if 0 <= self.cursor < len(self.domains) else None

    def next_bad(self, step: int) -> int | None:
        """The place of the next (1) or previous (-1) domain that is not well."""
        places = range(self.cursor + step, self.count if step > 0 else -1, step)
        return next((place for place in places if self.domains[place].state not in WELL), None)

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.domains)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002
        return ()

    def item(self, place: int) -> str:
        """The domain's name."""
        return self.domains[place].name

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _domain_painter(self) -> Painter[Listed]:
        cells = self.scrollable_content_region.width
        longest, fails = self._titles
        return Painter(columns(cells, longest, fails=fails), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_domain_painter", None)

    def header_line(self) -> Strip:
        from rich.style import Style

        return self._domain_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        one = self.domains[place]
        listed, marked = Listed(one, one.name in self.looking), one.name in self.marks
        return self._domain_painter.row(listed, cursor=cursor, marked=marked, word=self.word)

    def shown(self) -> list[str]:
        """The text of every row that is on screen, to see whether time has changed any."""
        return [self.paint(place, cursor=False).text for place in range(self.count)[self._window()]]

    def shown_domains(self) -> Sequence[DomainRow]:
        """The domains on screen."""
        return self.domains[self._window()]
