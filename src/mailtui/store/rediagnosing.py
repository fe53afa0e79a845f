"""Failures as a diagnosis needs them, read back from the database, and the causes they get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, DestinationKind, Outcome, Phase, QueueState, Role
from mailtui.model.facts import AttemptFacts, RecipientFacts
from mailtui.store.eventful import AT_ONCE
from mailtui.store.naming import Naming
from mailtui.store.rows import Row
from mailtui.store.verdicts import Place

_SUCCESS = AttemptOutcome.SUCCESS.code
_HELD_UP = f"{QueueState.DEFERRED.code}, {QueueState.FROZEN.code}"
_FAILED = ", ".join(
    str(outcome.code) for outcome in (Outcome.BOUNCED, Outcome.BLOCKED, Outcome.EXPIRED, Outcome.REJECTED)
)
_STUCK = f"""
    (recipient.outcome IN ({_FAILED})
     OR recipient.outcome = {Outcome.UNKNOWN.code}
        AND (recipient.queue_state IN ({_HELD_UP}) OR EXISTS (
            SELECT 1 FROM quiet_recipient quiet WHERE quiet.message_id = recipient.message_id
            AND quiet.number = recipient.number AND quiet.queue_state IN ({_HELD_UP}))))
"""


class Failed(NamedTuple):
    """An attempt that failed, with the cause it has now."""

    message: int
    number: int
    server: int
    address: str
    facts: AttemptFacts
    cause: int | None


class Stuck(NamedTuple):
    """A recipient that failed or waits."""

    message: int
    number: int
    server: int
    last_seen: int
    concrete: int | None
    """The cause of its newest attempt that names one."""
    facts: RecipientFacts
    cause: int | None


def last_message(connection: Connection) -> int:
    """The highest message id."""
    return int(connection.exec_driver_sql("SELECT max(id) FROM message").scalar() or 0)


def failed(connection: Connection, first: int, last: int) -> Iterator[Failed]:
    """The failed attempts of the messages from id `first` to id `last`."""
    rows = connection.exec_driver_sql(
        f"""
        SELECT tried.message_id, tried.number, message.server_id, address.text, tried.cause_id, tried.time,
            tried.outcome, tried.entry_id, tried.transport_id, host.name, host.ip, egress.text, tried.phase,
            tried.smtp_code, tried.enhanced_code, tried.errno, reply.text
        FROM delivery_attempt tried
        JOIN message ON message.id = tried.message_id
        JOIN recipient ON recipient.message_id = tried.message_id AND recipient.number = tried.recipient
        JOIN address ON address.id = recipient.address_id
        LEFT JOIN host ON host.id = tried.host_id
        LEFT JOIN label egress ON egress.id = tried.egress_id
        LEFT JOIN reply ON reply.id = tried.reply_id
        WHERE tried.message_id BETWEEN ? AND ? AND tried.outcome <> {_SUCCESS}
        """,
        (first, last),
    )
    for row in rows:
        yield Failed(row[0], row[1], row[2], row[3], _attempt(row), row[4])


_REACHED = """
    SELECT message.server_id, coalesce(egress.text, ''), label.text FROM {tries}
    JOIN message ON message.id = tried.message_id JOIN host ON host.id = tried.host_id
    JOIN label ON label.id = host.provider_id LEFT JOIN label egress ON egress.id = tried.egress_id
    WHERE tried.message_id BETWEEN ?1 AND ?2 AND {succeeded}
