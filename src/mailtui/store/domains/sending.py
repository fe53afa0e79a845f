"""What the logs show of domains whose mail was submitted here."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from mailtui.model.enums import Direction
from mailtui.store import schema

M, A, N = schema.MESSAGE, schema.ADDRESS, schema.ADDRESS_DOMAIN
L, _TRIES = schema.LABEL, (schema.DELIVERY_ATTEMPT, schema.RECIPIENT)
_OURS = M.c.direction.in_((Direction.SUBMITTED.code, Direction.LOCAL.code))


_AMONG = 10
"""Messages of any kind that are looked through for each that is wanted."""


class Sender(NamedTuple):
    """A domain of envelope senders."""

    id: int
    name: str
    messages: int
    last_seen: int


def senders(connection: Connection, most: int) -> list[Sender]:
    """The domains that most mail was submitted from, here and not elsewhere."""
    count, last = func.count(), func.max(M.c.first_seen)
    query = (
        select(N.c.id, N.c.name, count, last)
        .select_from(M)
        .join(A, A.c.id == M.c.sender_id)
        .join(N, N.c.id == A.c.domain_id)
        .where(_OURS, N.c.name.like("%.%"))
        .group_by(N.c.id)
        .order_by(count.desc(), N.c.name)
        .limit(most)
    )
    return [Sender(*row) for row in connection.execute(query)]


def newest(connection: Connection, domain: int, most: int) -> list[int]:
    """Ids of the newest messages submitted from a domain (its id), newest first."""
    query = (
        select(M.c.id)
        .select_from(A)
        .join(M, M.c.sender_id == A.c.id)
        .where(A.c.domain_id == domain, _OURS)
        .order_by(M.c.first_seen.desc())
        .limit(most)
    )
    return list(connection.execute(query).scalars())


def egresses(connection: Connection, messages: list[int]) -> list[str]:
    """Our own addresses that these messages left from, where the log has them."""
    found: set[str] = set()
    for tries in _TRIES:
        query = select(L.c.text).join(tries, tries.c.egress_id == L.c.id)
        found.update(connection.execute(query.where(tries.c.message_id.in_(messages)).distinct()).scalars())
    return sorted(found)


def recent_egresses(connection: Connection, most: int) -> dict[str, set[str]]:
    """By domain of the envelope sender our own addresses that the newest submitted mail left from."""
    oldest = select(func.max(M.c.id) - _AMONG * most).scalar_subquery()
    newest = select(M.c.id, M.c.sender_id).where(_OURS, M.c.id > oldest)
    last = newest.order_by(M.c.id.desc()).limit(most).subquery()
    found: dict[str, set[str]] = {}
    for tries in _TRIES:
        query = (
            select(N.c.name, L.c.text)
            .select_from(last)
            .join(tries, tries.c.message_id == last.c.id)
            .join(L, L.c.id == tries.c.egress_id)
            .join(A, A.c.id == last.c.sender_id)
            .join(N, N.c.id == A.c.domain_id)
            .distinct()
        )
        for name, ip in connection.execute(query):
            found.setdefault(name, set()).add(ip)
    return found
