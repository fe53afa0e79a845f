"""What is kept of each destination: the state of its course, its counts by hour, its attempts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, DestinationKind, FailureClass
from mailtui.store.eventful import AT_ONCE
from mailtui.store.rows import Row

_SUCCESS = AttemptOutcome.SUCCESS.code

_FAILED = """
    SELECT tried.time, cause.signature_id, tried.message_id, recipient.address_id
    FROM signature
    JOIN cause ON cause.signature_id = signature.id AND NOT cause.inherited
    JOIN delivery_attempt tried ON tried.cause_id = cause.id
    JOIN recipient ON recipient.message_id = tried.message_id AND recipient.number = tried.recipient
    WHERE signature.destination_id = :destination AND tried.time > :after AND tried.time <= :until
"""
_AT_PROVIDER = f"""
    SELECT tried.time, 0, tried.message_id, recipient.address_id
    FROM label
    JOIN host ON host.provider_id = label.id
    JOIN delivery_attempt tried ON tried.host_id = host.id
    JOIN message ON message.id = tried.message_id
    JOIN recipient ON recipient.message_id = tried.message_id AND recipient.number = tried.recipient
    LEFT JOIN label egress ON egress.id = tried.egress_id
    WHERE label.text = :name AND tried.time > :after AND tried.time <= :until AND tried.outcome = {_SUCCESS}
      AND message.server_id = :server AND coalesce(egress.text, '') = :egress
    UNION ALL
    SELECT recipient.finished, 0, recipient.message_id, recipient.address_id
    FROM label
    JOIN host ON host.provider_id = label.id
    JOIN recipient ON recipient.host_id = host.id AND recipient.{AT_ONCE}
    JOIN message ON message.id = recipient.message_id
    LEFT JOIN label egress ON egress.id = recipient.egress_id
    WHERE label.text = :name AND recipient.finished > :after AND recipient.finished <= :until
      AND message.server_id = :server AND coalesce(egress.text, '') = :egress
"""
_LATER = """
      AND address_domain.name = :name AND message.server_id = :server
      AND {time} > :after AND {time} <= :until AND (:sealed OR {time} > (
          SELECT min(failed.time) FROM signature
          JOIN cause ON cause.signature_id = signature.id AND NOT cause.inherited
          JOIN delivery_attempt failed ON failed.cause_id = cause.id
          WHERE signature.destination_id = :destination
      ))
"""
_AT_DOMAIN = f"""
    SELECT tried.time, 0, tried.message_id, recipient.address_id
    FROM address_domain
    JOIN address ON address.domain_id = address_domain.id
    JOIN recipient ON recipient.address_id = address.id
    JOIN message ON message.id = recipient.message_id
    JOIN delivery_attempt tried ON tried.message_id = recipient.message_id
    WHERE tried.recipient = recipient.number AND tried.outcome = {_SUCCESS} {_LATER.format(time="tried.time")}
    UNION ALL
    SELECT recipient.finished, 0, recipient.message_id, recipient.address_id
    FROM address_domain
    JOIN address ON address.domain_id = address_domain.id
    JOIN recipient ON recipient.address_id = address.id
    JOIN message ON message.id = recipient.message_id
    WHERE recipient.{AT_ONCE} {_LATER.format(time="recipient.finished")}
"""
_SUCCEEDED = {DestinationKind.PROVIDER: _AT_PROVIDER, DestinationKind.DOMAIN: _AT_DOMAIN}


class Known(NamedTuple):
    """A destination as it is in the database."""

    id: int
    server_id: int
    egress: str
    kind: DestinationKind
    name: str
    course: bytes | None
    through: int
    sealed: bytes | None
    """The course up to `sealed_through`."""
    sealed_through: int
    """Attempts up to here may be gone by retention; 0 when none are."""


def known(connection: Connection, destination: int) -> Known:
    """The row of a destination."""
    row = connection.exec_driver_sql(
        "SELECT id, server_id, egress, kind, name, course, through, sealed, "
        "coalesce(sealed_through, 0) FROM destination WHERE id = ?",
        (destination,),
    ).one()
    return Known(row[0], row[1], row[2], DestinationKind.of_code(row[3]), *row[4:])


def domains(connection: Connection) -> dict[tuple[int, str], int]:
    """Destinations that stand for a domain, by server and domain."""
    rows = connection.exec_driver_sql(
        "SELECT server_id, name, id FROM destination WHERE kind = ?", (DestinationKind.DOMAIN.code,)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def complete(connection: Connection) -> bool:
    """Every attempt in the database counts for a destination: it was not made by an older mailtui."""
    tried = connection.exec_driver_sql("SELECT 1 FROM every_attempt LIMIT 1").scalar()
    return not tried or bool(connection.exec_driver_sql("SELECT 1 FROM destination LIMIT 1").scalar())


def all_ids(connection: Connection) -> list[int]:
    """Every destination."""
    return [row[0] for row in connection.exec_driver_sql("SELECT id FROM destination ORDER BY id")]


def attempts(connection: Connection, one: Known, after: int = 0, until: int = 1 << 62) -> Iterator[Row]:
    """Time, signature (0: success), message and address of the attempts after a moment and up to another.

    In time order.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    yield from driver.execute(
        f"{_FAILED} UNION ALL {_SUCCEEDED[one.kind]} ORDER BY 1, 2, 3, 4",
        {
            "destination": one.id,
            "after": after,
            "until": until,
            "sealed": one.sealed_through > 0,
            "name": one.name,
            "server": one.server_id,
            "egress": one.egress,
        },
    )


