"""What the failures of incidents look like: the newest, those that wait, how many an hour, their lines."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import Area, AttemptOutcome, Side
from mailtui.model.moment import HOUR
from mailtui.model.status import FAILED, HELD_UP, OPEN
from mailtui.model.view import RawLine, RowKey
from mailtui.store.eventful import EVENTFUL
from mailtui.store.lines import raw_lines
from mailtui.store.selecting.owners import NUMBER_BITS, NUMBER_MASK


class Newest(NamedTuple):
    """The newest failure of an incident and its verdict; without a try where none is known."""

    side: Side
    area: Area | None
    confidence: float
    rule: str | None
    inherited: bool
    time: int = 0
    message_id: int = 0
    recipient: int = 0
    host: str | None = None
    ip: str | None = None
    smtp_code: int | None = None
    errno: int | None = None
    reply: str | None = None
    final: bool = False
    """It was refused for good."""


class Queued(NamedTuple):
    """Recipients that wait with one signature. Times are UTC microseconds."""

    number: int
    received: int
    """When the oldest of them came."""
    tried: int | None
    """The first failed try of any of them."""


_ABOUT = """
    AND (i.recipient_id IS NULL OR i.recipient_id = (SELECT o.address_id FROM recipient o
    WHERE o.message_id = a.message_id AND o.number = a.recipient))"""
"""Over `i` and `a`: the incident is about all addresses, or about that of the try."""
_VERDICTS = """
    SELECT i.id, c.id, c.side, c.area, c.confidence, l.text, c.inherited,
        (SELECT a.message_id << {bits} | a.number FROM delivery_attempt a
         WHERE a.cause_id = c.id AND a.cause_id IS NOT NULL AND a.time <= i.last_seen {about}
         ORDER BY a.time DESC, a.message_id DESC, a.number DESC LIMIT 1)
    FROM json_each(?) j JOIN incident i ON i.id = j.value JOIN cause c ON c.signature_id = i.signature_id
    LEFT JOIN label l ON l.id = c.rule_id"""
_TRIES = """
    SELECT j.value, a.time, a.message_id, a.recipient, nullif(h.name, ''), nullif(h.ip, ''),
        a.smtp_code, a.errno, p.text, a.outcome = {bounce}
    FROM json_each(?) j
    JOIN delivery_attempt a ON a.message_id = j.value >> {bits} AND a.number = j.value & {mask}
    LEFT JOIN host h ON h.id = a.host_id LEFT JOIN reply p ON p.id = a.reply_id"""


def newest(connection: Connection, ids: Collection[int]) -> dict[int, Newest]:
    """The newest failure of each of some incidents."""
    query = _VERDICTS.format(bits=NUMBER_BITS, about=_ABOUT)
    verdicts = connection.exec_driver_sql(query, (json.dumps(list(ids)),)).all()
    keys = json.dumps([row[7] for row in verdicts if row[7] is not None])
    tries = connection.exec_driver_sql(
        _TRIES.format(bits=NUMBER_BITS, mask=NUMBER_MASK, bounce=AttemptOutcome.BOUNCE.code), (keys,)
    )
    known: dict[int, Any] = {row[0]: row[1:] for row in tries}
    found: dict[int, Newest] = {}
    for incident, _, side, area, confidence, rule, inherited, key in verdicts:
        verdict = (Side.of_code(side), None if area is None else Area.of_code(area), confidence, rule)
        one = Newest(*verdict, bool(inherited), *known.get(key, ()))
        before = found.get(incident)
        if before is None or (one.time, not one.inherited) > (before.time, not before.inherited):
            found[incident] = one
    return found


def queued(connection: Connection) -> dict[int, Queued]:
    """What waits, by the signature of its cause."""
    # The codes are written out, for the index on just these.
    codes = ",".join(str(status.code) for status in OPEN)
    rows = connection.exec_driver_sql(
        "SELECT c.signature_id, count(*), min(r.time), min(r.first_attempt) "
        "FROM recipient r INDEXED BY ix_recipient_status CROSS JOIN cause c ON c.id = r.cause_id "
        f"WHERE r.status IN ({codes}) AND r.{EVENTFUL} GROUP BY 1"
    )
    return {row[0]: Queued(*row[1:]) for row in rows}


def queued_alone(connection: Connection, ids: Collection[int]) -> dict[int, Queued]:
    """What waits, by incident, of those that are about one address."""
    codes = ",".join(str(status.code) for status in OPEN)
    rows = connection.exec_driver_sql(
        "SELECT i.id, count(*), min(r.time), min(r.first_attempt) FROM json_each(?) j "
        "CROSS JOIN incident i ON i.id = j.value CROSS JOIN recipient r ON r.address_id = i.recipient_id "
        "CROSS JOIN cause c ON c.id = r.cause_id AND c.signature_id = i.signature_id "
        f"WHERE r.status + 0 IN ({codes}) GROUP BY 1",
        (json.dumps(list(ids)),),
    )
    return {row[0]: Queued(*row[1:]) for row in rows}


def hours(
    connection: Connection, signatures: Collection[int], start: int, count: int
) -> dict[int, list[int]]:
    """Failures an hour of some signatures, for `count` hours from `start` (a whole hour) on."""
    rows = connection.exec_driver_sql(
        "SELECT h.signature_id, h.hour, h.failed FROM json_each(?) j "
        "JOIN signature_hour h ON h.signature_id = j.value AND h.hour >= ? AND h.hour < ?",
        (json.dumps(list(signatures)), start, start + count * HOUR),
    )
    found: dict[int, list[int]] = {}
    for signature, hour, failed in rows:
        found.setdefault(signature, [0] * count)[(hour - start) // HOUR] += failed
    return found


def undiagnosed(connection: Connection) -> int:
    """Recipients that fail or wait and have no cause, though a reply says why."""
    codes = ",".join(str(status.code) for status in FAILED | HELD_UP)
    query = (
        f"SELECT count(*) FROM recipient WHERE status IN ({codes}) AND {EVENTFUL} "
        "AND cause_id IS NULL AND reply_id IS NOT NULL"
    )
    return int(connection.exec_driver_sql(query).scalar_one())


def newest_row(connection: Connection, incident: int) -> RowKey | None:
    """The newest recipient that fails or waits with the signature of an incident; one with words of its own
    before one that inherits them."""
    row = connection.exec_driver_sql(
        "SELECT r.time, r.message_id, r.number FROM incident i "
        "CROSS JOIN cause c ON c.signature_id = i.signature_id "
        "CROSS JOIN recipient r ON r.cause_id = c.id AND r.cause_id IS NOT NULL "
        "WHERE i.id = ? AND r.time <= i.last_seen AND coalesce(i.recipient_id, r.address_id) = r.address_id "
        "ORDER BY c.inherited, r.time DESC, 2 DESC, 3 LIMIT 1",
        (incident,),
    ).first()
    return None if row is None else RowKey(*row)


def evidence(connection: Connection, incident: int, limit: int) -> list[RawLine]:
    """The lines of the newest failures of an incident, newest first; each line once."""
    rows = connection.exec_driver_sql(
        "SELECT a.message_id, a.number FROM incident i CROSS JOIN cause c ON c.signature_id = i.signature_id "
        "CROSS JOIN delivery_attempt a ON a.cause_id = c.id AND a.cause_id IS NOT NULL "
        f"AND a.time BETWEEN i.onset AND i.last_seen WHERE i.id = ? {_ABOUT} "
        "ORDER BY a.time DESC, a.message_id DESC, a.number DESC LIMIT ?",
        (incident, limit),
    ).all()
    keys = json.dumps([row[0] << NUMBER_BITS | row[1] for row in rows])
    places = connection.exec_driver_sql(
        "SELECT a.entry_id FROM json_each(?) j "
        f"JOIN delivery_attempt a ON a.message_id = j.value >> {NUMBER_BITS} "
        f"AND a.number = j.value & {NUMBER_MASK} ORDER BY j.key",
        (keys,),
    ).scalars()
    entries = list(dict.fromkeys(places))
    lines = raw_lines(connection, entries)
    return [lines[entry] for entry in entries if entry in lines]
