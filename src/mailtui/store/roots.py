"""Whose failure stands behind `retry time not reached`: the newest concrete one, of whatever message.

The try may be of the same address, of its domain (routing), or of a host that mail for the domain goes to.
Each way is a walk along an index with a bound, so the answer takes milliseconds whatever there is.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, DestinationKind, Phase, Side
from mailtui.model.moment import DAY

REACH = 8 * DAY
"""How far back a cause is looked for: longer than mail waits by default (4 days)."""
_LOOKED = 600
"""Failures of whatever destination that are looked at, newest first: some milliseconds."""
_OF_ONE = f"({Side.RCPT.code}, {Side.POLICY.code})"
"""Sides whose failures say nothing about another recipient."""
_PUT_OFF = f"a.outcome <> {AttemptOutcome.BOUNCE.code}"
"""What is refused for good holds up nobody else."""
_ROUTED = "a.time <= ?1 AND (a.time < ?1 OR a.entry_id < ?5)"
_SPOKE = "coalesce(a.phase, -2)"
_CONCRETE = "a.cause_id IS NOT NULL AND NOT c.inherited"
_BEFORE = "(a.time < ? OR a.entry_id < ?)"
_PICKED = "a.time, a.message_id, a.entry_id, m.queue_id, h.name, h.ip"
_JOINED = (
    "JOIN cause c ON c.id = a.cause_id JOIN message m ON m.id = a.message_id "
    "LEFT JOIN host h ON h.id = a.host_id"
)


class Root(NamedTuple):
    """A failed attempt, and the line that tells it."""

    time: int
    message: int
    entry: int
    queue_id: str
    host: str | None
    ip: str | None


class Asked(NamedTuple):
    """Whose cause is looked for."""

    server: int
    address: str
    until: int
    """Only failures at or before this moment, UTC microseconds."""
    entry: int = 1 << 62
    """Of failures at that very moment those told by an earlier log entry."""
    of_hosts: bool = False
    """Exim said that no host was due: then a host failed, not an address (a reply to RCPT)."""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()

    @property
    def passed_over(self) -> int:
        """Phase whose failures do not count."""
        return Phase.RCPT.code if self.of_hosts else -1

    @property
    def since(self) -> int:
        return self.until - REACH


def of_address(connection: Connection, asked: Asked) -> Root | None:
    """The newest concrete failure of the same address, or of what an alias made of it, in whatever message.

    Whosever side it is.
    """
    return _first(
        connection,
        f"""
        SELECT {_PICKED} FROM (
            SELECT * FROM (
                SELECT r.message_id, r.number FROM address d JOIN recipient r ON r.address_id = d.id
                WHERE d.text = ?1 AND r.time <= ?2 ORDER BY r.time DESC LIMIT 100
            ) UNION ALL SELECT * FROM (
                SELECT r.message_id, r.number FROM address d JOIN recipient r ON r.original_id = d.id
                WHERE d.text = ?1 AND r.time <= ?2 ORDER BY r.time DESC LIMIT 100
            )
        ) r
        CROSS JOIN delivery_attempt a ON a.message_id = r.message_id AND a.recipient = r.number
        {_JOINED}
        WHERE {_CONCRETE} AND a.time BETWEEN ?3 AND ?2 AND m.server_id = ?4
          AND (a.time < ?2 OR a.entry_id < ?5)
        ORDER BY a.time DESC, a.entry_id DESC LIMIT 1
        """,
        (asked.address, asked.until, asked.since, asked.server, asked.entry),
    )


def of_domain(connection: Connection, asked: Asked) -> Root | None:
    """The newest concrete failure of the domain or one of its hosts that holds for every address there."""
    found = [_of_routing(connection, asked), _of_tries(connection, asked)]
    found += [_of_host(connection, asked, host) for host in _hosts(connection, asked)]
    return max(filter(None, found), key=lambda one: (one.time, one.entry), default=None)


def _of_routing(connection: Connection, asked: Asked) -> Root | None:
    """The domain itself, where failures name no host: by what is known of it as a destination."""
    return _first(
        connection,
        f"""
        SELECT {_PICKED} FROM destination t
        CROSS JOIN signature s ON s.destination_id = t.id
        CROSS JOIN cause k ON k.signature_id = s.id AND NOT k.inherited AND k.side NOT IN {_OF_ONE}
        CROSS JOIN delivery_attempt a ON a.cause_id = k.id AND {_ROUTED} AND a.message_id = (
            SELECT a.message_id FROM delivery_attempt a WHERE a.cause_id = k.id AND {_ROUTED}
            ORDER BY a.time DESC LIMIT 1
        )
        {_JOINED}
        WHERE t.name = ?2 AND t.kind = {DestinationKind.DOMAIN.code} AND t.server_id = ?3 AND a.time >= ?4
        ORDER BY a.time DESC, a.entry_id DESC LIMIT 1
        """,
        (asked.until, asked.domain, asked.server, asked.since, asked.entry),
    )


def _of_tries(connection: Connection, asked: Asked) -> Root | None:
    """Any address of the domain, among the newest failures of all."""
    return _first(
        connection,
        f"""
        SELECT {_PICKED} FROM (
            SELECT * FROM delivery_attempt WHERE cause_id IS NOT NULL AND time BETWEEN ? AND ?
            ORDER BY time DESC LIMIT {_LOOKED}
        ) a
        CROSS JOIN recipient r ON r.message_id = a.message_id AND r.number = a.recipient
        CROSS JOIN address d ON d.id = r.address_id
        CROSS JOIN address_domain n ON n.id = d.domain_id AND n.name = ?
        {_JOINED}
        WHERE {_CONCRETE} AND c.side NOT IN {_OF_ONE} AND m.server_id = ? AND {_SPOKE} <> ? AND {_PUT_OFF}
          AND {_BEFORE}
        ORDER BY a.time DESC, a.entry_id DESC LIMIT 1
        """,
        (asked.since, asked.until, asked.domain, asked.server, asked.passed_over, asked.until, asked.entry),
    )


def _of_host(connection: Connection, asked: Asked, host: int) -> Root | None:
    return _first(
        connection,
        f"""
        SELECT {_PICKED} FROM (
            SELECT * FROM delivery_attempt WHERE host_id = ? AND time BETWEEN ? AND ?
            ORDER BY time DESC LIMIT 100
        ) a
        {_JOINED}
        WHERE {_CONCRETE} AND c.side NOT IN {_OF_ONE} AND m.server_id = ? AND {_SPOKE} <> ? AND {_PUT_OFF}
          AND {_BEFORE}
        ORDER BY a.time DESC, a.entry_id DESC LIMIT 1
        """,
        (host, asked.since, asked.until, asked.server, asked.passed_over, asked.until, asked.entry),
    )


def _hosts(connection: Connection, asked: Asked) -> list[int]:
    """Hosts that mail for the domain went to: a sample of its newest addresses and their last mail."""
    rows = connection.exec_driver_sql(
        """
        SELECT DISTINCT (
            SELECT r.host_id FROM recipient r WHERE r.address_id = d.id AND r.time BETWEEN ? AND ?
            ORDER BY r.time DESC LIMIT 1
        ) AS host
        FROM (
            SELECT a.id FROM address_domain n JOIN address a ON a.domain_id = n.id
            WHERE n.name = ? ORDER BY a.id DESC LIMIT 200
        ) d
        WHERE host IS NOT NULL LIMIT 20
        """,
        (asked.since, asked.until, asked.domain),
    )
    return [row[0] for row in rows]


def _first(connection: Connection, query: str, values: tuple[object, ...]) -> Root | None:
    row = connection.exec_driver_sql(query, values).first()
    return None if row is None else Root(*row)