"""


def reached(connection: Connection, first: int, last: int) -> list[Place]:
    """Destinations that took mail of the messages from id `first` to id `last`; some never failed."""
    query = " UNION ".join(
        (
            _REACHED.format(tries="delivery_attempt tried", succeeded=f"tried.outcome = {_SUCCESS}"),
            _REACHED.format(tries="recipient tried", succeeded=f"tried.{AT_ONCE}"),
        )
    )
    rows = connection.exec_driver_sql(query, (first, last))
    return [Place(row[0], row[1], DestinationKind.PROVIDER, row[2]) for row in rows]


def _attempt(row: Sequence[Any]) -> AttemptFacts:
    time, outcome, entry, transport, name, ip, egress, phase, code, enhanced, errno, reply = row[5:]
    return AttemptFacts(
        recipient=0,
        time=time,
        outcome=AttemptOutcome.of_code(outcome),
        entry=entry,
        transport=None if transport is None else "",
        host=name or None,
        ip=ip or None,
        egress_ip=egress,
        phase=_phase(phase),
        smtp_code=code,
        enhanced_code=enhanced,
        errno=errno,
        reply=reply,
    )


def stuck(connection: Connection, first: int, last: int) -> Iterator[Stuck]:
    """The recipients that failed or wait, of the messages from id `first` to id `last`."""
    rows = connection.exec_driver_sql(
        f"""
        SELECT recipient.message_id, recipient.number, message.server_id, message.last_seen,
            recipient.cause_id, (
                SELECT tried.cause_id FROM delivery_attempt tried JOIN cause ON cause.id = tried.cause_id
                WHERE tried.message_id = recipient.message_id AND tried.recipient = recipient.number
                  AND NOT cause.inherited ORDER BY tried.number DESC LIMIT 1
            ),
            address.text, host.name, host.ip, recipient.phase, recipient.smtp_code,
            recipient.enhanced_code, reply.text
        FROM recipient
        JOIN message ON message.id = recipient.message_id
        JOIN address ON address.id = recipient.address_id
        LEFT JOIN host ON host.id = recipient.host_id
        LEFT JOIN reply ON reply.id = recipient.reply_id
        WHERE recipient.message_id BETWEEN ? AND ? AND {_STUCK}
        """,
        (first, last),
    )
    for row in rows:
        yield Stuck(row[0], row[1], row[2], row[3], row[5], _recipient(row), row[4])


def _recipient(row: Sequence[Any]) -> RecipientFacts:
    address, name, ip, phase, code, enhanced, reply = row[6:]
    return RecipientFacts(
        address,
        Role.UNKNOWN,
        host=name or None,
        ip=ip or None,
        phase=_phase(phase),
        smtp_code=code,
        enhanced_code=enhanced,
        reply=reply,
    )


def _phase(code: int | None) -> Phase | None:
    return None if code is None else Phase.of_code(code)


def set_attempts(connection: Connection, causes: Sequence[Row]) -> None:
    """Give attempts their cause: rows of cause, message, number."""
    if causes:
        connection.exec_driver_sql(
            "UPDATE delivery_attempt SET cause_id = ? WHERE message_id = ? AND number = ?", list(causes)
        )


def name_providers(connection: Connection, provider_of: Callable[[str, str], str], naming: Naming) -> None:
    """Say who runs the hosts of which that is not known yet: those of a database from before."""
    hosts = connection.exec_driver_sql("SELECT id, name, ip FROM host WHERE provider_id IS NULL").fetchall()
    named = [(naming.label(provider_of(name, ip)), host) for host, name, ip in hosts]
    naming.write(connection)
    if named:
        connection.exec_driver_sql("UPDATE host SET provider_id = ? WHERE id = ?", named)


def clean(connection: Connection) -> None:
    """Drop causes that nothing has any more, and signatures that have neither causes nor incidents."""
    connection.exec_driver_sql(
        """
        DELETE FROM cause WHERE id NOT IN (
            SELECT cause_id FROM delivery_attempt WHERE cause_id IS NOT NULL
            UNION SELECT cause_id FROM recipient WHERE cause_id IS NOT NULL
        )
        """
    )
    connection.exec_driver_sql(
        """
        DELETE FROM signature WHERE id NOT IN (SELECT signature_id FROM cause)
            AND id NOT IN (SELECT signature_id FROM incident)
        """
    )
