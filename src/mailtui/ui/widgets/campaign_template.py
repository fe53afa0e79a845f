"""Section of the page about a campaign: the template, its variables, its text. All of it is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.campaign_lines import BLANK, CampaignLine, Line, heading, said
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignWalk, Preview

LONGEST = 200
"""Lines of the text that are shown."""
LABEL = 12


def template(walk: CampaignWalk | None, cells: int, look: Look) -> Iterator[CampaignLine]:
    """What is mailed, and the variables in it."""
    one = walk.template if walk is not None else None
    if one is None:
        return
    yield from heading("template, as plain text", cells, look)
    yield _labelled("name", f"{one_line(one.name)}, version {one.version}", Tone.STRONG)
    yield _labelled("subject", one_line(one.subject) or "-")
    yield _labelled("declared", ", ".join(one.declared) or "no variable")
    yield _labelled("used", ", ".join(one.used) or "no variable")
    if one.undeclared:
        missing = f"! {', '.join(one.undeclared)}: used, and nobody fills them"
        yield _labelled("missing", missing, Tone.WAITING, bad=True)
    if one.broken:
        broken = f"! looks like a placeholder that is not one: {one_line(', '.join(one.broken))}"
        yield _labelled("broken", broken, Tone.WAITING, bad=True)
    if one.unused:
        yield _labelled("unused", ", ".join(one.unused), Tone.DIM)
    yield BLANK
    yield from _text(one, cells)


def _labelled(label: str, text: str, tone: Tone = Tone.PLAIN, *, bad: bool = False) -> CampaignLine:
    return Line(bad=bad).text(label.ljust(LABEL), Tone.DIM).text(text, tone).done()


def _text(one: Preview, cells: int) -> Iterator[CampaignLine]:
    """The text wrapped; of a very long one the beginning."""
    lines = one.text.splitlines()
    for line in lines[:LONGEST] or ["(it is empty)"]:
        yield from said(line, cells)
    if len(lines) > LONGEST:
        rest = f"... and {len(lines) - LONGEST} lines more: mailtui template {one_line(one.name)}"
        yield from said(rest, cells, Tone.DIM)
