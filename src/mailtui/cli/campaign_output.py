"""Campaigns as JSON and as text: every rate with what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mailtui.cli.output import Cell
from mailtui.cli.times import iso_or_none
from mailtui.model.metrics import Metrics, Tally, violations
from mailtui.model.thresholds import NO_COMPLAINTS, Breach
from mailtui.model.visible import visible as visible

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignView, PartView, Plan, Unnamed
    from mailtui.model.rate import Rate
    from mailtui.model.thresholds import Threshold
    from mailtui.services.campaigns import Campaigns

_SHORT = ("delivery", "hard_bounce", "block", "soft_bounce", "human_open", "click_through", "complaint")
_RATES = ("delivered", "hard", "blocked", "soft", "opened", "clicked", "complained")
HEADINGS = ("id", "campaign", "account", "last day", "state", "progress", *_RATES, "limits passed")
_MOMENTS = ("scheduled", "started", "finished", "updated", "archived")
NOTHING = {
    "provider": "no mailbox provider is known of its recipients",
    "day": "nothing was sent on any day",
    "domain": "no domain is known of its recipients",
    "link": "no click on a link was told",
}
"""What is said where a campaign has no such part."""
LINKS = ("link", "people", "machines", "clicks by people", "clicks by machines")


def as_object(one: CampaignView, limits: Sequence[Threshold] | None = None) -> dict[str, Any]:
    """A campaign for scripts; `limits`: those in force, to be told with it."""
    found: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "account": one.account,
        "service": one.service,
        "first_day": one.first_day,
        "last_day": one.last_day,
        "state": one.state,
        "progress": one.progress,
        **_numbers(one.tally, one.metrics, one.breaches),
        "told": one.told._asdict(),
        "query": one.query,
        "plan": _plan(one.plan),
    }
    return found | ({} if limits is None else {"thresholds": [limit._asdict() for limit in limits]})


def _plan(plan: Plan) -> dict[str, Any]:
    """What who sends it says of it; moments as text."""
    found = plan._asdict()
    return found | {name: iso_or_none(found[name]) for name in _MOMENTS}


def part_object(one: PartView) -> dict[str, Any]:
    """A part of a campaign for scripts."""
    return {"key": one.key, **_numbers(one.tally, one.metrics, one.breaches), "told": one.told._asdict()}


def _numbers(tally: Tally, metrics: Metrics, breaches: Sequence[Breach]) -> dict[str, Any]:
    wrong = violations(tally)
    return {
        "counts": {name: int(count) for name, count in tally._asdict().items()},
        "identity": {"holds": not wrong, "violations": list(wrong)},
        "metrics": {name: _rate(rate) for name, rate in metrics._asdict().items()},
        "breaches": [_breach(one) for one in breaches],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "rate": rate.value,
        "interval": None if rate.low is None else [rate.low, rate.high],
        "estimated": rate.estimated,
        "unavailable": rate.unavailable or None,
    }


def _breach(one: Breach) -> dict[str, Any]:
    return {
        "name": one.threshold.name,
        "metric": one.threshold.metric,
        "severity": one.severity,
        "warn": one.threshold.warn,
        "critical": one.threshold.critical,
        "source": one.threshold.source,
        **_rate(one.rate),
    }


def none_there(unnamed: Sequence[Unnamed]) -> Iterator[str]:
    """Why there is no campaign, and what makes one."""
    if not unnamed:
        yield "there is no campaign yet: import what a sending service tells, mailtui import FILE"
        return
    from mailtui.model.campaign import NAMED_BY

    mails = sum(one.mails for one in unnamed)
    there = f"{mails:,} mail{'' if mails == 1 else 's'} of sending services".replace(",", " ")
    yield f"there is no campaign: of {there} none names one. What names the campaign of a mail:"
    for one in unnamed:
        yield f"  {one.service}: {NAMED_BY[one.service]}"


def cells(one: CampaignView) -> tuple[Cell, ...]:
    """A line of the list."""
    progress = "-" if one.progress is None else f"{int(one.progress * 100)} %"
    limits = "; ".join(f"{at.severity}: {at.threshold.name}" for at in one.breaches)
    rates = _cells(one.metrics)
    return one.id, one.title, one.account, one.last_day, one.state, progress, *rates, limits


def _cells(metrics: Metrics) -> tuple[Cell, ...]:
    return tuple(_made_of(getattr(metrics, name)) for name in _SHORT)


def _made_of(rate: Rate) -> str:
    if rate.unavailable:
        return rate.text
    return f"{rate.text} {rate.numerator}/{rate.denominator}"


def story(one: CampaignView, limits: Sequence[Threshold]) -> Iterator[str]:
    """A campaign in lines of text, not yet made visible; `limits`: those that it may pass."""
    days = one.first_day if one.first_day == one.last_day else f"{one.first_day} to {one.last_day}"
    known_as = "" if one.title == one.name else f" ({one.name})"
    when = f"sent {days}" if days else "nothing sent yet"
    yield f"{one.title}{known_as}: {one.state}, at {one.account}, {when}"
    yield from (f"  {label:9} {text}" for label, text in _planned(one.plan) if text)
    counts = one.tally
    yield (
        f"  attempted {counts.attempted} = delivered {one.delivered_text} + hard {counts.hard} + blocked "
        f"{counts.blocked} + soft {counts.soft_final} + pending {counts.pending}; skipped {counts.skipped}"
    )
    yield from (f"  does not add up: {wrong}" for wrong in violations(counts))
    yield ""
    for name, rate in one.metrics._asdict().items():
        yield f"  {name.replace('_', ' '):15} {_line(rate)}"
    yield ""
    passed = {at.threshold.name: at for at in one.breaches}
    for limit in limits:
        found = passed.get(limit.name)
        state = f"{found.severity}: {found.rate.text}" if found else "not passed"
        if limit.metric == "complaint" and limit.destination in NO_COMPLAINTS:
            state = f"not known: {limit.destination} tells no complaints"
        rates = f"{limit.warn * 100:.2f} / {limit.critical * 100:.2f} %"
        yield f"  {limit.name:20} {rates:16} {state}  ({limit.source})"


def _planned(plan: Plan) -> Iterator[tuple[str, str]]:
    """What who sends it says of it, each with a label; '' where it says nothing."""
    for name in ("scheduled", "started", "finished"):
        yield name, iso_or_none(getattr(plan, name)) or ""
    yield "to", f"{plan.recipients} recipients" if plan.recipients is not None else ""
    yield "list", plan.list_name
    yield "segment", plan.segment_name
    yield "template", plan.template_name
    yield "from", " ".join(part for part in (plan.from_name, plan.sender) if part)
    yield "subject", plan.subject


def _line(rate: Rate) -> str:
    if rate.unavailable:
        return f"{rate.text:>9}  {rate.unavailable}"
    sure = (
        "" if rate.low is None or rate.high is None else f"  {rate.low * 100:.2f} to {rate.high * 100:.2f} %"
    )
    estimated = "  estimated" if rate.estimated else ""
    return f"{rate.text:>9}  {rate.numerator} of {rate.denominator}{sure}{estimated}"


def table(
    campaigns: Campaigns, found: CampaignView, by: str
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """The parts of a campaign as headings and rows."""
    if by == "link":
        links = campaigns.links(found)
        return LINKS, [
            (one.url, one.clickers, one.machine_clickers, one.clicks, one.machine_clicks) for one in links
        ]
    parts = campaigns.parts(found, by)
    return (by, "attempted", *_RATES), [(one.key, one.tally.attempted, *_cells(one.metrics)) for one in parts]
