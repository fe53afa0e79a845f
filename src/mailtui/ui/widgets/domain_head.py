"""The head of a domain: how it stands, since when, how old that is, what it caused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.domain_words import AREAS, area_cell
from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.domain_note import failures_line, first_line
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled, remark_lines
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail
    from mailtui.ui.tones import Run


class DomainHead(HeadLines):
    """Shows the head of one domain."""

    def show(self, detail: DomainDetail, *, looking: bool) -> None:
        """Show the head of this domain."""
        self.put(head_lines(detail, self.look, looking=looking))


def head_lines(detail: DomainDetail, look: Look, *, looking: bool) -> list[Line]:
    """The rows of the head, the most important first."""
    row = detail.row
    return [
        first_line(row, look, looking=looking),
        labelled("areas", *_areas(detail, look)),
        *([labelled("but", ("; ".join(row.disagreements), Tone.FAILED))] if row.disagreements else []),
        *([labelled("unsure", (f"? {one_line(row.unsure)}", Tone.WAITING))] if row.unsure else []),
        *remark_lines(row.remarks, look),
        labelled("looked", (_looks(detail, look), Tone.PLAIN)),
        *([failures_line(row)] if row.caused else []),
    ]


def _areas(detail: DomainDetail, look: Look) -> list[Run]:
    runs: list[Run] = []
    for title, areas in AREAS.items():
        text, tone = area_cell(detail.row, areas, look)
        runs += [(f"{title} ", Tone.DIM), (f"{text}   ", tone)]
    return runs


def _looks(detail: DomainDetail, look: Look) -> str:
    row = detail.row
    if row.tried is None:
        return "never; r looks at its DNS now"
    zone = words.zone_name(row.tried, look)
    definite = (
        f"; all of it was definite {words.stamp(row.checked, look)}" if row.checked != row.tried else ""
    )
    return (
        f"last {words.stamp(row.tried, look)} {zone}{definite if row.checked else '; never definite in all'}"
    )
