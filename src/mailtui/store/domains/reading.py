"""Questions about domains: which there are, what is expected of them, how their checks stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from mailtui.model.domain import AreaState, Change, Check, Claim
from mailtui.model.enums import ChangeKind, CheckArea, DomainState, MatchRule
from mailtui.model.finding import Expected
from mailtui.store import schema
from mailtui.store.domains.expecting import Wanted, expected_of
from mailtui.store.findings import loaded, loaded_spf, loaded_values

D, A, C = schema.DOMAIN.c, schema.DOMAIN_AREA.c, schema.DNS_CHECK.c
R, H, S = schema.DNS_RECORD.c, schema.DNS_CHANGE.c, schema.DOMAIN_CLAIM.c


_AREAS, _STATES = tuple(CheckArea), tuple(DomainState)
"""By code: thousands of rows are read for a list."""


class Kept(NamedTuple):
    """A row of `domain`."""

    id: int
    name: str
    state: DomainState
    since: int
    tried: int | None
    next_check: int
    receives: bool
    bimi: bool
    mail_from: str
    ses_suffix: str


_KEPT = select(
    D.id, D.name, D.state, D.since, D.tried, D.next_check, D.receives, D.bimi, D.mail_from, D.ses_suffix
).where(D.deleted.is_(None))


def domains(connection: Connection) -> list[Kept]:
    """All domains on the list, by name."""
    return [_kept(row) for row in connection.execute(_KEPT.order_by(D.name))]


def named(connection: Connection, name: str) -> Kept | None:
    """The domain of that name; None when it is not on the list."""
    row = connection.execute(_KEPT.where(D.name == name)).first()
    return None if row is None else _kept(row)


def edition(connection: Connection) -> tuple[int, ...]:
    """Differs once a domain was added, changed, taken off or looked at."""
    query = select(func.count(), func.max(D.changed), func.max(D.tried), func.count(D.deleted)).select_from(
        schema.DOMAIN
    )
    return tuple(value or 0 for value in connection.execute(query).one())


def due(connection: Connection, now: int, limit: int) -> list[str]:
    """Names of domains whose next check has come, the longest waiting first."""
    query = select(D.name).where(D.deleted.is_(None), D.next_check <= now)
    return list(connection.execute(query.order_by(D.next_check).limit(limit)).scalars())


def _kept(row: Any) -> Kept:
    return Kept(*row)._replace(state=DomainState.of_code(row.state))


def areas(connection: Connection, domain: int | None = None) -> dict[int, list[AreaState]]:
    """How the areas of every domain (or of one) stand, by the domain's id."""
    query = select(A.domain_id, A.area, A.state, A.since).order_by(A.domain_id, A.area)
    found: dict[int, list[AreaState]] = defaultdict(list)
    for owner, area, state, since in connection.execute(_of(query, A.domain_id, domain)):
        found[owner].append(AreaState(_AREAS[area], _STATES[state], since))
    return found


def checks(connection: Connection, domain: int | None = None, *, seen: bool = True) -> dict[int, list[Check]]:
    """The checks of every domain (or of one), by area and target; `seen`: with what DNS had."""
    query = select(schema.DNS_CHECK).order_by(C.domain_id, C.area, C.target)
    found: dict[int, list[Check]] = defaultdict(list)
    for row in connection.execute(_of(query, C.domain_id, domain)):
        found[row.domain_id].append(_check(row, seen))
    return found


def _check(row: Any, seen: bool) -> Check:
    findings, fresh = loaded(row.findings)
    return Check(
        _AREAS[row.area],
        row.target,
        _STATES[row.state],
        row.since,
        row.tried,
        row.checked,
        row.unsure,
        row.unsure_since,
        row.failures,
        row.failing_from,
        row.warned_from,
        findings,
        fresh,
        loaded_values(row.seen) if seen else None,
        loaded_spf(row.spf) if seen else None,
    )


def claims(connection: Connection, domain: int | None = None) -> dict[int, list[Claim]]:
    """What imported systems say of every domain (or of one)."""
    query = select(S.domain_id, S.area, S.verified, S.source, S.time).order_by(S.domain_id, S.id)
    found: dict[int, list[Claim]] = defaultdict(list)
    for owner, area, verified, source, time in connection.execute(_of(query, S.domain_id, domain)):
        which = None if area is None else _AREAS[area]
        found[owner].append(Claim(which, verified, source, time))
    return found


def changes(connection: Connection, domain: int, limit: int) -> list[Change]:
    """The newest changes of a domain, newest first."""
    query = select(H.area, H.target, H.time, H.kind, H.old, H.new).where(H.domain_id == domain)
    rows = connection.execute(query.order_by(H.time.desc(), H.id.desc()).limit(limit))
    return [
        Change(_AREAS[area], target, time, ChangeKind.of_code(kind), old, new)
        for area, target, time, kind, old, new in rows
    ]


def lately(connection: Connection, after: int, domain: int | None = None) -> dict[int, list[Change]]:
    """The changes of every domain (or of one) from a moment on, newest first."""
    query = select(H.domain_id, H.area, H.target, H.time, H.kind, H.old, H.new).where(H.time >= after)
    rows = connection.execute(_of(query, H.domain_id, domain).order_by(H.time.desc(), H.id.desc()))
    found: dict[int, list[Change]] = defaultdict(list)
    for owner, area, target, time, kind, old, new in rows:
        change = Change(_AREAS[area], target, time, ChangeKind.of_code(kind), old, new)
        found[owner].append(change)
    return found


def records(connection: Connection, domain: int | None = None) -> dict[int, list[Wanted]]:
    """The records that are expected of every domain (or of one)."""
    query = select(R.domain_id, R.type, R.name, R.value, R.rule).order_by(R.domain_id, R.id)
    found: dict[int, list[Wanted]] = defaultdict(list)
    for owner, type_, name, value, rule in connection.execute(_of(query, R.domain_id, domain)):
        found[owner].append(Wanted(type_, name, value, MatchRule.of_code(rule)))
    return found


def expected_by(kept: Kept, wanted: Iterable[Wanted]) -> Expected:
    """What is expected of a domain, by its records."""
    return expected_of(
        kept.name,
        wanted,
        ses_suffix=kept.ses_suffix,
        mail_from=kept.mail_from,
        receives=kept.receives,
        bimi=kept.bimi,
    )


def expected(connection: Connection, kept: Kept) -> Expected:
    """What is expected of a domain."""
    return expected_by(kept, records(connection, kept.id)[kept.id])


def _of(query: Any, column: ColumnElement[int], domain: int | None) -> Any:
    return query if domain is None else query.where(column == domain)
