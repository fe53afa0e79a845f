"""When it happened: counts over time as a row of blocks above the list, or enlarged to lanes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from mailtui.model.moment import DAY
from mailtui.ui import words
from mailtui.ui.rendering import Part, differing, fit, strip, width
from mailtui.ui.tones import TONE_CLASSES, TONE_CSS, tone_style
from mailtui.ui.widgets.blocks import block, levels, resample
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import Histogram

FAILED_MARK, WAITING_MARK = "!", "~"
"""Stand in a strip of several outcomes for a time of which a third or more failed or waits."""
SHARE = 3
LARGE = 6
LANES = (("good", Tone.GOOD, 2), ("waiting", Tone.WAITING, 1), ("failed", Tone.FAILED, 2))
"""The lanes of the enlarged form, top to bottom, with their heights; the axis is the last row."""
TROUBLED_LANES = (("waiting", Tone.WAITING, 2), ("failed", Tone.FAILED, 3))
"""Those of a strip that tells of trouble only: nobody counted what went well."""
LANE_LABEL = 18


class HistogramStrip(Widget):
    """One row; six when enlarged. A bar (an arrow when enlarged) marks the time of the cursor row."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES
    DEFAULT_CSS = "HistogramStrip { height: 1; &.-large { height: 6; }" + TONE_CSS + "}"

    def __init__(
        self,
        look: Look = LOCAL,
        nothing: str = "no mail in this time",
        *,
        trouble: bool = False,
        id: str | None = None,
    ) -> None:
        """`nothing`: what an empty strip says. `trouble`: all of it is, so the strip tells how much."""
        super().__init__(id=id)
        self.look = look
        self._trouble = trouble
        self._nothing = nothing
        self._histogram: Histogram | None = None
        self._marked: int | None = None

    def show(self, histogram: Histogram | None) -> None:
        """Show these counts; None while they are being counted."""
        if histogram != self._histogram:
            self._histogram = histogram
            self.refresh()

    def mark(self, moment: int | None) -> None:
        """Mark the bucket of this moment: the time of the row under the cursor."""
        if moment == self._marked:
            return
        lines = range(self.size.height)
        before = [self.render_line(y) for y in lines]
        self._marked = moment
        for y in lines:
            changed = differing(before[y], self.render_line(y))
            if changed is not None:
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))

    def toggle(self) -> None:
        """Enlarge, or make it a strip again."""
        self.toggle_class("-large")

    def render_line(self, y: int) -> Strip:
        cells, base = self.size.width, Style.null() + self.rich_style
        if self._histogram is None:
            return Strip.blank(cells, base)
        if not any(map(sum, _counts(self._histogram))):
            said = f" {self._nothing}" if y == 0 else ""
            return strip([(said, tone_style(self, Tone.DIM))], cells, base)
        parts = self._large(self._histogram, y, cells) if self.has_class("-large") else self._small(cells)
        return strip(parts, cells, base)

    # -- one row ---------------------------------------------------------------------------------

    def _small(self, cells: int) -> list[Part]:
        assert self._histogram is not None
        start, end = axis_labels(self._histogram, self.look)
        counts = self._totals() if cells >= 100 else ""
        room = cells - width(start) - width(end) - width(counts) - 4
        dim = tone_style(self, Tone.DIM)
        bars = self._strip_bars(self._histogram, room)
        return [(f" {start} ", dim), *bars, (f" {end} ", dim), (counts, None)]

    def _strip_bars(self, histogram: Histogram, room: int) -> list[Part]:
        lanes = [resample(counts, room) for counts in _counts(histogram)]
        alone = self._trouble or sum(map(any, lanes)) == 1
        totals = [sum(lane) for lane in zip(*lanes, strict=True)]
        highest, marked = max(totals, default=0), self._marked_place(room)
        parts: list[Part] = []
        for place, (_, waiting, failed) in enumerate(zip(*lanes, strict=True)):
            tone, mark = prevailing(totals[place], waiting, failed)
            text = self._block(levels(totals[place], highest, 1)[0]) if alone else mark
            text = text or self._block(levels(totals[place], highest, 1)[0])
            if place == marked:
                text, tone = self._cursor, Tone.STRONG
            parts.append((text, tone_style(self, tone)))
        return parts

    def _totals(self) -> str:
        assert self._histogram is not None
        return " ".join(f"{sum(counts)} {name} " for counts, (name, _, _) in self._lanes(self._histogram))

    def _lanes(self, histogram: Histogram) -> Iterator[tuple[Sequence[int], tuple[str, Tone, int]]]:
        """What is told apart, top to bottom, with its counts."""
        lanes = TROUBLED_LANES if self._trouble else LANES
        return zip(_counts(histogram)[-len(lanes) :], lanes, strict=True)

    # -- six rows --------------------------------------------------------------------------------

    def _large(self, histogram: Histogram, y: int, cells: int) -> list[Part]:
        room = max(1, cells - LANE_LABEL - 1)
        top = 0
        for counts, (name, tone, height) in self._lanes(histogram):
            if y < top + height:
                bottom = y == top + height - 1
                label = f" {name:<8}{sum(counts):>8}" if bottom else ""
                style = tone_style(self, tone)
                bars = self._lane(resample(counts, room), tone, top + height - 1 - y, height)
                return [(fit(label, LANE_LABEL), style), *bars]
            top += height
        return self._axis(histogram, room)

    def _lane(self, counts: list[int], tone: Tone, row: int, height: int) -> list[Part]:
        highest = max(counts, default=0)
        return [
            (self._block(levels(count, highest, height)[row]), tone_style(self, tone)) for count in counts
        ]

    def _axis(self, histogram: Histogram, room: int) -> list[Part]:
        start, end = axis_labels(histogram, self.look)
        dim = tone_style(self, Tone.DIM)
        line = start + end.rjust(max(1, room - width(start)))
        marked = self._marked_place(room)
        if marked is None:
            return [(" " * LANE_LABEL, None), (line, dim)]
        below = line[marked : marked + 1]
        arrow = below if below.strip() else "^" if self.look.ascii else "▲"
        pointed = (arrow, Style(reverse=bool(below.strip())))
        return [(" " * LANE_LABEL, None), (line[:marked], dim), pointed, (line[marked + 1 :], dim)]

    # -- both ------------------------------------------------------------------------------------

    def _block(self, level: int) -> str:
        return block(level, self.look)

    @property
    def _cursor(self) -> str:
        return "|" if self.look.ascii else "┃"

    def _marked_place(self, room: int) -> int | None:
        """The column of the marked moment among `room` columns."""
        histogram = self._histogram
        if histogram is None or self._marked is None or not histogram.step or room <= 0:
            return None
        span = histogram.step * len(_counts(histogram)[0])
        offset = self._marked - histogram.start
        return offset * room // span if 0 <= offset < span else None


def prevailing(total: int, waiting: int, failed: int) -> tuple[Tone, str]:
    """Tone and mark of a time: failed or waiting where that is a good share, else good and no mark."""
    if total and failed * SHARE >= total:
        return Tone.FAILED, FAILED_MARK
    if total and waiting * SHARE >= total:
        return Tone.WAITING, WAITING_MARK
    return Tone.GOOD, ""


def axis_labels(histogram: Histogram, look: Look = LOCAL) -> tuple[str, str]:
    """Start and end: times within a day, days over weeks, both between."""
    start = histogram.start
    end = start + histogram.step * len(_counts(histogram)[0])
    first, last = words.stamp(start, look), words.stamp(end, look)
    if end - start > 14 * DAY:
        return first[:10], last[:10]
    return first[5:16], last[11:16] if first[:10] == last[:10] else last[5:16]


def _counts(histogram: Histogram) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """The three rows of counts, equally long."""
    number = max(len(histogram.good), len(histogram.waiting), len(histogram.failed))
    good, waiting, failed = (
        (*counts, *[0] * (number - len(counts)))
        for counts in (histogram.good, histogram.waiting, histogram.failed)
    )
    return good, waiting, failed
