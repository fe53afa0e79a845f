"""Everything known about a campaign as lines with a cursor, which stands on a number where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.style import Style
from textual import events

from mailtui.ui.messages import RowChosen, RowOpened
from mailtui.ui.rendering import safe, width
from mailtui.ui.widgets.campaign_lines import CampaignLine, Spot, flat
from mailtui.ui.widgets.campaign_parts import days, failures, links, providers
from mailtui.ui.widgets.campaign_rates import limits, outcomes, rates
from mailtui.ui.widgets.campaign_template import template
from mailtui.ui.widgets.line_page import LinePage
from mailtui.ui.widgets.row_painter import Styles
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail, CampaignWalk

CHOSEN = Style(bold=True, reverse=True)
"""Lies over the number that `enter` opens; the line below the page says it in words."""


def page_lines(
    detail: CampaignDetail, walk: CampaignWalk | None, cells: int, look: Look
) -> list[CampaignLine]:
    """All sections: what became of it first."""
    found = flat(
        (
            outcomes(detail, cells, look),
            rates(detail, cells, look),
            limits(detail, cells, look),
            providers(detail, cells, look),
            days(detail, cells, look),
            failures(detail, walk, cells, look),
            links(detail, walk, cells, look),
            template(walk, cells, look),
        )
    )
    return found[1:]


class CampaignPage(LinePage[CampaignLine]):
    """Shows one campaign."""

    def __init__(self, look: Look = LOCAL, *, id: str | None = None) -> None:
        super().__init__(look, id=id)
        self._detail: CampaignDetail | None = None
        self.walk: CampaignWalk | None = None
        self._name = ""
        """Of the number that was chosen last: in other lines it is the same."""

    def show(self, detail: CampaignDetail, walk: CampaignWalk | None = None) -> None:
        """Show this campaign; the cursor stays on its line."""
        self._detail = detail
        self.walk = self.walk if walk is None else walk
        self.fill()

    def make(self, cells: int) -> Sequence[CampaignLine] | None:
        return page_lines(self._detail, self.walk, cells, self.look) if self._detail is not None else None

    # -- numbers ---------------------------------------------------------------------------------

    @property
    def spot(self) -> Spot | None:
        """The number that is chosen; None on a line without any."""
        return self._spot_of(self.line) if self.line is not None else None

    def _spot_of(self, line: CampaignLine) -> Spot | None:
        """The one that was chosen last, where the line has it, else its first."""
        same = (spot for spot in line.spots if spot.name == self._name)
        return next(same, line.spots[0] if line.spots else None)

    def step(self, step: int) -> None:
        """To the next (1) or previous (-1) number of the line; behind its last, to the next line with one."""
        line, here = self.line, self.spot
        if line is not None and here is not None:
            place = line.spots.index(here) + step
            if 0 <= place < len(line.spots):
                self._choose(self.cursor, line.spots[place])
                return
        ahead = range(self.cursor + step, self.count if step > 0 else -1, step)
        for number in ahead:
            if self.lines[number].spots:
                self._choose(number, self.lines[number].spots[0 if step > 0 else -1])
                return

    def _choose(self, place: int, spot: Spot) -> None:
        self._name = spot.name
        if place != self.cursor:
            self.move_to(place)
            return
        self._refresh_row(place)
        self.post_message(RowChosen(None))

    def on_click(self, event: events.Click) -> None:
        """A click chooses the number it is on; a second one opens it."""
        event.prevent_default()
        place = round(self.scroll_y) + event.y
        if not 0 <= place < self.count or not self.stands(place):
            return
        spot = _spot_at(self.lines[place], event.x - 1)
        self.move_to(place)
        if spot is not None:
            self._choose(place, spot)
        if event.chain == 2:
            self.post_message(RowOpened())

    # -- painting --------------------------------------------------------------------------------

    def painted(self, line: CampaignLine, styles: Styles, *, cursor: bool) -> list[tuple[str, Style | None]]:
        chosen = self._spot_of(line) if cursor else None
        parts: list[tuple[str, Style | None]] = [(text, styles.tones[tone]) for text, tone in line.runs]
        if chosen is not None:
            text, tone = line.runs[chosen.run]
            parts[chosen.run] = (text, styles.tones[tone] + CHOSEN)
        return parts


def _spot_at(line: CampaignLine, cell: int) -> Spot | None:
    """The number that a cell of a line is in."""
    edges = [0, *accumulate(width(safe(text)) for text, _ in line.runs)]
    return next((spot for spot in line.spots if edges[spot.run] <= cell < edges[spot.run + 1]), None)
