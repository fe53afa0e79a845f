"""How a whole domain stands after one more look at it, and when the next is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mailtui.model.domain import AreaState, Change, Check
from mailtui.model.enums import CheckArea, DomainState
from mailtui.model.finding import Checked
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.services.domains.standing import APART, judged, rolled_up

_SPREAD = 0.1
"""Part of an interval by which a next look may be earlier or later, so that not all are due at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a domain, of its areas and of its checks."""

    state: DomainState = DomainState.PENDING
    since: int = 0
    tried: int | None = None
    areas: tuple[AreaState, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def unsure(self) -> str:
        """Why some last try was not definite; '' when all were."""
        return next((check.unsure for check in self.checks if check.unsure), "")

    @property
    def checked(self) -> int | None:
        """The oldest last definite answer of its checks."""
        return min((check.checked for check in self.checks if check.checked is not None), default=None)


@dataclass(frozen=True, slots=True)
class Intervals:
    """How often a domain is looked at, in microseconds."""

    ok: int = DAY
    not_ok: int = HOUR


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a domain came to."""

    answers: tuple[Checked, ...] = ()
    cut: str = ""
    """Why it was broken off, in words; then nothing is known of checks without an answer."""


def looked(before: Standing, look: Look, now: int) -> tuple[Standing, list[Change]]:
    """The standing after a look, and the changes for the history."""
    answers = _merged(_spread(look.answers, before.checks)) or _nothing(before, look.cut)
    old = {(check.area, check.target): check for check in before.checks}
    changes: list[Change] = []
    checks = {}
    for answer in answers:
        place = (answer.area, answer.target)
        checks[place], more = judged(old.get(place), answer, now)
        changes += more
    if look.cut or any(answer.unsure for answer in answers):
        told = {area for area, _ in checks}
        kept_on = {place: one for place, one in old.items() if one.checked or place[0] not in told}
        checks = {**kept_on, **checks}
    kept = tuple(sorted(checks.values(), key=lambda one: (one.area.code, one.target)))
    areas = tuple(_areas(before, kept, now))
    parts = [(one.state, one.since) for one in areas if _counts(one)]
    state, since = rolled_up(before.state, parts, now)
    return Standing(state, before.since if since is None else since, now, areas, kept), changes


def _counts(area: AreaState) -> bool:
    """Whether an area says something of the whole: a list that never answers us does not hold it back."""
    return area.area is not CheckArea.DNSBL or area.state is not DomainState.UNKNOWN


def _spread(answers: Sequence[Checked], checks: Sequence[Check]) -> Iterable[Checked]:
    """An area that came to no end speaks for all of its targets: for those that have no other answer."""
    places = {(answer.area, answer.target) for answer in answers}
    for answer in answers:
        missed = [
            check
            for check in checks
            if answer.unsure and check.area is answer.area and (check.area, check.target) not in places
        ]
        if not missed or any((one.area, one.target) == (answer.area, answer.target) for one in checks):
            yield answer
            continue
        for check in missed:
            yield replace(answer, target=check.target)


def _merged(answers: Iterable[Checked]) -> list[Checked]:
    """One answer for each check."""
    found: dict[tuple[CheckArea, str], Checked] = {}
    for answer in answers:
        first = found.setdefault((answer.area, answer.target), answer)
        if first is not answer:
            found[answer.area, answer.target] = replace(
                first,
                findings=first.findings + answer.findings,
                seen=first.seen or answer.seen,
                unsure=first.unsure or answer.unsure,
                spf=first.spf or answer.spf,
            )
    return list(found.values())


def _nothing(before: Standing, why: str) -> list[Checked]:
    """A look without any answer leaves every check as unsure as one that timed out."""
    why = why or "nothing was learnt"
    if not before.checks:
        return [Checked(CheckArea.MX, "", unsure=why)]
    return [Checked(check.area, check.target, unsure=why) for check in before.checks]


def _areas(before: Standing, checks: Sequence[Check], now: int) -> Iterable[AreaState]:
    old = {one.area: one for one in before.areas}
    for area in dict.fromkeys(check.area for check in checks):
        own = [check for check in checks if check.area is area]
        known = old.get(area)
        parts = [(check.state, check.since) for check in own]
        state, since = rolled_up(known.state if known else None, parts, now)
        unsure = next((check.unsure for check in own if check.unsure), "")
        yield AreaState(area, state, known.since if since is None and known else since or now, unsure)


def next_look(standing: Standing, intervals: Intervals, now: int, chance: float) -> int:
    """When to look again; `chance` (0 to 1) spreads the looks of many domains.

    A failure that is not confirmed yet is looked at as soon as a second one would count.
    """
    if any(check.doubted for check in standing.checks):
        return now + APART + MINUTE + int(4 * MINUTE * chance)
    gaps = any(one.unsure for one in standing.areas if _counts(one))
    settled = standing.state is DomainState.OK and not gaps
    interval = intervals.ok if settled else intervals.not_ok
    return now + int(interval * (1 + _SPREAD * (2 * chance - 1)))
