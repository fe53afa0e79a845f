"""The state rule: how a verdict follows from answers. Pure.

An answer that is not definite changes no state. A check that was good is called worse only after two
definite answers that say so, at least `APART` apart; better, at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mailtui.model.domain import Change, Check
from mailtui.model.enums import ChangeKind, DomainState, Severity
from mailtui.model.finding import Checked, Finding
from mailtui.model.moment import MINUTE

APART = 10 * MINUTE
"""Between two definite failures before a check that was good is called broken."""
_KNOWN = (DomainState.OK, DomainState.WARNINGS, DomainState.FAILING)
"""Verdicts, best first."""


def level(findings: Iterable[Finding]) -> DomainState:
    """What findings come to; one that is only known in part counts for nothing."""
    severities = {one.severity for one in findings if not one.unsure}
    if Severity.FAIL in severities:
        return DomainState.FAILING
    return DomainState.WARNINGS if Severity.WARN in severities else DomainState.OK


def judged(check: Check | None, answer: Checked, now: int) -> tuple[Check, list[Change]]:
    """How a check stands after one more answer, and what changed by it."""
    before = check or Check(answer.area, answer.target, DomainState.PENDING, now, now)
    after = _unsure(before, answer, now) if answer.unsure else _definite(before, answer, now)
    return after, list(_changes(before, after, now))


def _definite(before: Check, answer: Checked, now: int) -> Check:
    found = level(answer.findings)
    after = replace(
        _counted(before, found, now),
        tried=now,
        checked=now,
        unsure="",
        unsure_since=None,
        findings=answer.findings,
        fresh=len(answer.findings),
        seen=before.seen if answer.seen is None else answer.seen.values,
        spf=answer.spf,
    )
    return _moved(after, before.state, found, now)


def _unsure(before: Check, answer: Checked, now: int) -> Check:
    """Nothing is withdrawn; what was found all the same is true and may only make it worse."""
    after = replace(
        before,
        tried=now,
        unsure=answer.unsure,
        unsure_since=before.unsure_since or now,
        spf=before.spf or answer.spf,
    )
    if before.state is DomainState.PENDING:
        after = replace(after, state=DomainState.UNKNOWN, since=now)
    told = {(one.code, one.name) for one in answer.findings}
    kept = (one for one in before.findings if not one.unsure and (one.code, one.name) not in told)
    after = replace(after, findings=(*answer.findings, *kept), fresh=len(answer.findings))
    found = level(answer.findings)
    if found is DomainState.OK:
        return after
    failing = found is DomainState.FAILING
    after = replace(
        after,
        failures=before.failures + failing,
        failing_from=before.failing_from or (now if failing else None),
        warned_from=before.warned_from or now,
    )
    return _moved(after, before.state, found, now, worse_only=True)


def _counted(before: Check, found: DomainState, now: int) -> Check:
    """The row of definite answers that were not good goes on, or ends."""
    failing = found is DomainState.FAILING
    return replace(
        before,
        failures=before.failures + 1 if failing else 0,
        failing_from=(before.failing_from or now) if failing else None,
        warned_from=None if found is DomainState.OK else before.warned_from or now,
    )


def _moved(check: Check, state: DomainState, found: DomainState, now: int, worse_only: bool = False) -> Check:
    """The check with the state that the rule gives it."""
    if state not in _KNOWN:
        partly = worse_only and found is not DomainState.FAILING
        return check if partly else replace(check, state=found, since=now)
    worse = _KNOWN.index(found) - _KNOWN.index(state)
    if worse < 0 and not worse_only:
        return replace(check, state=found, since=now)
    if worse <= 0:
        return check
    if found is DomainState.FAILING and _confirmed(check.failing_from, now):
        return replace(check, state=found, since=check.failing_from or now)
    if state is DomainState.OK and _confirmed(check.warned_from, now):
        return replace(check, state=DomainState.WARNINGS, since=check.warned_from or now)
    return check


def _confirmed(begun: int | None, now: int) -> bool:
    return begun is not None and now - begun >= APART


def _changes(before: Check, after: Check, now: int) -> Iterable[Change]:
    if after.state is not before.state and after.state in _KNOWN:
        yield Change(after.area, after.target, now, ChangeKind.STATE, before.state, after.state)
    if before.seen is not None and after.seen != before.seen:
        yield Change(
            after.area,
            after.target,
            now,
            ChangeKind.SEEN,
            "\n".join(before.seen),
            "\n".join(after.seen or ()),
        )


def rolled_up(
    before: DomainState | None, parts: Sequence[tuple[DomainState, int]], now: int
) -> tuple[DomainState, int | None]:
    """The state of an area from (state, since) of its checks, or of a domain from its areas, with since.

    A part that was never known does not change what was known of the whole. None: since as before.
    """
    known = [state for state, _ in parts if state in _KNOWN]
    worst = max(known, key=_KNOWN.index, default=None)
    gaps = len(known) < len(parts) or not parts
    if worst is None or (gaps and worst is not DomainState.FAILING and before not in _KNOWN):
        tried = any(state is not DomainState.PENDING for state, _ in parts)
        worst = before if before in _KNOWN else DomainState.UNKNOWN if tried else DomainState.PENDING
    if worst is before:
        return worst, None
    if before not in _KNOWN or worst not in _KNOWN or _KNOWN.index(worst) < _KNOWN.index(before):
        return worst, now
    return worst, max(since for state, since in parts if state is worst)
