"""Campaigns for the plain terminal: nothing wrapped, so that what is selected is whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.ui.campaign_words import METRICS
from mailtui.ui.rendering import safe
from mailtui.ui.widgets.campaign_head import head_lines
from mailtui.ui.widgets.campaign_note import note_lines
from mailtui.ui.widgets.campaign_page import page_lines
from mailtui.ui.widgets.domain_note import plain_lines
from mailtui.ui.words import Look

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail, CampaignView, CampaignWalk
    from mailtui.model.rate import Rate


WIDE = 200
"""Cells of a line, which nothing but long names and texts need."""


def plain_campaign(detail: CampaignDetail, walk: CampaignWalk | None, look: Look) -> list[str]:
    """Head and sections of one."""
    head = plain_lines(head_lines(detail, look))
    lines = page_lines(detail, walk, WIDE, look)
    texts = ("".join(text for text, _ in line.runs) for line in lines)
    return [*head, "", *(safe(text).rstrip() for text in texts)]


def plain_campaigns(campaigns: Sequence[CampaignView], look: Look) -> list[str]:
    """Each with its note and its rates."""
    return [line for one in campaigns for line in (*plain_lines(note_lines(one, look)), *_rates(one), "")]


def _rates(one: CampaignView) -> list[str]:
    return [safe(f"  {METRICS[name]:18} {_made_of(rate)}") for name, rate in one.metrics._asdict().items()]


def _made_of(rate: Rate) -> str:
    if rate.unavailable:
        return f"{rate.text:>9}  {rate.unavailable}"
    return f"{rate.text:>9}  {rate.numerator} of {rate.denominator}"
