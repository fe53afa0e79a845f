"""The columns of the list of campaigns: which there are at a width, and what a campaign says in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mailtui.ui import words
from mailtui.ui.campaign_words import STATE_WIDTH, bar, rate_text, severity_sign, share, state_text, worst
from mailtui.ui.remarks import brief
from mailtui.ui.tones import Run
from mailtui.ui.widgets.blocks import block
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignView
    from mailtui.model.rate import Rate

WIDE, WIDER = 110, 150
"""Cells from which there is room for the account and for bars of several cells; for longer ones."""
LEAST_NAME = 14
"""Cells of a name; where there is no room for it, rates are left out, the last ones first."""
NUMBER = 5
"""Cells of a rate."""
RATES = {
    "delivery": "DELIV",
    "hard_bounce": "HARD",
    "block": "BLOCK",
    "complaint": "COMPL",
    "human_open": "OPEN",
    "click_through": "CTR",
}
"""The metrics in the list."""
_TONES = {"delivery": Tone.GOOD, "human_open": Tone.PLAIN, "click_through": Tone.PLAIN}


@dataclass(frozen=True, slots=True)
class Order:
    """What the list is sorted by."""

    id: str = "urgency"
    title: str = "limits passed, then the latest"


ORDERS = (
    Order(),
    Order("name", "name"),
    Order("attempted", "most sent"),
    Order("delivery", "least delivered"),
    Order("hard_bounce", "most hard bounces"),
    Order("block", "most blocked"),
    Order("complaint", "most complaints"),
    Order("human_open", "most opened by people"),
    Order("click_through", "most clicked"),
)
"""In the order in which the key goes through them."""


def columns(width: int, sorted_by: str = "") -> tuple[Column[CampaignView], ...]:
    """The columns for a list of `width` cells; the one it is sorted by is marked."""
    bars = 5 if width >= WIDER else 2 if width >= WIDE else 0
    rates = [_rate(metric, title, bars, sorted_by) for metric, title in RATES.items()]
    if width >= WIDE:
        account = Column("ACCOUNT", 16 if width >= WIDER else 9, _account)
        done = Column("DONE", 4 + bars + 1, partial(_progress, bars=bars), right=True)
        head = [Column("STATE", STATE_WIDTH, _state), account, done]
    else:
        head = [Column("STATE", 9, _how_far)]
    head.append(Column(_marked("SENT", sorted_by == "attempted"), 5, _attempted, right=True))
    if width >= WIDER:
        head.append(Column("LAST DAY", 10, _day))
    while rates and _room(width, head, rates) < LEAST_NAME:
        rates.pop()
    room = max(LEAST_NAME, _room(width, head, rates))
    name = Column(_marked("CAMPAIGN", sorted_by == "name"), room, _name, middle=True, lead=_lead)
    return (name, *head, *rates)


def _room(width: int, *parts: Sequence[Column[CampaignView]]) -> int:
    """Cells that are left for the name."""
    return width - 1 - sum(column.width + 1 for columns in parts for column in columns)


def _marked(title: str, marked: bool) -> str:
    return f"{title}*" if marked else title


def _lead(one: CampaignView, look: Look, cells: int) -> list[Run]:
    """The sign of a limit that is passed, notes and tags."""
    severity = worst(one.breaches)
    signs = [severity_sign(severity, look)] if severity is not None else []
    runs: list[Run] = [(f"{sign} ", tone) for sign, tone in signs]
    return runs + (brief(one.remarks, look, cells - 2) if one.remarks else [])


def _name(one: CampaignView, _: Look) -> Cell:
    return one.title, Tone.STRONG


def _state(one: CampaignView, look: Look) -> Cell:
    return state_text(one, look)


def _how_far(one: CampaignView, look: Look) -> Cell:
    """The state; of what is being sent how far it is, which says so."""
    text, tone = state_text(one, look)
    if one.state == "sending" and one.progress is not None:
        return f"{text[:2]}{int(one.progress * 100):3}%", tone
    return text, tone


def _account(one: CampaignView, _: Look) -> Cell:
    return one.account, Tone.DIM


def _progress(one: CampaignView, look: Look, bars: int) -> Cell:
    part = one.progress
    if part is None:
        return "-", Tone.DIM
    text = f"{int(part * 100):3}%"
    return (f"{text} {bar(part, bars, look)}" if bars else text), Tone.DIM


def _attempted(one: CampaignView, _: Look) -> Cell:
    return words.brief(one.tally.attempted), Tone.PLAIN


def _day(one: CampaignView, _: Look) -> Cell:
    return one.last_day or "-", Tone.DIM


def _rate(metric: str, title: str, bars: int, sorted_by: str) -> Column[CampaignView]:
    """The sign of a limit that is passed, or a small bar, and the number; behind it a bar where it fits."""
    width = 1 + NUMBER + (bars + 1 if bars else 0)
    tail = partial(_bar, metric=metric, bars=bars) if bars else None
    lead = partial(_sign, metric=metric, small=not bars)
    say = partial(_say, metric=metric)
    return Column(_marked(title, metric == sorted_by), width, say, right=True, lead=lead, tail=tail)


def _sign(one: CampaignView, look: Look, _: int, metric: str, small: bool) -> list[Run]:
    severity = worst(one.breaches, metric)
    if severity is not None:
        return [severity_sign(severity, look)]
    part = share(getattr(one.metrics, metric).value, metric) if small else 0
    return [(block(_eighths(part), look), Tone.DIM)]


def _bar(one: CampaignView, look: Look, metric: str, bars: int) -> Run:
    severity = worst(one.breaches, metric)
    tone = Tone.DIM if severity is None else severity_sign(severity, look)[1]
    return f" {bar(share(getattr(one.metrics, metric).value, metric), bars, look)}", tone


def _say(one: CampaignView, look: Look, metric: str) -> Cell:
    rate: Rate = getattr(one.metrics, metric)
    severity = worst(one.breaches, metric)
    if severity is not None:
        return rate_text(rate), severity_sign(severity, look)[1]
    return rate_text(rate), Tone.DIM if rate.value is None else _TONES.get(metric, Tone.PLAIN)


def _eighths(part: float) -> int:
    return max(1, round(part * 8)) if part > 0 else 0
