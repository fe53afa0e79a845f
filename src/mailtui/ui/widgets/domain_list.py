"""The list of domains."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from textual.strip import Strip

from mailtui.model.domain import DomainRow
from mailtui.model.enums import DomainState
from mailtui.model.view import RowKey, SearchRow
from mailtui.ui.rendering import safe, width
from mailtui.ui.widgets.domain_columns import Listed, columns
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look

WELL = frozenset({DomainState.OK, DomainState.PENDING})


class DomainList(RowList):
    """Holds the domains whole: there are hundreds, not millions."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.domains: Sequence[DomainRow] = ()
        self.looking: frozenset[str] = frozenset()

    def show(self, domains: Sequence[DomainRow], looking: frozenset[str] = frozenset()) -> None:
        """Show these; the cursor stays on its domain, or at the top."""
        if (domains, looking) == (self.domains, self.looking):
            return
        here, top = self.domain, self.scroll_offset.y
        names = [one.name for one in domains]
        known = here is not None and here.name in names and self.cursor > 0
        place = names.index(here.name) if known and here is not None else min(self.cursor, len(names) - 1)
        below = self.cursor - top
        resized = len(domains) != len(self.domains)
        self.domains, self.looking = domains, looking
        self.__dict__.pop("_domain_painter", None)
        if resized:
            self._resize()
        self.refresh()
        self._go(max(0, place), below)

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

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _domain_painter(self) -> Painter[Listed]:
        cells = self.scrollable_content_region.width
        longest = max((width(safe(one.name)) for one in self.domains), default=0)
        return Painter(columns(cells, longest), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_domain_painter", None)

    def header_line(self) -> Strip:
        from rich.style import Style

        return self._domain_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        one = self.domains[place]
        return self._domain_painter.row(Listed(one, one.name in self.looking), cursor=cursor, word=self.word)

    def shown(self) -> list[str]:
        """The text of every row that is on screen, to see whether time has changed any."""
        return [self.paint(place, cursor=False).text for place in range(self.count)[self._window()]]

    def shown_domains(self) -> Sequence[DomainRow]:
        """The domains on screen."""
        return self.domains[self._window()]
