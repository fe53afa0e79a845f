"""A domain in words and rows: what lists, the screen and scripts get. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mailtui.model.domain import (
    WORST,
    AreaState,
    Change,
    Check,
    Claim,
    DomainDetail,
    DomainRow,
    gravest,
)
from mailtui.model.enums import ChangeKind, CheckArea, DomainState, FailureClass, Severity
from mailtui.model.finding import Expected, Finding
from mailtui.model.moment import DAY
from mailtui.services.domains.course import Standing

LATELY = 7 * DAY
"""How long a change of a record is noted among the findings."""
BLAMED = (FailureClass.AUTH_FAILED, FailureClass.SENDER_IDENTITY, FailureClass.IP_BLOCKLISTED)
"""Causes of failures that the set-up of a sending domain may be behind."""
_BEHIND = {
    FailureClass.AUTH_FAILED: (CheckArea.SPF, CheckArea.DKIM, CheckArea.DMARC),
    FailureClass.SENDER_IDENTITY: (CheckArea.RDNS, CheckArea.MX, CheckArea.SPF),
    FailureClass.IP_BLOCKLISTED: (CheckArea.DNSBL, CheckArea.RDNS),
}


def row(
    name: str,
    standing: Standing,
    claims: Sequence[Claim] = (),
    caused: int | None = None,
    next_check: int | None = None,
) -> DomainRow:
    """One line of a list."""
    findings = gravest(tuple(one for check in standing.checks for one in check.told()))
    return DomainRow(
        name,
        standing.state,
        standing.since,
        standing.checked,
        standing.tried,
        tuple(_doubted(standing.areas, standing.checks)),
        standing.unsure,
        next((one for one in findings if one.severity is not Severity.NOTE), None),
        tuple(_disagreements(claims, standing)),
        caused,
        next_check,
    )


def detail(
    one: DomainRow,
    expected: Expected,
    standing: Standing,
    changes: Sequence[Change] = (),
    claims: Sequence[Claim] = (),
    now: int = 0,
) -> DomainDetail:
    """Everything about a domain."""
    told = tuple(found for check in standing.checks for found in check.told())
    drifts = tuple(_drifts(changes, now - LATELY))
    return DomainDetail(
        one,
        expected,
        standing.checks,
        tuple(changes),
        tuple(claims),
        gravest(told + drifts),
        failures_query(expected),
    )


def in_order(rows: Iterable[DomainRow]) -> list[DomainRow]:
    """Disagreements first, then the worst, then by name."""
    return sorted(rows, key=lambda one: (not one.disagreements, WORST.index(one.state), one.name))


def failures_query(expected: Expected) -> str:
    """The search for failures that the domain's set-up may have caused."""
    names = dict.fromkeys(filter(None, (expected.domain, expected.mail_from)))
    return f"sender-domain:{','.join(f'={name}' for name in names)} class:{','.join(BLAMED)}"


def behind(findings: Iterable[Finding], failure: FailureClass) -> list[Finding]:
    """Those of a domain's findings that may be why mail fails so, worst first; no mere notes."""
    areas = _BEHIND.get(failure, ())
    found = tuple(one for one in findings if one.area in areas and one.severity is not Severity.NOTE)
    return list(gravest(found))


def _doubted(areas: Sequence[AreaState], checks: Sequence[Check]) -> Iterator[AreaState]:
    """The areas, each with why its last tries were not definite."""
    for one in areas:
        own = (check.unsure for check in checks if check.area is one.area)
        yield replace(one, unsure=next(filter(None, own), ""))


def _disagreements(claims: Sequence[Claim], standing: Standing) -> Iterator[str]:
    states = {one.area: one.state for one in standing.areas}
    for claim in claims:
        state = standing.state if claim.area is None else states.get(claim.area)
        what, source = claim.area or "domain", claim.source.rpartition("/")[2] or claim.source
        if claim.verified and state is DomainState.FAILING:
            yield f"{source} says {what} verified, DNS says failing"
        elif not claim.verified and state in (DomainState.OK, DomainState.WARNINGS):
            yield f"{source} says {what} not verified, DNS says {state}"


def _drifts(changes: Sequence[Change], after: int) -> Iterator[Finding]:
    """A note of each record that changed lately."""
    for one in changes:
        if one.kind is ChangeKind.SEEN and one.time >= after:
            yield Finding(
                "drift",
                Severity.NOTE,
                CheckArea.DRIFT,
                one.target,
                one.new or "no record",
                one.old or "no record",
                (),
                f"The {one.area} record changed; if nobody here did that, find out who did",
                "",
            )
