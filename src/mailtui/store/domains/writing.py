"""Writes about domains: small, each in a short transaction of its own, beside the writer of facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from mailtui.model.domain import AreaState, Change, Check, Claim, Profile
from mailtui.model.enums import DomainState
from mailtui.model.finding import Expected
from mailtui.store import schema
from mailtui.store.digests import storable
from mailtui.store.domains.expecting import records
from mailtui.store.findings import dumped, dumped_spf, dumped_values

D = schema.DOMAIN.c


def put(connection: Connection, expected: Expected, profile: Profile, now: int) -> int:
    """Add a domain or replace what is expected of it; it is to be checked at once. Returns its id."""
    values = {
        "changed": now,
        "deleted": profile.deleted,
        "receives": expected.receives,
        "bimi": expected.bimi,
        "mail_from": expected.mail_from,
        "ses_suffix": expected.ses_suffix,
        "next_check": 0,
        **{name: value for name, value in profile.said().items() if value is not None},
    }
    found = connection.execute(select(D.id).where(D.name == expected.domain)).scalar()
    if found is None:
        found = _next(connection, schema.DOMAIN)
        fresh = {"name": expected.domain, "added": now, "state": DomainState.PENDING.code, "since": now}
        connection.execute(insert(schema.DOMAIN), {"id": found, "origin": "", **fresh, **values})
    else:
        connection.execute(update(schema.DOMAIN).where(D.id == found), values)
    _put_records(connection, int(found), expected, profile)
    return int(found)


def _put_records(connection: Connection, domain: int, expected: Expected, profile: Profile) -> None:
    kept = schema.DNS_RECORD
    connection.execute(delete(kept).where(kept.c.domain_id == domain))
    first = _next(connection, kept)
    rows = [
        {
            "id": first + number,
            "domain_id": domain,
            "type": one.type,
            "name": one.name,
            "value": one.value,
            "rule": one.rule.code,
            **_managed(profile, one.type, one.name),
        }
        for number, one in enumerate(records(expected))
    ]
    if rows:
        connection.execute(insert(kept), rows)


def _managed(profile: Profile, type_: str, name: str) -> dict[str, Any]:
    """What an imported system keeps about a record of that type and name."""
    found = profile.managed.get((type_, name))
    return {
        "ttl": found.ttl if found else None,
        "priority": found.priority if found else None,
        "managed_by": found.managed_by if found else None,
        "provider_record": found.provider_record if found else None,
        "details": json.dumps(dict(found.details)) if found and found.details else None,
    }


def put_claims(connection: Connection, domain: int, source: str, claims: Iterable[Claim]) -> None:
    """What one imported system says of a domain now."""
    kept = schema.DOMAIN_CLAIM
    connection.execute(delete(kept).where(kept.c.domain_id == domain, kept.c.source == source))
    first = _next(connection, kept)
    rows = [
        {
            "id": first + number,
            "domain_id": domain,
            "area": None if one.area is None else one.area.code,
            "verified": one.verified,
            "source": source,
            "time": one.time,
        }
        for number, one in enumerate(claims)
    ]
    if rows:
        connection.execute(insert(kept), rows)


def take_off(connection: Connection, name: str, now: int) -> bool:
    """Take a domain off the list, with what is expected of it; False when it is not on it."""
    query = select(D.id).where(D.name == name, D.deleted.is_(None))
    found = connection.execute(query).scalar()
    if found is None:
        return False
    connection.execute(update(schema.DOMAIN).where(D.id == found), {"deleted": now, "changed": now})
    for table in (schema.DNS_RECORD, schema.DOMAIN_CLAIM):
        connection.execute(delete(table).where(table.c.domain_id == found))
    return True


def tried(connection: Connection, domains: Sequence[int]) -> dict[int, int | None]:
    """When domains that are still on the list were last looked at, by id."""
    query = select(D.id, D.tried).where(D.id.in_(domains), D.deleted.is_(None))
    return {row[0]: row[1] for row in connection.execute(query)}


class Standings(NamedTuple):
    """How one domain stands after a look, and when the next is due."""

    domain: int
    state: DomainState
    since: int
    tried: int
    next_check: int
    areas: Sequence[AreaState]
    checks: Sequence[Check]
    changes: Sequence[Change]


def put_standings(connection: Connection, standings: Sequence[Standings]) -> None:
    """What looks at some domains came to; checks that are not named are not made any more."""
    owners = [one.domain for one in standings]
    for table in (schema.DOMAIN_AREA, schema.DNS_CHECK):
        connection.execute(delete(table).where(table.c.domain_id.in_(owners)))
    areas = [_area(one.domain, area) for one in standings for area in one.areas]
    checks = [_row(one.domain, check) for one in standings for check in one.checks]
    if areas:
        connection.execute(insert(schema.DOMAIN_AREA), areas)
    if checks:
        connection.execute(insert_or(schema.DNS_CHECK).on_conflict_do_nothing(), checks)
    values = [
        {"key": one.domain, "now": one.state.code, "at": one.since, "last": one.tried, "then": one.next_check}
        for one in standings
    ]
    connection.execute(_STATE, values)
    _add_changes(connection, [(one.domain, change) for one in standings for change in one.changes])


_STATE = (
    update(schema.DOMAIN)
    .where(D.id == bindparam("key"))
    .values(
        state=bindparam("now"), since=bindparam("at"), tried=bindparam("last"), next_check=bindparam("then")
    )
)


def _area(domain: int, area: AreaState) -> dict[str, Any]:
    return {"domain_id": domain, "area": area.area.code, "state": area.state.code, "since": area.since}


def _row(domain: int, check: Check) -> dict[str, Any]:
    return {
        "domain_id": domain,
        "area": check.area.code,
        "target": storable(check.target),
        "state": check.state.code,
        "since": check.since,
        "checked": check.checked,
        "tried": check.tried,
        "unsure_since": check.unsure_since,
        "unsure": storable(check.unsure),
        "failures": check.failures,
        "failing_from": check.failing_from,
        "warned_from": check.warned_from,
        "findings": dumped(check.findings, check.fresh),
        "seen": dumped_values(check.seen),
        "spf": dumped_spf(check.spf),
    }


def _add_changes(connection: Connection, changes: Sequence[tuple[int, Change]]) -> None:
    if not changes:
        return
    first = _next(connection, schema.DNS_CHANGE)
    rows = [
        {
            "id": first + number,
            "domain_id": domain,
            "area": one.area.code,
            "target": storable(one.target),
            "time": one.time,
            "kind": one.kind.code,
            "old": storable(one.old),
            "new": storable(one.new),
        }
        for number, (domain, one) in enumerate(changes)
    ]
    connection.execute(insert(schema.DNS_CHANGE), rows)


def _next(connection: Connection, table: Any) -> int:
    """The first free id: transactions of writers exclude each other."""
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
