"""The ticket text about a campaign: every rate with what it is made of, and the limits it passes."""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.model.campaign import CampaignDetail
from mailtui.model.metrics import violations
from mailtui.model.rate import Rate


def campaign_ticket(detail: CampaignDetail) -> str:
    """What it is, what passes a limit, the rates, each mailbox provider. Not yet made visible."""
    parts = (_head(detail), _limits(detail), _rates(detail), _providers(detail))
    return "\n\n".join(block for block in map("\n".join, parts) if block)


def _head(detail: CampaignDetail) -> Iterator[str]:
    one, counts = detail.view, detail.view.tally
    known_as = f" ({one.name})" if one.title != one.name else ""
    yield f"Campaign {one.title}{known_as}: {one.state}"
    yield f"Account:      {one.account}"
    if one.first_day:
        yield f"Sent:         {one.first_day} to {one.last_day} (UTC)"
    yield (
        f"Recipients:   {counts.attempted} = {counts.delivered} delivered + {counts.hard} hard bounces + "
        f"{counts.blocked} blocked + {counts.soft_final} soft bounces + {counts.pending} pending"
    )
    yield from (f"Does not add up: {wrong}" for wrong in violations(counts))


def _limits(detail: CampaignDetail) -> Iterator[str]:
    for one in detail.view.breaches:
        limits = f"{one.threshold.warn * 100:g} / {one.threshold.critical * 100:g} %"
        yield f"{one.threshold.name}: {_of(one.rate)}, limits {limits}"
        yield f"   {one.threshold.source}"


def _rates(detail: CampaignDetail) -> Iterator[str]:
    for name, rate in detail.view.metrics._asdict().items():
        yield f"{name.replace('_', ' '):15} {_of(rate)}"


def _providers(detail: CampaignDetail) -> Iterator[str]:
    for part in detail.providers:
        metrics = part.metrics
        refused = f"hard {_of(metrics.hard_bounce)}, block {_of(metrics.block)}"
        yield f"{part.key:15} delivered {_of(metrics.delivery)}, {refused}"


def _of(rate: Rate) -> str:
    """`12.10 % (121 of 1000)`, or why it cannot be said."""
    if rate.unavailable:
        return f"{rate.text} ({rate.unavailable})"
    return f"{rate.text} ({rate.numerator} of {rate.denominator})"
