"""Facts with the ids they have in the database, on their way there; no table is needed to make them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from mailtui.model.facts import MessageFacts, RejectionFacts
from mailtui.store.entries import Flat
from mailtui.store.lookup import Lookup
from mailtui.store.rows import Row

PlainMessage: TypeAlias = Row
"""Id, queue id, status, received, completed; direction, sender, size, subject, host, IP, login, parent,
events and lines as in these columns, digest of the Message-ID; the deliveries. Texts as they are in the
log, the subject as it is stored."""
PlainDelivery: TypeAlias = Row
"""Number of the recipient, address, time, entry, outcome, router, transport, host, IP, our own IP, duration
(milliseconds), digest of the next hop's queue id."""

FailedTry: TypeAlias = Row
"""Number among the tries of the message, number of the recipient, time, outcome, entry, router, transport,
host, IP, phase, SMTP code, enhanced code, errno, reply, duration, our own IP, digest of the next hop's queue
id. Also of the last one, which succeeded."""
TriedPerson: TypeAlias = Row
"""Number of the recipient, address, outcome, tries, time of the first and of the last, when that outcome
became final, host, IP, SMTP code, enhanced code, phase, reply."""
TriedMessage: TypeAlias = tuple[PlainMessage, Sequence[int], Sequence[TriedPerson], Sequence[FailedTry]]
"""A plain message but for tries that failed: the deliveries that did not; which of all tries these are; the
other recipients; their tries."""


class Owned(NamedTuple):
    """The facts of a message with the id it has in the database."""

    id: int
    server_id: int
    facts: MessageFacts
    replaced: bool
    """Whether rows of an earlier version may be there."""
    saved: int | None = 0
    """How many of its attempts are in the database as they are here; None: that has to be looked up."""
    lines: Flat = ()
    """Its lines in the log that the database does not have."""


class Failures(NamedTuple):
    """Ids of the causes of a message's failures; None for what did not fail."""

    attempts: Sequence[int | None]
    recipients: Sequence[int | None]


class Refused(NamedTuple):
    """The facts of a rejection with what makes it one row."""

    id: int
    server_id: int
    fingerprint: int
    entry: int
    facts: RejectionFacts


def message_ids(connection: Lookup, server_id: int, queue_ids: Iterable[str]) -> dict[str, int]:
    """Ids of those queue ids of a server that have a message row."""
    found: dict[str, int] = {}
    wanted = list(queue_ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = connection.exec_driver_sql(
            f"SELECT queue_id, id FROM message WHERE server_id = ? AND queue_id IN ({marks})",
            (server_id, *part),
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def newest_id(connection: Lookup, server_id: int) -> str:
    """The greatest queue id of a server; '' when it has no message."""
    found = connection.exec_driver_sql(
        "SELECT queue_id FROM message WHERE server_id = ? ORDER BY queue_id DESC LIMIT 1", (server_id,)
    ).scalar()
    return str(found or "")
