"""Writes about domains: small, each in a short transaction of its own, beside the writer of facts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
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


def put_state(
    connection: Connection, domain: int, state: DomainState, since: int, tried: int, next_check: int
) -> None:
    """How a domain stands after a check, and when the next is due."""
    values = {"state": state.code, "since": since, "tried": tried, "next_check": next_check}
    connection.execute(update(schema.DOMAIN).where(D.id == domain), values)


def put_areas(connection: Connection, domain: int, states: Iterable[AreaState]) -> None:
    """How its areas stand; one that is not named has no checks any more."""
    kept = schema.DOMAIN_AREA
    connection.execute(delete(kept).where(kept.c.domain_id == domain))
    rows = [
        {"domain_id": domain, "area": one.area.code, "state": one.state.code, "since": one.since}
        for one in states
    ]
    if rows:
        connection.execute(insert(kept), rows)


def put_checks(connection: Connection, domain: int, checks: Sequence[Check]) -> None:
    """How its checks stand; one that is not named is not made any more."""
    kept = schema.DNS_CHECK
    connection.execute(delete(kept).where(kept.c.domain_id == domain))
    if checks:
        connection.execute(insert_or(kept).on_conflict_do_nothing(), [_row(domain, one) for one in checks])


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
        "findings": dumped(check.findings),
        "seen": dumped_values(check.seen),
        "spf": dumped_spf(check.spf),
    }


def add_changes(connection: Connection, domain: int, changes: Sequence[Change]) -> None:
    """Add to the history."""
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
        for number, one in enumerate(changes)
    ]
    connection.execute(insert(schema.DNS_CHANGE), rows)


def _next(connection: Connection, table: Any) -> int:
    """The first free id: transactions of writers exclude each other."""
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
