"""A database as plain facts, without the numbers that depend on what was imported first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailtui.model.enums import EventKind
from mailtui.model.summary import ImportSummary
from mailtui.services.imports import import_logs
from mailtui.store.blocks import RECORDS_PER_BLOCK, unpack
from mailtui.store.entries import Entry, others_unpacked, unpacked

Facts = dict[str, Counter[Any]]

_QUERIES = {
    "messages": """
        SELECT s.name, m.queue_id, m.kind, m.direction, m.status, m.received, m.first_seen, m.last_seen,
               m.completed, m.frozen, f.text, m.size, m.subject, h.name, h.ip, l.text, m.parent_queue_id
        FROM message m JOIN server s ON s.id = m.server_id LEFT JOIN address f ON f.id = m.sender_id
        LEFT JOIN host h ON h.id = m.host_id LEFT JOIN label l ON l.id = m.auth_id""",
    "recipients": """
        SELECT m.queue_id, r.number, r.time, a.text, o.text, r.role, r.queue_state, r.outcome, r.status,
               r.attempts, r.first_attempt, r.last_attempt, r.finished, h.name, h.ip, r.smtp_code,
               r.enhanced_code, r.phase, p.text
        FROM recipient r JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id
        LEFT JOIN address o ON o.id = r.original_id LEFT JOIN host h ON h.id = r.host_id
        LEFT JOIN reply p ON p.id = r.reply_id""",
    "rejections": """
        SELECT s.name, j.time, j.permanent, j.stage, j.queue_id, h.name, h.ip, f.text, t.text, j.subject,
               j.smtp_code, j.enhanced_code, p.text
        FROM rejection j JOIN server s ON s.id = j.server_id LEFT JOIN host h ON h.id = j.host_id
        LEFT JOIN address f ON f.id = j.sender_id LEFT JOIN address t ON t.id = j.address_id
        LEFT JOIN reply p ON p.id = j.reply_id""",
    "causes": """
        SELECT m.queue_id, a.number, d.name, d.kind, s.failure_class, s.phase, t.text, c.side, c.inherited,
               l.text, c.confidence
        FROM delivery_attempt a JOIN message m ON m.id = a.message_id JOIN cause c ON c.id = a.cause_id
        JOIN signature s ON s.id = c.signature_id JOIN destination d ON d.id = s.destination_id
        JOIN template t ON t.id = s.template_id LEFT JOIN label l ON l.id = c.rule_id""",
    "waiting": """
        SELECT m.queue_id, r.number, d.name, d.kind, s.failure_class, s.phase, t.text, c.inherited
        FROM recipient r JOIN message m ON m.id = r.message_id JOIN cause c ON c.id = r.cause_id
        JOIN signature s ON s.id = c.signature_id JOIN destination d ON d.id = s.destination_id
        JOIN template t ON t.id = s.template_id""",
    "hours": """
        SELECT d.name, d.kind, h.hour, h.delivered, h.failed
        FROM destination_hour h JOIN destination d ON d.id = h.destination_id""",
    "failed hours": """
        SELECT d.name, s.failure_class, s.phase, t.text, h.hour, h.failed
        FROM signature_hour h JOIN signature s ON s.id = h.signature_id
        JOIN destination d ON d.id = s.destination_id JOIN template t ON t.id = s.template_id""",
    "incidents": """
        SELECT d.name, s.failure_class, s.phase, t.text, i.onset, i.opened, i.recovered, i.reopened,
               i.first_seen, i.last_seen, i.failures, i.messages, i.recipients, i.state, b.onset
        FROM incident i JOIN signature s ON s.id = i.signature_id
        JOIN destination d ON d.id = s.destination_id JOIN template t ON t.id = s.template_id
        LEFT JOIN incident b ON b.id = i.previous_id""",
    "links": """
        SELECT l.kind, l.digest, m.queue_id FROM message_link l JOIN message m ON m.id = l.message_id""",
}


def facts(database: Path) -> Facts:
    """Every fact as often as it is there; the same for every way to the same lines."""
    connection = sqlite3.connect(database)
    found: Facts = {name: Counter(connection.execute(query).fetchall()) for name, query in _QUERIES.items()}
    raw = _raw(connection)
    ids = dict(connection.execute("SELECT id, queue_id FROM message").fetchall())
    found["entries"] = Counter(
        (ids.get(message), raw[entry.id], entry.event, entry.time) for message, entry in entries(connection)
    )
    found["attempts"] = Counter(
        (ids[row[0]], *row[1:-1], raw.get(row[-1]))
        for row in connection.execute(
            """SELECT d.message_id, d.number, d.recipient, d.time, d.outcome, r.text, t.text, h.name, h.ip,
                      d.phase, d.smtp_code, d.enhanced_code, d.errno, p.text, d.duration, d.entry_id
               FROM every_attempt d LEFT JOIN label r ON r.id = d.router_id
               LEFT JOIN label t ON t.id = d.transport_id LEFT JOIN host h ON h.id = d.host_id
               LEFT JOIN reply p ON p.id = d.reply_id"""
        )
    )
    connection.close()
    return found


def entries(connection: sqlite3.Connection) -> Iterator[tuple[int, Entry]]:
    """Every line with its message, 0 for none."""
    for message, *columns in connection.execute("SELECT id, events, lines, first_seen FROM message"):
        yield from ((message, entry) for entry in unpacked(*columns))
    for columns in connection.execute("SELECT id, others, time_min FROM raw_block"):
        yield from ((0, entry) for entry in others_unpacked(*columns))


def _raw(connection: sqlite3.Connection) -> dict[int, bytes]:
    return {
        block * RECORDS_PER_BLOCK + place: stored.raw
        for block, data in connection.execute("SELECT id, data FROM raw_block")
        for place, stored in enumerate(unpack(data))
    }


def imported(database: Path, *paths: Path | str) -> ImportSummary:
    """Import as one server with UTC stamps; any problem is a failure of the test."""
    summary = import_logs(database, [str(path) for path in paths], server="mx1", zone="UTC")
    assert not summary.problems, summary.problems
    return summary


def differences(one: Facts, other: Facts) -> dict[str, tuple[list[Any], list[Any]]]:
    """What is only in one of two databases; empty when they say the same."""
    found = {}
    for name in one:
        only, missing = one[name] - other[name], other[name] - one[name]
        if only or missing:
            found[name] = (sorted(only, key=repr)[:3], sorted(missing, key=repr)[:3])
    return found


UNRECOGNISED = EventKind.UNRECOGNISED.code