def greylisted(connection: Connection, destination: int) -> set[int]:
    """The signatures of a destination that are greylisting."""
    rows = connection.exec_driver_sql(
        "SELECT id FROM signature WHERE destination_id = ? AND failure_class = ?",
        (destination, FailureClass.GREYLISTED.code),
    )
    return {row[0] for row in rows}


def hours(connection: Connection, destination: int, before: int = 1 << 62) -> Iterator[tuple[int, int, int]]:
    """Hour, signature (0: all attempts) and count, as far as they are kept, of the hours before a moment."""
    for hour, delivered, failed in connection.exec_driver_sql(
        "SELECT hour, delivered, failed FROM destination_hour WHERE destination_id = ? AND hour < ?",
        (destination, before),
    ):
        yield hour, 0, delivered + failed
    rows = connection.exec_driver_sql(
        """
        SELECT signature_hour.hour, signature_hour.signature_id, signature_hour.failed FROM signature
        JOIN signature_hour ON signature_hour.signature_id = signature.id
        WHERE signature.destination_id = ? AND signature_hour.hour < ?
        """,
        (destination, before),
    )
    yield from ((row[0], row[1], row[2]) for row in rows)


def count(connection: Connection, destinations: Iterable[Row], signatures: Iterable[Row]) -> None:
    """Add to the counts: (destination, hour, delivered, failed) and (signature, hour, failed)."""
    tried, failed = list(destinations), list(signatures)
    if tried:
        connection.exec_driver_sql(
            """
            INSERT INTO destination_hour (destination_id, hour, delivered, failed) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                delivered = delivered + excluded.delivered, failed = failed + excluded.failed
            """,
            tried,
        )
    if failed:
        connection.exec_driver_sql(
            """
            INSERT INTO signature_hour (signature_id, hour, failed) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET failed = failed + excluded.failed
            """,
            failed,
        )


def date(connection: Connection, firsts: Iterable[Row]) -> None:
    """Signatures are as old as their first failure: (time, signature, time); `count` comes after.

    One of which nothing is counted was dated by what turned out to be no such failure.
    """
    rows = list(firsts)
    if rows:
        connection.exec_driver_sql(
            """
            UPDATE signature SET first_seen = ? WHERE id = ? AND (first_seen > ? OR NOT EXISTS (
                SELECT 1 FROM signature_hour WHERE signature_hour.signature_id = signature.id
            ))
            """,
            rows,
        )


def forget(connection: Connection, destination: int, after: int = 0) -> None:
    """Drop the course of a destination and the counts after a moment (an hour's end), to be made anew."""
    connection.exec_driver_sql(
        "DELETE FROM destination_hour WHERE destination_id = ? AND hour > ?", (destination, after)
    )
    connection.exec_driver_sql(
        """
        DELETE FROM signature_hour
        WHERE signature_id IN (SELECT id FROM signature WHERE destination_id = ?) AND hour > ?
        """,
        (destination, after),
    )
    save(connection, [(None, 0, destination)])


def save(connection: Connection, courses: Iterable[Row]) -> None:
    """Keep courses: (course, through, destination)."""
    rows = list(courses)
    if rows:
        connection.exec_driver_sql("UPDATE destination SET course = ?, through = ? WHERE id = ?", rows)


def seal(connection: Connection, sealed: Sequence[Row]) -> None:
    """Keep courses as they are where attempts go: (course, through, destination).

    A course that is kept from before goes on from there too: what came between is about to go.
    """
    connection.exec_driver_sql(
        """
        UPDATE destination SET sealed = ?1, sealed_through = ?2,
            course = CASE WHEN through < ?2 THEN ?1 ELSE course END, through = max(through, ?2) WHERE id = ?3
        """,
        list(sealed),
    )
