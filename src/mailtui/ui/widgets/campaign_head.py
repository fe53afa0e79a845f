"""The head of a campaign: what it is, what limit it passes, how far it is, as it is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.metrics import violations
from mailtui.ui import words
from mailtui.ui.campaign_words import bar, progress_text
from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.campaign_note import breach_line, first_line
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled, remark_lines
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailtui.model.campaign import CampaignDetail, CampaignView

PASSED = 3
"""Limits that are told in the head; the page has all."""
BAR = 20
TALL = 30
"""Rows of a terminal from which there is room for more than one about what is planned."""


class CampaignHead(HeadLines):
    """Shows the head of one campaign."""

    def show(self, detail: CampaignDetail) -> None:
        """Show the head of this campaign."""
        self.put(head_lines(detail, self.look, short=self.screen.size.height < TALL))


def head_lines(detail: CampaignDetail, look: Look, *, short: bool = False) -> list[Line]:
    """The rows of the head, the most important first. `short`: what is planned in one row."""
    one = detail.view
    plan = [("plan", in_short(one, look))] if short else planned(one, look)
    return [
        first_line(one, look),
        *(_broken(wrong, look) for wrong in violations(one.tally)),
        *(breach_line(each, look) for each in one.breaches[:PASSED]),
        *([] if one.breaches else [labelled("limits", ("no limit is passed", Tone.GOOD))]),
        *([_old(detail.kept_since)] if detail.kept_since else []),
        _progress(one, look),
        *(labelled(label, (text, Tone.PLAIN)) for label, text in plan if text),
        *remark_lines(one.remarks, look),
    ]


def _broken(wrong: str, look: Look) -> Line:
    return labelled("broken", (f"{'X' if look.ascii else '✗'} {wrong}", Tone.FAILED))


def _old(day: str) -> Line:
    """The counts are of all its mail; what is listed is what is left."""
    said = f"mail of before {day} is no longer kept: counts have it, their lists do not"
    return labelled("old mail", (said, Tone.WAITING))


def _progress(one: CampaignView, look: Look) -> Line:
    part = one.progress
    runs = [(f"{bar(part, BAR, look)} {int(part * 100)}%  ", Tone.DIM)] if part is not None else []
    return labelled("progress", *runs, (progress_text(one), Tone.PLAIN))


def in_short(one: CampaignView, look: Look) -> str:
    """`finished 11-20 09:14, list Customers, template Offers, from news@shop.example`."""
    plan = one.plan
    times = (("finished", plan.finished), ("started", plan.started), ("scheduled", plan.scheduled))
    when = (f"{word} {words.short_stamp(moment, look)}" for word, moment in times if moment is not None)
    what = (
        ("list", plan.list_name),
        ("segment", plan.segment_name),
        ("template", plan.template_name),
        ("from", plan.sender or plan.from_name),
    )
    said = [next(when, ""), *(f"{word} {one_line(name)}" for word, name in what if name)]
    return ", ".join(part for part in said if part)


def planned(one: CampaignView, look: Look) -> Iterator[tuple[str, str]]:
    """What the system that sends it says of it, each with a label."""
    plan = one.plan
    times = (("scheduled", plan.scheduled), ("started", plan.started), ("finished", plan.finished))
    when = ", ".join(f"{word} {words.stamp(moment, look)}" for word, moment in times if moment is not None)
    if when:
        yield "when", when + (f", {plan.speed} mails a minute" if plan.speed else "")
    audience = (("list", plan.list_name), ("segment", plan.segment_name), ("template", plan.template_name))
    whom = ", ".join(f"{word} {one_line(name)}" for word, name in audience if name)
    if whom:
        yield "to", whom
    sender = " ".join(part for part in (plan.from_name, plan.sender and f"<{plan.sender}>") if part)
    if sender:
        yield "from", one_line(sender) + (f", replies to {plan.reply_to}" if plan.reply_to else "")
    if plan.subject:
        yield "subject", one_line(plan.subject)
