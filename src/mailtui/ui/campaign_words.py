"""How campaigns are said on screen: states, limits passed, rates as numbers and as bars. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.enums import Severity
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailtui.model.campaign import CampaignView
    from mailtui.model.rate import Rate
    from mailtui.model.thresholds import Breach

_SIGNS = {Severity.FAIL: ("✗", "X", Tone.FAILED), Severity.WARN: ("!", "!", Tone.WAITING)}
_STATES = {
    "draft": ("○", "o", Tone.DIM),
    "scheduled": ("◷", "@", Tone.PLAIN),
    "sending": ("▸", ">", Tone.WAITING),
    "sent": ("✓", "+", Tone.PLAIN),
    "done": ("✓", "+", Tone.PLAIN),
    "paused": ("‖", "=", Tone.WAITING),
    "cancelled": ("∖", "\\", Tone.DIM),
    "failed": ("✗", "x", Tone.FAILED),
    "archived": ("∅", "0", Tone.DIM),
}
STATE_WIDTH = 11
"""Symbol, space and the longest word."""
FULL = {
    "delivery": 1.0,
    "hard_bounce": 0.1,
    "block": 0.1,
    "soft_bounce": 0.1,
    "unique_open": 1.0,
    "human_open": 1.0,
    "machine_open": 1.0,
    "click_through": 0.2,
    "click_to_open": 1.0,
    "complaint": 0.005,
    "unsubscribe": 0.02,
    "list_loss": 0.1,
}
"""The rate at which the bar of a metric is full: those that matter when they are small have small scales."""
METRICS = {
    "delivery": "delivered",
    "hard_bounce": "hard bounce",
    "block": "block",
    "soft_bounce": "soft bounce",
    "unique_open": "opened by any",
    "human_open": "opened by a person",
    "machine_open": "by machines only",
    "click_through": "clicked (CTR)",
    "click_to_open": "click to open",
    "complaint": "complaint",
    "unsubscribe": "unsubscribed",
    "list_loss": "list loss",
}
"""What each metric is called."""
_PARTS = " ▏▎▍▌▋▊▉█"


def state_text(campaign: CampaignView, look: Look) -> tuple[str, Tone]:
    """Symbol and word."""
    word = "archived" if campaign.plan.archived is not None else campaign.state
    symbol, plain, tone = _STATES.get(word, ("?", "?", Tone.DIM))
    return f"{plain if look.ascii else symbol} {word}", tone


def severity_sign(severity: Severity, look: Look) -> tuple[str, Tone]:
    """One cell that stands for a limit that is passed."""
    symbol, plain, tone = _SIGNS.get(severity, ("·", ".", Tone.DIM))
    return (plain if look.ascii else symbol), tone


def severity_word(severity: Severity) -> str:
    """The word for it."""
    return "critical" if severity is Severity.FAIL else "warning"


def worst(breaches: Iterable[Breach], metric: str = "") -> Severity | None:
    """The worst limit that is passed, by one metric or ('') by any."""
    found = [one.severity for one in breaches if metric in ("", one.threshold.metric)]
    return min(found, key=lambda one: one.code, default=None)


def percent(value: float) -> str:
    """A part of 1 as percent in at most five cells: `0.04`, `9.87`, `96.0`, `100`."""
    number = value * 100
    if number < 9.995:
        return f"{number:.2f}"
    return f"{number:.1f}" if number < 99.95 else f"{number:.0f}"


def rate_text(rate: Rate) -> str:
    """The number without its sign: `96.0`, `~96.0` if estimated, `-` of nothing, `n/a` if nobody tells."""
    if rate.unavailable:
        return "n/a"
    if rate.value is None:
        return "-"
    return f"{'~' if rate.estimated else ''}{percent(rate.value)}"


def share(value: float | None, metric: str) -> float:
    """How much of its bar a rate fills."""
    return min(1.0, max(0.0, (value or 0.0) / FULL[metric]))


def bar(part: float, cells: int, look: Look) -> str:
    """A line of so many cells, filled from the left; what is more than nothing is seen."""
    if look.ascii:
        full = min(cells, -(-round(part * cells * 100) // 100))
        return "#" * full + " " * (cells - full)
    eighths = min(cells * 8, max(round(part * cells * 8), 1 if part > 0 else 0))
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_PARTS[rest] if full < cells else "")).ljust(cells)


def progress_text(campaign: CampaignView) -> str:
    """How far it is, in words: of those it is to have, or of those tried."""
    attempted, pending = campaign.tally.attempted, campaign.tally.pending
    if campaign.plan.recipients:
        return f"{attempted} of {count(campaign.plan.recipients, 'recipient')} sent"
    if not attempted:
        return "nothing is sent yet"
    known = attempted - pending
    return f"outcome known of {known} of {count(attempted, 'recipient')}" if pending else "all outcomes known"


def days_text(campaign: CampaignView) -> str:
    """`sent 2026-11-19 to 2026-11-20`; '' when nothing was."""
    if not campaign.first_day:
        return ""
    first, last = campaign.first_day, campaign.last_day
    return f"sent {first}" if first == last else f"sent {first} to {last}"


def breach_text(one: Breach) -> str:
    """`SES bounce rate 12.10 % is above 10 %: 121 of 1000`."""
    limit = one.threshold.critical if one.severity is Severity.FAIL else one.threshold.warn
    rate = one.rate
    return (
        f"{one.threshold.name} {rate.text} is above {percent(limit).rstrip('0').rstrip('.')} %: "
        f"{rate.numerator} of {rate.denominator}"
    )
