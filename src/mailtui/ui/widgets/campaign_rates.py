"""Sections of the page about a campaign: what became of the recipients, every rate, the limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.model.enums import CampaignPart
from mailtui.model.metrics import Tally, Told, delivered_of, violations
from mailtui.model.thresholds import NO_COMPLAINTS
from mailtui.query.campaign_numbers import counted, of_part
from mailtui.ui.campaign_words import METRICS, bar, percent, severity_sign, severity_word, share, worst
from mailtui.ui.widgets.campaign_lines import CampaignLine, Line, heading, said
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail, CampaignView
    from mailtui.model.rate import Rate
    from mailtui.model.thresholds import Breach, Threshold

OUTCOMES = {
    "delivered": ("delivered", "█", "#", Tone.GOOD),
    "hard": ("hard", "▓", "x", Tone.FAILED),
    "blocked": ("blocked", "▒", "!", Tone.FAILED),
    "soft_final": ("soft", "░", "~", Tone.WAITING),
    "pending": ("pending", "·", ".", Tone.DIM),
}
"""The parts of `attempted`: the word, what its part of the bar is filled with (also in ASCII), its tone."""
NUMERATORS = {
    "delivery": ("delivered",),
    "hard_bounce": ("hard",),
    "block": ("blocked",),
    "soft_bounce": ("soft_final",),
    "unique_open": ("opened",),
    "human_open": ("opened_human",),
    "machine_open": ("opened_machine",),
    "click_through": ("clicked",),
    "click_to_open": ("clicked",),
    "complaint": ("complained",),
    "unsubscribe": ("unsubscribed",),
    "list_loss": ("hard", "complained", "unsubscribed"),
}
"""Which counts each rate is made of."""
REPORT = "The counts that are kept contradict each other. Please report it, with mailtui campaign"
NAME = max(map(len, METRICS.values()))
NOT_TOLD = Told(deliveries=False)
OF_ATTEMPTED = frozenset({"delivery", "hard_bounce", "block", "soft_bounce", "list_loss"})
SAYS = {
    "attempted": "attempted",
    "delivered": "delivered",
    "estimated": "delivered, as far as no failure is told",
    "hard": "bounced hard",
    "blocked": "blocked",
    "soft_final": "bounced soft",
    "pending": "pending",
    "skipped": "skipped",
    "opened": "opened by whomever",
    "opened_human": "opened by a person",
    "opened_machine": "opened by machines only",
    "clicked": "clicked by a person",
    "clicked_machine": "clicked by machines only",
    "engaged": "opened or clicked by a person",
    "complained": "complained",
    "unsubscribed": "unsubscribed",
}
"""What each count counts."""


def number_of(
    line: Line, tally: Tally, name: str, query: str, cells: int = 0, tone: Tone = Tone.PLAIN
) -> None:
    """A count that opens its recipients, right in so many cells."""
    number = delivered_of(tally, NOT_TOLD)[0] if name == "estimated" else getattr(tally, name)
    text = str(number)
    line.text(" " * max(0, cells - len(text)))
    line.number(text, counted(query, name), f"{count(number, 'recipient')} {SAYS[name]}", name, tone)


def stacked(tally: Tally, cells: int, look: Look) -> list[tuple[str, Tone]]:
    """The outcomes in one line of cells; what is there is seen, however little it is."""
    counts = [(getattr(tally, name), OUTCOMES[name]) for name in OUTCOMES]
    whole = sum(number for number, _ in counts)
    if not whole or cells < len(counts):
        return []
    sizes = [max(1, number * cells // whole) if number else 0 for number, _ in counts]
    sizes[sizes.index(max(sizes))] += cells - sum(sizes)
    return [
        ((plain if look.ascii else block) * size, tone)
        for size, (_, (_, block, plain, tone)) in zip(sizes, counts, strict=True)
        if size
    ]


def outcomes(detail: CampaignDetail, cells: int, look: Look) -> Iterator[CampaignLine]:
    """The identity, as a bar and in numbers."""
    one = detail.view
    yield from heading("what became of it", cells, look)
    wrong = violations(one.tally)
    for text in wrong:
        sign = "X" if look.ascii else "✗"
        for told in said(f"{sign} DOES NOT ADD UP: {text}", cells, Tone.FAILED):
            yield CampaignLine(told.runs, bad=True)
    if wrong:
        yield from said(f"{REPORT} {one.id} --json.", cells, Tone.DIM)
    bars = stacked(one.tally, cells, look)
    if bars:
        yield CampaignLine(tuple(bars), heading=True)
    yield from _legend(one, cells, look)
    line = Line().text("attempted ", Tone.DIM)
    number_of(line, one.tally, "attempted", one.query)
    line.text("   skipped ", Tone.DIM)
    number_of(line, one.tally, "skipped", one.query)
    yield line.text("" if wrong else "   adds up", Tone.DIM).done()


def _legend(one: CampaignView, cells: int, look: Look) -> Iterator[CampaignLine]:
    per_line = 5 if cells >= 110 else 3
    size, line = cells // per_line, Line()
    for place, (name, (word, block, plain, tone)) in enumerate(OUTCOMES.items()):
        if place and place % per_line == 0:
            yield line.done()
            line = Line()
        line.pad(place % per_line * size)
        line.text(f"{plain if look.ascii else block} ", tone).text(f"{word} ", Tone.DIM)
        if name == "delivered" and one.delivered_text == "n/a":
            line.text(one.delivered_text, Tone.DIM)
            continue
        number_of(line, one.tally, name, one.query, tone=tone if getattr(one.tally, name) else Tone.DIM)
        part = getattr(one.tally, name) / one.tally.attempted if one.tally.attempted else 0
        line.text(f" {percent(part)}%" if part else "", Tone.DIM)
    yield line.done()


# -- rates ---------------------------------------------------------------------------------------


def rates(detail: CampaignDetail, cells: int, look: Look) -> Iterator[CampaignLine]:
    """Every rate with what it is made of and how sure it is."""
    one = detail.view
    yield from heading("rates, with 95 % intervals", cells, look)
    made = {name: _parts(one.tally, name) for name in METRICS}
    wide = max(len("+".join(map(str, parts))) for parts in made.values())
    bottom = max(len(str(rate.denominator)) for rate in one.metrics)
    for name, rate in one.metrics._asdict().items():
        yield _rate(one, name, rate, (wide, bottom), cells, look)


def _parts(tally: Tally, metric: str) -> list[int]:
    return [getattr(tally, name) for name in NUMERATORS[metric]]


def _rate(
    one: CampaignView, metric: str, rate: Rate, sizes: tuple[int, int], cells: int, look: Look
) -> CampaignLine:
    severity = worst(one.breaches, metric)
    line = Line(bad=severity is not None)
    sign, tone = (" ", Tone.PLAIN) if severity is None else severity_sign(severity, look)
    line.text(f"{sign} ", tone).text(METRICS[metric].ljust(NAME), tone if severity else Tone.PLAIN)
    line.text(f"{rate.text:>9} ", tone if severity else Tone.STRONG)
    if rate.unavailable:
        return line.text(f" {rate.unavailable}", Tone.DIM).done()
    numerators(line, one.tally, metric, one.query, sizes[0])
    line.text(" of ", Tone.DIM)
    number_of(line, one.tally, denominator(metric, rate), one.query)
    line.pad(2 + NAME + 10 + sizes[0] + 4 + sizes[1] + 2)
    if rate.low is not None and rate.high is not None:
        line.text(f"{percent(rate.low)} to {percent(rate.high)} %".ljust(16), Tone.DIM)
    if rate.estimated:
        line.text("estimated ", Tone.WAITING)
    left = min(24, cells - line.cells - 1)
    if left >= 4 and rate.value is not None:
        line.text(bar(share(rate.value, metric), left, look), tone if severity else Tone.DIM)
    return line.done()


def numerators(line: Line, tally: Tally, metric: str, query: str, cells: int) -> None:
    """What a rate counts; several counts where one recipient may be in more than one of them."""
    parts = _parts(tally, metric)
    line.text(" " * max(0, cells - len("+".join(map(str, parts)))))
    for place, name in enumerate(NUMERATORS[metric]):
        line.text("+" if place else "", Tone.DIM)
        number_of(line, tally, name, query)


def denominator(metric: str, rate: Rate) -> str:
    """Which count a rate is of."""
    if metric in OF_ATTEMPTED:
        return "attempted"
    if metric == "click_to_open":
        return "engaged"
    return "estimated" if rate.estimated else "delivered"


# -- limits --------------------------------------------------------------------------------------


def limits(detail: CampaignDetail, cells: int, look: Look) -> Iterator[CampaignLine]:
    """Every limit with where it comes from, and whether it is passed."""
    if not detail.limits:
        return
    yield from heading("limits (warning / critical)", cells, look)
    passed = {one.threshold.name: one for one in detail.view.breaches}
    for limit in detail.limits:
        yield _limit(limit, passed.get(limit.name), detail.view.query, look)
        yield from said(limit.source, cells, Tone.DIM, indent=2)


def _limit(limit: Threshold, passed: Breach | None, query: str, look: Look) -> CampaignLine:
    line = Line(bad=passed is not None)
    sign, tone = (" ", Tone.PLAIN) if passed is None else severity_sign(passed.severity, look)
    line.text(f"{sign} {limit.name:24}", tone)
    line.text(f"{limit.warn * 100:g} / {limit.critical * 100:g} %".ljust(15))
    if passed is not None:
        line.text(f"{severity_word(passed.severity)}: {passed.rate.text}, ", tone)
        _passed_by(line, passed, query, tone)
    elif limit.metric == "complaint" and limit.destination in NO_COMPLAINTS:
        line.text(f"not known: {limit.destination} tells no complaints", Tone.DIM)
    else:
        line.text("not passed", Tone.DIM)
    return line.done()


def _passed_by(line: Line, passed: Breach, query: str, tone: Tone) -> None:
    """`121 of 1000`, at the mailbox provider that the limit is about."""
    limit, rate = passed.threshold, passed.rate
    within = of_part(query, CampaignPart.PROVIDER, limit.destination) if limit.destination else query
    (name,) = NUMERATORS[limit.metric][:1]
    for number, what in ((rate.numerator, name), (rate.denominator, denominator(limit.metric, rate))):
        line.text(" of " if what != name else "", Tone.DIM)
        said_ = f"{count(number, 'recipient')} {SAYS[what]}"
        line.number(str(number), counted(within, what), said_, what, tone)
