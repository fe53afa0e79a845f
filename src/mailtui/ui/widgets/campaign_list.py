"""The list of campaigns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.strip import Strip

from mailtui.model.campaign import CampaignView
from mailtui.model.work import CampaignKey
from mailtui.ui.widgets.campaign_columns import ORDERS, Order, columns
from mailtui.ui.widgets.row_list import RowList
from mailtui.ui.widgets.row_painter import Painter
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow

LEAST_FIRST = frozenset({"delivery"})
"""Metrics of which little is what one looks for."""


def in_order(found: Sequence[CampaignView], order: Order) -> list[CampaignView]:
    """The campaigns, which come by urgency, in another order; what cannot be known is at the end."""
    if order.id == "urgency":
        return list(found)
    return sorted(found, key=_place(order.id))


def _place(by: str) -> Callable[[CampaignView], Any]:
    if by == "name":
        return lambda one: (one.title.lower(), one.id)
    if by == "attempted":
        return lambda one: -one.tally.attempted
    sign = 1 if by in LEAST_FIRST else -1

    def place(one: CampaignView) -> tuple[bool, float]:
        value = getattr(one.metrics, by).value
        return value is None, sign * (value or 0.0)

    return place


class CampaignList(RowList):
    """Holds the campaigns whole: there are thousands at most, counted already."""

    class Titled(Message):
        """The titles are others."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self.campaigns: Sequence[CampaignView] = ()
        self.order = ORDERS[0]

    def show(self, campaigns: Sequence[CampaignView], order: Order | None = None) -> None:
        """Show these; the cursor stays on its campaign, or at the top. Only rows that differ are painted."""
        order = order or self.order
        here, below, count = self.campaign, self.below, self.count
        shown = self.campaigns[self._window()]
        self.campaigns = campaigns
        if order != self.order:
            self.order = order
            self.__dict__.pop("_campaign_painter", None)
            self.post_message(self.Titled())
            self.refresh()
        if len(campaigns) != count:
            self._resize()
        for place, (old, new) in enumerate(
            zip(shown, campaigns[self._window()], strict=False), round(self.scroll_y)
        ):
            if old != new:
                self._refresh_row(place)
        place = self._place_of(here)
        if place != self.cursor:
            self._go(place, below)

    def _place_of(self, here: CampaignView | None) -> int:
        """Where the same campaign is now; the top stays the top."""
        if here is not None and self.cursor > 0:
            found = (place for place, one in enumerate(self.campaigns) if one.id == here.id)
            return next(found, max(0, min(self.cursor, self.count - 1)))
        return max(0, min(self.cursor, self.count - 1))

    @property
    def campaign(self) -> CampaignView | None:
        """The campaign under the cursor."""
        return self.campaigns[self.cursor] if 0 <= self.cursor < len(self.campaigns) else None

    def next_bad(self, step: int) -> int | None:
        """The place of the next (1) or previous (-1) campaign that passes a limit."""
        places = range(self.cursor + step, self.count if step > 0 else -1, step)
        return next((place for place in places if self.campaigns[place].breaches), None)

    # -- for the list ----------------------------------------------------------------------------

    @property
    def count(self) -> int:
        return len(self.campaigns)

    @property
    def row(self) -> SearchRow | None:
        return None

    def keys_in(self, window: slice) -> Sequence[RowKey]:  # noqa: ARG002
        return ()

    def item(self, place: int) -> CampaignKey:
        """The campaign's id."""
        return CampaignKey(self.campaigns[place].id)

    # -- painting --------------------------------------------------------------------------------

    @cached_property
    def _campaign_painter(self) -> Painter[CampaignView]:
        cells = self.scrollable_content_region.width
        return Painter(columns(cells, self.order.id), cells, self.look, self._styles_now)

    def _repaint(self) -> None:
        super()._repaint()
        self.__dict__.pop("_campaign_painter", None)

    def header_line(self) -> Strip:
        from rich.style import Style

        return self._campaign_painter.header(Style(bold=True))

    def paint(self, place: int, *, cursor: bool) -> Strip:
        one = self.campaigns[place]
        marked = CampaignKey(one.id) in self.marks
        return self._campaign_painter.row(one, cursor=cursor, marked=marked, word=self.word)

    def shown_campaigns(self) -> Sequence[CampaignView]:
        """The campaigns on screen."""
        return self.campaigns[self._window()]
