"""Under the list of campaigns: what its row has no room for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.campaign_words import (
    breach_text,
    days_text,
    progress_text,
    severity_sign,
    severity_word,
    state_text,
)
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignView
    from mailtui.model.thresholds import Breach

ROWS = 4
"""Always so many: a list that grows and shrinks under the cursor cannot be read."""
PASSED = 2
"""Limits that are told in the note."""


class CampaignNote(HeadLines):
    """Shows the campaign under the cursor."""

    def show(self, campaign: CampaignView | None) -> None:
        """Say what is known of this campaign."""
        lines = note_lines(campaign, self.look) if campaign is not None else []
        self.put([*lines, *[([], [])] * (ROWS - len(lines))][:ROWS])


def note_lines(one: CampaignView, look: Look) -> list[Line]:
    """The most important first."""
    return [
        first_line(one, look),
        *(breach_line(each, look) for each in one.breaches[:PASSED]),
        labelled("counts", (counts_text(one), Tone.PLAIN)),
        labelled("progress", (progress_text(one), Tone.PLAIN)),
    ]


def first_line(one: CampaignView, look: Look) -> Line:
    """Name, state, whose it is, when."""
    state, tone = state_text(one, look)
    by_id = f"  ({one.name})" if one.title != one.name else ""
    service = f", {one.service}" if one.service and one.service != one.account else ""
    left = [(one.title, Tone.STRONG), (by_id, Tone.DIM), (f"  {state}", tone)]
    return [*left, (f"  at {one.account}{service}", Tone.PLAIN)], [(days_text(one), Tone.DIM)]


def breach_line(one: Breach, look: Look) -> Line:
    """A limit that is passed, with its sign and its word."""
    sign, tone = severity_sign(one.severity, look)
    return labelled(severity_word(one.severity), (f"{sign} {breach_text(one)}", tone))


def counts_text(one: CampaignView) -> str:
    """The identity in numbers."""
    counts = one.tally
    return (
        f"{counts.attempted} = {one.delivered_text} delivered + {counts.hard} hard + "
        f"{counts.blocked} blocked + {counts.soft_final} soft + {counts.pending} pending"
        + (f"; {counts.skipped} skipped" if counts.skipped else "")
    )
