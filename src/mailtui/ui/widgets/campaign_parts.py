"""Sections of the page about a campaign: by mailbox provider, by day, links, failures by class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mailtui.query.campaign_numbers import counted, of_class, of_link, within
from mailtui.ui.campaign_words import METRICS, bar, rate_text, severity_sign, worst
from mailtui.ui.rendering import cut_middle, fit
from mailtui.ui.widgets.blocks import block, levels, resample
from mailtui.ui.widgets.campaign_columns import RATES
from mailtui.ui.widgets.campaign_lines import CampaignLine, Line, heading, said, titles
from mailtui.ui.widgets.campaign_rates import NUMERATORS, SAYS, number_of, stacked
from mailtui.ui.words import Look, Tone, brief, count

if TYPE_CHECKING:
    from mailtui.model.campaign import CampaignDetail, CampaignWalk, FailureView, LinkView, PartView

NAME, SENT, RATE = 12, 7, 7
"""Cells of the columns of a table by part."""
WIDEST = 40
"""Cells of the longest bar."""
CHART = 5
"""Rows of the plot of days."""
FEW_DAYS = 4
"""So many are seen in the table well enough."""
COUNTING = "counting ..."


def providers(detail: CampaignDetail, cells: int, look: Look) -> Iterator[CampaignLine]:
    """A row for each mailbox provider."""
    if detail.providers:
        yield from heading("by mailbox provider", cells, look)
        yield from _table("provider", detail.providers, cells, look)


def days(detail: CampaignDetail, cells: int, look: Look) -> Iterator[CampaignLine]:
    """A plot of the days, and a row for each."""
    if not detail.days:
        return
    yield from heading("by day of sending (UTC)", cells, look)
    if len(detail.days) >= FEW_DAYS:
        yield from _chart(detail.days, cells, look)
    yield from _table("day", detail.days, cells, look)


def _table(by: str, parts: Sequence[PartView], cells: int, look: Look) -> Iterator[CampaignLine]:
    shown = {metric: title for metric, title in RATES.items() if metric in METRICS}
    columns = [(by, NAME), ("sent", SENT), *((title.lower(), RATE) for title in shown.values())]
    left = min(WIDEST, cells - sum(size for _, size in columns) - 2)
    yield titles(columns, cells, "outcomes" if left >= 8 else "")
    most = max(part.tally.attempted for part in parts)
    for part in parts:
        yield _part(part, most, left, look)


def _part(part: PartView, most: int, left: int, look: Look) -> CampaignLine:
    line = Line(bad=bool(part.breaches))
    line.text(fit(part.key, NAME), Tone.STRONG)
    number_of(line, part.tally, "attempted", part.query, SENT)
    for metric in RATES:
        _rate(line, part, metric, look)
    if left >= 8 and most:
        size = max(1, part.tally.attempted * left // most)
        line.text("  ")
        for text, tone in stacked(part.tally, size, look) or [(bar(1.0, size, look), Tone.DIM)]:
            line.text(text, tone)
    return line.done()


def _rate(line: Line, part: PartView, metric: str, look: Look) -> None:
    """A rate; opening it lists those that it counts."""
    rate, severity = getattr(part.metrics, metric), worst(part.breaches, metric)
    (name,) = NUMERATORS[metric]
    sign, tone = (" ", Tone.PLAIN) if severity is None else severity_sign(severity, look)
    text = rate_text(rate)
    line.text(" " * (RATE - 1 - len(text))).text(sign, tone)
    number = getattr(part.tally, name)
    says = f"{count(number, 'recipient')} {SAYS[name]} = {rate.text}"
    query = "" if rate.unavailable else counted(part.query, name)
    line.number(text, query, says, name, tone if severity else Tone.DIM if rate.value is None else Tone.PLAIN)


def _chart(parts: Sequence[PartView], cells: int, look: Look) -> Iterator[CampaignLine]:
    """Recipients over the days: columns of blocks, the scale at the left."""
    counts = [part.tally.attempted for part in parts]
    highest, room = max(counts), cells - 8
    wide = max(1, min(6, room // len(counts)))
    bars = resample(counts, min(room, len(counts))) if wide == 1 else counts
    for row in reversed(range(CHART)):
        scale = brief(highest) if row == CHART - 1 else "0" if row == 0 else ""
        drawn = "".join(
            (block(levels(number, highest, CHART)[row], look) * max(1, wide - 1)).ljust(wide)
            for number in bars
        )
        yield CampaignLine(((f"{scale:>6} ", Tone.DIM), (drawn.rstrip() or " ", Tone.GOOD)), heading=True)
    first, last = parts[0].key, parts[-1].key
    span = max(len(first) + len(last) + 1, len(bars) * wide)
    axis = f"{first}{last.rjust(span - len(first))}"
    yield CampaignLine(((" " * 7 + axis, Tone.DIM),), heading=True)


# -- what a walk over the recipients tells -------------------------------------------------------


def links(
    detail: CampaignDetail, walk: CampaignWalk | None, cells: int, look: Look
) -> Iterator[CampaignLine]:
    """Links, by who clicked them."""
    yield from heading("links", cells, look)
    if walk is None:
        yield CampaignLine(((COUNTING, Tone.DIM),))
    elif not walk.links:
        yield from said("No link is known, and none was clicked.", cells, Tone.DIM)
    else:
        yield titles([("", 0), ("people", 6), ("machines", 12), ("clicks", 9)], cells, "link")
        for one in walk.links:
            yield _link(one, detail.view.query, cells)


def _link(one: LinkView, query: str, cells: int) -> CampaignLine:
    line = Line()
    by_people, by_machines = count(one.clickers, "recipient"), count(one.machine_clickers, "recipient")
    text = str(one.clickers)
    line.text(" " * (6 - len(text)))
    line.number(text, of_link(query, one.url), f"{by_people} clicked it", "clickers", Tone.STRONG)
    text = str(one.machine_clickers)
    line.text(" " * (12 - len(text)))
    says = f"{by_machines} for whom a machine clicked it"
    line.number(text, of_link(query, one.url, machine=True), says, "machine_clickers")
    line.text(f"{one.clicks + one.machine_clicks:>9}  ", Tone.DIM)
    return line.text(cut_middle(one.url, cells - line.cells)).done()


def failures(
    detail: CampaignDetail, walk: CampaignWalk | None, cells: int, look: Look
) -> Iterator[CampaignLine]:
    """Why mail failed or waits."""
    yield from heading("failures by class", cells, look)
    if walk is None:
        yield CampaignLine(((COUNTING, Tone.DIM),))
    elif not walk.failures:
        yield from said("No mail failed, and none waits for a cause.", cells, Tone.DIM)
    else:
        yield titles([("class", 21), ("side", 7), ("recipients", 12), ("waiting", 9)], cells)
        most = max(one.recipients for one in walk.failures)
        for one in walk.failures:
            yield _failure(one, most, detail.view.query, cells, look)


def _failure(one: FailureView, most: int, query: str, cells: int, look: Look) -> CampaignLine:
    line = Line().text(f"{one.failure_class:21}", Tone.STRONG)
    line.text(f"{one.side.upper() if one.side != 'unknown' else '?':>7}")
    found = of_class(query, one.failure_class)
    text = str(one.recipients)
    line.text(" " * (12 - len(text)))
    says = f"{count(one.recipients, 'recipient')} failed or wait: {one.failure_class}"
    line.number(text, found, says, "recipients", Tone.FAILED)
    text = str(one.waiting)
    line.text(" " * (9 - len(text)))
    says = f"{count(one.waiting, 'recipient')} still tried: {one.failure_class}"
    line.number(text, within(found, "outcome:unknown"), says, "waiting")
    left = min(30, cells - line.cells - 3)
    return line.text(f"  {bar(one.recipients / most, left, look)}" if left >= 4 else "", Tone.FAILED).done()
