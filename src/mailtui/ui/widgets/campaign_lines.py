"""Lines of the page about a campaign: runs of text, some of them numbers that open their recipients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailtui.ui.rendering import fit, width, wrap
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.ui.tones import Run

GAP = "  "


@dataclass(frozen=True, slots=True)
class Spot:
    """A number that can be opened."""

    run: int
    """Which run of its line it is."""
    name: str
    """What is counted, `hard`: moving up and down stays at the same."""
    query: str
    """Finds just as many recipients."""
    says: str
    """The number and what it is, for the line below the page."""


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One line."""

    runs: tuple[Run, ...] = ()
    spots: tuple[Spot, ...] = ()
    heading: bool = False
    bad: bool = False
    """It passes a limit, or does not add up: `e` goes to it."""

    @property
    def stands(self) -> bool:
        """Whether the cursor can be on it."""
        return bool(self.runs) and not self.heading


BLANK = CampaignLine()


class Line:
    """A line in the making."""

    def __init__(self, *, bad: bool = False) -> None:
        self._runs: list[Run] = []
        self._spots: list[Spot] = []
        self._bad = bad
        self.cells = 0
        """So many are written."""

    def text(self, text: str, tone: Tone = Tone.PLAIN) -> Line:
        """A run of text."""
        if text:
            self._runs.append((text, tone))
            self.cells += width(text)
        return self

    def number(self, text: str, query: str, says: str, name: str = "", tone: Tone = Tone.PLAIN) -> Line:
        """A number that opens its recipients; without a query it is just text."""
        if query:
            self._spots.append(Spot(len(self._runs), name or says, query, says))
        return self.text(text, tone)

    def pad(self, cells: int) -> Line:
        """Blanks until so many cells are written."""
        return self.text(" " * max(0, cells - self.cells))

    def done(self) -> CampaignLine:
        """The line."""
        return CampaignLine(tuple(self._runs), tuple(self._spots), bad=self._bad)


def heading(text: str, cells: int, look: Look) -> list[CampaignLine]:
    """A blank line and a title with a rule."""
    rule = "-" if look.ascii else "─"
    line = f"{rule * 2} {text} ".ljust(cells, rule)[: max(0, cells)]
    return [BLANK, CampaignLine(((line, Tone.DIM),), heading=True)]


def titles(texts: Sequence[tuple[str, int]], cells: int, last: str = "") -> CampaignLine:
    """Titles of columns, each right in its width, the first and the `last` left."""
    (first, size), *rest = texts
    line = fit(first, size) + "".join(fit(text, wide, right=True) for text, wide in rest)
    line = f"{line}  {last}" if last else line
    return CampaignLine(((line[:cells], Tone.DIM),), heading=True)


def said(text: str, cells: int, tone: Tone = Tone.PLAIN, *, indent: int = 0) -> Iterator[CampaignLine]:
    """A text, wrapped, never cut."""
    for row in wrap(text, max(10, cells - indent)):
        yield CampaignLine(((" " * indent + row, tone),)) if row else BLANK


def flat(parts: Iterable[Iterable[CampaignLine]]) -> list[CampaignLine]:
    """Sections one after the other."""
    return [line for part in parts for line in part]
