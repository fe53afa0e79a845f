"""Questions about failures that name no cause: whose cause they take, and who takes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import Side
from mailtui.model.moment import DAY
from mailtui.store.rows import Row

REACH = 8 * DAY
"""How far back a cause is looked for: longer than mail waits by default (4 days)."""
_SEEN = 20_000
"""Failing attempts looked at, newest first; in an outage the cause is among the first."""
_OF_ONE = f"{Side.RCPT.code}, {Side.POLICY.code}"


class Source(NamedTuple):
    """The newest concrete failure before a moment."""

    time: int
    cause: int
    message: int
    number: int
    """Of the attempt within its message."""


class Heir(NamedTuple):
    """A recipient whose own lines name no cause."""

    message: int
    number: int
    server: int
    domain: str
    time: int
    """Up to when a cause counts: the last line of the message."""


def source(connection: Connection, server: int, domain: str, time: int) -> Source | None:
    """The newest failure at or before `time` that holds for everyone at `domain` or on one of its hosts."""
    hosts = _hosts(connection, domain, time)
    marks = ",".join("?" * len(hosts))
    row = connection.exec_driver_sql(
        f"""
        SELECT tried.time, tried.cause_id, tried.message_id, tried.number
        FROM (
            SELECT * FROM delivery_attempt
            WHERE cause_id IS NOT NULL AND time <= ? AND time >= ? ORDER BY time DESC LIMIT {_SEEN}
        ) tried
        JOIN cause ON cause.id = tried.cause_id
        JOIN message ON message.id = tried.message_id
        JOIN recipient ON recipient.message_id = tried.message_id AND recipient.number = tried.recipient
        JOIN address ON address.id = recipient.address_id
        JOIN address_domain ON address_domain.id = address.domain_id
        WHERE message.server_id = ? AND NOT cause.inherited AND cause.side NOT IN ({_OF_ONE})
          AND (address_domain.name = ? OR tried.host_id IN ({marks}))
        ORDER BY tried.time DESC, address_domain.name = ? DESC LIMIT 1
        """,
        (time, time - REACH, server, domain, *hosts, domain),
    ).first()
    return None if row is None else Source(*row)


def _hosts(connection: Connection, domain: str, time: int) -> list[int]:
    """The hosts that mail for a domain went to."""
    rows = connection.exec_driver_sql(
        """
        SELECT DISTINCT recipient.host_id FROM address_domain
        JOIN address ON address.domain_id = address_domain.id
        JOIN recipient ON recipient.address_id = address.id
        WHERE address_domain.name = ? AND recipient.time BETWEEN ? AND ? AND recipient.host_id IS NOT NULL
        LIMIT 100
        """,
        (domain, time - REACH, time),
    )
    return [row[0] for row in rows]


def heirs(connection: Connection, server: int, domain: str, since: int) -> list[Heir]:
    """Recipients at a domain with an inherited cause whose message had a line at or after `since`."""
    rows = connection.exec_driver_sql(
        """
        SELECT recipient.message_id, recipient.number, message.server_id, address_domain.name,
            message.last_seen
        FROM address_domain
        JOIN address ON address.domain_id = address_domain.id
        JOIN recipient ON recipient.address_id = address.id
        JOIN cause ON cause.id = recipient.cause_id
        JOIN message ON message.id = recipient.message_id
        WHERE address_domain.name = ? AND cause.inherited AND message.server_id = ? AND message.last_seen >= ?
        """,
        (domain, server, since),
    )
    return [Heir(*row) for row in rows]


def hand_down(connection: Connection, causes: Sequence[Row]) -> None:
    """Set the cause of recipients: rows of cause id, message id, recipient number."""
    if causes:
        connection.exec_driver_sql(
            "UPDATE recipient SET cause_id = ? WHERE message_id = ? AND number = ?", list(causes)
        )


def verdict_of(connection: Connection, cause: int) -> Row:
    """The row of a cause, without its id and digest."""
    row = connection.exec_driver_sql("SELECT * FROM cause WHERE id = ?", (cause,)).one()
    return tuple(row)[2:]
