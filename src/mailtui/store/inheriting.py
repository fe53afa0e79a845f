"""Questions about failures that name no cause: whose cause they take, and who takes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.store import roots
from mailtui.store.rows import Row

_OF_HOSTS = ("for any host", "all hosts ")
"""Words of Exim by which the hosts of a domain are not tried, rather than the address."""


def is_of_hosts(words: str | None) -> bool:
    """Whether these words of Exim are about hosts."""
    said = (words or "").lower()
    return any(part in said for part in _OF_HOSTS)


class Heir(NamedTuple):
    """A recipient whose own lines name no cause."""

    message: int
    number: int
    server: int
    address: str
    time: int
    """Up to when a cause counts: the last line of the message."""
    of_hosts: bool
    """Exim said that no host was due, rather than the address."""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()


def source(connection: Connection, heir: Heir) -> Row | None:
    """The verdict (from the signature on) of the newest concrete failure behind a recipient's words."""
    asked = roots.Asked(heir.server, heir.address, heir.time, of_hosts=heir.of_hosts)
    found = None if heir.of_hosts else roots.of_address(connection, asked)
    found = found or roots.of_domain(connection, asked)
    if found is None:
        return None
    row = connection.exec_driver_sql(
        """
        SELECT cause.* FROM delivery_attempt tried JOIN cause ON cause.id = tried.cause_id
        WHERE tried.message_id = ? AND tried.entry_id = ? LIMIT 1
        """,
        (found.message, found.entry),
    ).one()
    return tuple(row)[2:]


def heirs(connection: Connection, server: int, domain: str, since: int) -> list[Heir]:
    """Recipients at a domain with an inherited cause whose message had a line at or after `since`."""
    rows = connection.exec_driver_sql(
        """
        SELECT recipient.message_id, recipient.number, message.server_id, address.text, message.last_seen,
            reply.text
        FROM address_domain
        JOIN address ON address.domain_id = address_domain.id
        JOIN recipient ON recipient.address_id = address.id
        JOIN cause ON cause.id = recipient.cause_id
        JOIN message ON message.id = recipient.message_id
        LEFT JOIN reply ON reply.id = recipient.reply_id
        WHERE address_domain.name = ? AND cause.inherited AND message.server_id = ? AND message.last_seen >= ?
        """,
        (domain, server, since),
    )
    return [Heir(row[0], row[1], row[2], row[3], row[4], is_of_hosts(row[5])) for row in rows]


def hand_down(connection: Connection, causes: Sequence[Row]) -> None:
    """Set the cause of recipients: rows of cause id, message id, recipient number."""
    if causes:
        connection.exec_driver_sql(
            "UPDATE recipient SET cause_id = ? WHERE message_id = ? AND number = ?", list(causes)
        )
