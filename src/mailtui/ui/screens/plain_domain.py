"""One domain for the plain terminal: nothing wrapped, so that what is selected is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.rendering import safe
from mailtui.ui.widgets.domain_head import head_lines
from mailtui.ui.widgets.domain_note import plain_lines
from mailtui.ui.widgets.domain_page import DomainPage, page_lines
from mailtui.ui.words import Look

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail

UNWRAPPED = 1_000_000
RULE = 72


def plain_domain(detail: DomainDetail, page: DomainPage, look: Look) -> list[str]:
    """Head, sections, zone file."""
    head = plain_lines(head_lines(detail, look, looking=False))
    lines = page_lines(detail, page.failures, UNWRAPPED, look)
    said = [
        "".join(text for text, _ in line.runs)[:RULE] if line.heading else _text(line.runs) for line in lines
    ]
    return [safe(line).rstrip() for line in (*head, "", *said, "", *detail.zone.split("\n"))]


def _text(runs: tuple[tuple[str, object], ...]) -> str:
    return "".join(text for text, _ in runs)
