"""Lines of the page about a domain: what a section is made of, each as wide as the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailtui.ui.rendering import fit, wrap
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.view import RowKey
    from mailtui.ui.tones import Run

LABEL = 9
INDENT = 2
WIDEST = 300
"""Cells of a rule, also where nothing is wrapped."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line."""

    runs: tuple[Run, ...] = ()
    heading: bool = False
    bad: bool = False
    """Something to mend begins here: `e` goes to it."""
    value: str = ""
    """What this line is about, whole: the name, type or value of a record."""
    search: bool = False
    """`enter` opens the search for the failures."""
    row: RowKey | None = None
    """`enter` opens the trace of this row."""

    @property
    def stands(self) -> bool:
        """Whether the cursor can be on it."""
        return bool(self.runs) and not self.heading


BLANK = PageLine()


def heading(text: str, cells: int, look: Look) -> list[PageLine]:
    """A blank line and a title with a rule."""
    rule = "-" if look.ascii else "─"
    line = f"{rule * 2} {text} ".ljust(min(cells, WIDEST), rule)
    return [BLANK, PageLine(((line, Tone.DIM),), heading=True)]


def one(*runs: Run, bad: bool = False, indent: int = 0) -> PageLine:
    """A line of several runs; what is too long is cut."""
    return PageLine(((" " * indent, Tone.PLAIN), *runs), bad=bad)


def labelled(
    label: str, text: str, cells: int, tone: Tone = Tone.PLAIN, *, indent: int = INDENT, value: str = ""
) -> Iterator[PageLine]:
    """A text with a word before it, wrapped, never cut; `value` is the whole of it."""
    rows = wrap(text, max(10, cells - indent - LABEL))
    for number, row in enumerate(rows):
        before = f"{' ' * indent}{fit(label if not number else '', LABEL)}"
        yield PageLine(((before, Tone.DIM), (row, tone)), value=value)


def flat(parts: Iterable[Iterable[PageLine]]) -> list[PageLine]:
    """Sections one after the other."""
    return [line for part in parts for line in part]
