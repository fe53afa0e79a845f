"""Causes, signatures and incidents for a database, made up: every case that there is, in every mixture.

What an import finds is tested with the import; here it is enough that the rows are such as it may write.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from mailtui.model.enums import DestinationKind, FailureClass, IncidentState, Phase, Side
from mailtui.model.moment import HOUR, MINUTE
from mailtui.store.eventful import EVENTFUL

_EMPTY = (
    "incident", "signature_hour", "destination_hour", "cause", "signature", "template", "destination",
)  # fmt: skip


def fill(database: Path) -> None:
    """Give every failure a cause, and make incidents of half of the signatures."""
    with sqlite3.connect(database) as connection:
        for table in _EMPTY:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE recipient SET cause_id = NULL")
        connection.execute("UPDATE delivery_attempt SET cause_id = NULL")
        _providers(connection)
        _causes(connection)
        _incidents(connection)
    connection.close()


def _providers(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR IGNORE INTO label SELECT max(id) + 1, 'google' FROM label")
    for number, name in connection.execute("SELECT id, name FROM host").fetchall():
        text = "google" if number % 7 == 0 else ".".join(name.lower().split(".")[-2:])
        connection.execute("INSERT OR IGNORE INTO label SELECT max(id) + 1, ? FROM label", (text,))
        connection.execute(
            "UPDATE host SET provider_id = (SELECT id FROM label WHERE text = ?) WHERE id = ?",
            (text if text and number % 11 else None, number),
        )


def _causes(connection: sqlite3.Connection) -> None:
    made: dict[tuple[int, ...], int] = {}
    failed = "SELECT message_id, number, host_id, reply_id FROM delivery_attempt WHERE outcome <> 0"
    for message, number, host, reply in connection.execute(failed).fetchall():
        cause = _cause(connection, made, host or 0, reply or 0, inherited=False)
        connection.execute(
            "UPDATE delivery_attempt SET cause_id = ? WHERE (message_id, number) = (?, ?)",
            (cause, message, number),
        )
    waiting = f"SELECT message_id, number, host_id, reply_id FROM recipient WHERE {EVENTFUL}"
    for message, number, host, reply in connection.execute(waiting).fetchall():
        if (message + number) % 10 == 3:
            continue
        own = connection.execute(
            "SELECT cause_id FROM delivery_attempt WHERE (message_id, recipient) = (?, ?) "
            "AND cause_id IS NOT NULL ORDER BY time DESC, number DESC",
            (message, number),
        ).fetchone()
        cause = own[0] if own else _cause(connection, made, host or 0, reply or 0, inherited=bool(number % 2))
        connection.execute(
            "UPDATE recipient SET cause_id = ? WHERE (message_id, number) = (?, ?)", (cause, message, number)
        )


def _cause(
    connection: sqlite3.Connection,
    made: dict[tuple[int, ...], int],
    host: int,
    reply: int,
    *,
    inherited: bool,
) -> int:
    key = (host % 4, reply % 3, int(inherited))
    if key not in made:
        made[key] = number = len(made) + 1
        signature = _signature(connection, host % 4, reply % 3)
        side = crc32(b"%d" % number) % len(Side)
        connection.execute(
            "INSERT INTO cause (id, digest, signature_id, side, suppress, confidence, inherited) "
            "VALUES (?, ?, ?, ?, 0, 0.5, ?)",
            (number, number, signature, side, inherited),
        )
    return made[key]


def _signature(connection: sqlite3.Connection, place: int, reply: int) -> int:
    number = 1 + place * 3 + reply
    name = "google" if place == 3 else f"lab{place}.example"
    kind = DestinationKind.PROVIDER.code if place % 2 else DestinationKind.DOMAIN.code
    said, class_ = reply + 1, number * 7 % len(FailureClass)
    rows = {
        "destination (id, server_id, egress, kind, name, through)": (place + 1, 1, "", kind, name, 0),
        "template (id, digest, text)": (said, said, f"reply {reply}"),
        "signature (id, destination_id, failure_class, template_id, phase, first_seen)": (
            *(number, place + 1, class_, said, Phase.RCPT.code, 0),
        ),
    }
    for table, row in rows.items():
        connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({','.join('?' * len(row))})", row)
    return number


TAKERS = (None, "ann", "Hannes")


def _incidents(connection: sqlite3.Connection) -> None:
    times: dict[int, list[int]] = defaultdict(list)
    query = (
        "SELECT c.signature_id, a.time FROM delivery_attempt a JOIN cause c ON c.id = a.cause_id ORDER BY 2"
    )
    for signature, time in connection.execute(query):
        times[signature].append(time)
    number = 0
    for signature, found in times.items():
        cuts = [found[0], found[len(found) // 2], found[-1]]
        for onset, last in _spans(signature, cuts):
            number += 1
            recovered = None if number % 3 == 0 else last + (number % 2) * MINUTE - (number % 5 == 4) * HOUR
            alone = _somebody(connection, signature) if number % 4 == 1 else None
            state = number % len(IncidentState)
            connection.execute(
                "INSERT INTO incident (id, signature_id, onset, opened, recovered, first_seen, last_seen, "
                "state, assignee, recipient_id, failures, messages, recipients) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 1)",
                (number, signature, onset, onset, recovered, onset, last, state, TAKERS[number % 3], alone),
            )


def _somebody(connection: sqlite3.Connection, signature: int) -> int:
    query = (
        "SELECT r.address_id FROM cause c JOIN delivery_attempt a ON a.cause_id = c.id "
        "JOIN recipient r ON r.message_id = a.message_id AND r.number = a.recipient "
        "WHERE c.signature_id = ? ORDER BY a.time LIMIT 1"
    )
    found: int = connection.execute(query, (signature,)).fetchone()[0]
    return found


def _spans(signature: int, cuts: list[int]) -> Iterable[tuple[int, int]]:
    """No incident, one of all, of the first or the second half, or one of each."""
    first, middle, last = cuts
    spans = [(first, last), (first, middle), (middle, last)]
    return [[], spans[:1], spans[1:2], spans[2:], spans[1:]][signature % 5]
