"""Campaign metrics: one definition for the screen, the command and the tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mailtui.model.enums import Outcome
from mailtui.model.rate import Rate, rate
from mailtui.model.standing import Standing

_DELIVERED = (Outcome.ACCEPTED, Outcome.DELIVERED)
_BLOCKED = (Outcome.BLOCKED, Outcome.REJECTED, Outcome.DISCARDED)
_SKIPPED = (Outcome.SUPPRESSED, Outcome.CANCELLED)


class Tally(NamedTuple):
    """Distinct recipients, counted.

    Those skipped (suppressed, invalid, unsubscribed, cancelled) are apart.
    """

    attempted: int = 0
    """Handed to the MTA or the provider."""
    delivered: int = 0
    """Accepted or delivered, and not bounced later."""
    hard: int = 0
    """Bounced: permanent and about the address."""
    blocked: int = 0
    """Refused for good because of us; also rejected and discarded ones."""
    soft_final: int = 0
    """Given up on a temporary cause."""
    pending: int = 0
    skipped: int = 0
    opened: int = 0
    """With an open by whomever."""
    opened_human: int = 0
    opened_machine: int = 0
    """With opens by machines only."""
    clicked: int = 0
    """With a click by a human."""
    clicked_machine: int = 0
    """With clicks by machines only."""
    engaged: int = 0
    """With an open or a click by a human: a click implies an open."""
    complained: int = 0
    unsubscribed: int = 0

    def __add__(self, other: object) -> Tally:
        """Both together: for days, domains or links that do not share recipients."""
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Told(NamedTuple):
    """What the source tells at all: where it does not, there is no zero."""

    deliveries: bool = True
    complaints: bool = True
    opens: bool = True
    clicks: bool = True


class Metrics(NamedTuple):
    """Every rate of a campaign, or of a part of one."""

    delivery: Rate
    hard_bounce: Rate
    block: Rate
    soft_bounce: Rate
    unique_open: Rate
    human_open: Rate
    machine_open: Rate
    click_through: Rate
    click_to_open: Rate
    complaint: Rate
    unsubscribe: Rate
    list_loss: Rate


def tally(standings: Iterable[Standing]) -> Tally:
    """The recipients counted; their order makes no difference."""
    total = [0] * len(Tally._fields)
    for standing in standings:
        for place, one in enumerate(counts(standing)):
            total[place] += one
    return Tally(*total)


def counts(standing: Standing) -> Tally:
    """One recipient as a tally of ones and zeros."""
    outcome = standing.outcome
    skipped = outcome in _SKIPPED
    delivered, hard = outcome in _DELIVERED, outcome is Outcome.BOUNCED
    blocked, soft = outcome in _BLOCKED, outcome is Outcome.EXPIRED
    opened_human, clicked = standing.opens_human > 0, standing.clicks_human > 0
    return Tally(
        attempted=not skipped,
        delivered=delivered,
        hard=hard,
        blocked=blocked,
        soft_final=soft,
        pending=not (skipped or delivered or hard or blocked or soft),
        skipped=skipped,
        opened=opened_human or standing.opens_machine > 0,
        opened_human=opened_human,
        opened_machine=standing.opens_machine > 0 and not opened_human,
        clicked=clicked,
        clicked_machine=standing.clicks_machine > 0 and not clicked,
        engaged=opened_human or clicked,
        complained=standing.complained is not None,
        unsubscribed=standing.unsubscribed is not None,
    )


def violations(counted: Tally) -> tuple[str, ...]:
    """What contradicts itself in the counts, each in words; empty when the identity and its kin hold."""
    found: list[str] = []
    parts = counted.delivered + counted.hard + counted.blocked + counted.soft_final + counted.pending
    if parts != counted.attempted:
        found.append(
            f"attempted {counted.attempted} is not delivered {counted.delivered} + hard {counted.hard}"
            f" + blocked {counted.blocked} + soft {counted.soft_final} + pending {counted.pending}"
        )
    if counted.opened_human + counted.opened_machine != counted.opened:
        found.append(
            f"opened {counted.opened} is not human {counted.opened_human} + machine {counted.opened_machine}"
        )
    if (
        not max(counted.opened_human, counted.clicked)
        <= counted.engaged
        <= counted.opened_human + counted.clicked
    ):
        found.append(
            f"engaged {counted.engaged} does not fit opened {counted.opened_human}, clicked {counted.clicked}"
        )
    found += [f"{name} is negative" for name, count in zip(Tally._fields, counted, strict=True) if count < 0]
    return tuple(found)


def delivered_of(counted: Tally, told: Told = Told()) -> tuple[int, bool]:  # noqa: B008 (a value that never changes)
    """How many were delivered, and whether that is an estimate: sent less bounced and failed."""
    if told.deliveries:
        return counted.delivered, False
    return counted.attempted - counted.hard - counted.blocked - counted.soft_final, True


def metrics(counted: Tally, told: Told = Told()) -> Metrics:  # noqa: B008 (a value that never changes)
    """Every rate of `counted`."""
    delivered, estimated = delivered_of(counted, told)
    no_opens = "" if told.opens else "opens are not told"
    no_clicks = "" if told.clicks else "clicks are not told"

    def attempts(count: int) -> Rate:
        return rate(count, counted.attempted)

    def deliveries(count: int, unavailable: str = "") -> Rate:
        return rate(count, delivered, estimated=estimated, unavailable=unavailable)

    return Metrics(
        delivery=rate(
            counted.delivered,
            counted.attempted,
            unavailable="" if told.deliveries else "the provider tells no deliveries",
        ),
        hard_bounce=attempts(counted.hard),
        block=attempts(counted.blocked),
        soft_bounce=attempts(counted.soft_final),
        unique_open=deliveries(counted.opened, no_opens),
        human_open=deliveries(counted.opened_human, no_opens),
        machine_open=deliveries(counted.opened_machine, no_opens),
        click_through=deliveries(counted.clicked, no_clicks),
        click_to_open=rate(counted.clicked, counted.engaged, unavailable=no_opens or no_clicks),
        complaint=deliveries(
            counted.complained, "" if told.complaints else "the provider tells no complaints"
        ),
        unsubscribe=deliveries(counted.unsubscribed),
        list_loss=attempts(counted.hard + counted.complained + counted.unsubscribed),
    )
