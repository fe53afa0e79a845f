"""What is in our database after a reading of theirs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import zstandard

from mailtui.model.enums import MessageKind, QueueState, Status
from mailtui.model.foreign import Asked, ForeignRead
from mailtui.services.foreign import import_database

CHANGING = ("worker_state", "server", "source", "source_mark", "job")
"""Tables that say who works and when something was read."""


def read(database: Path, url: str, **asked: str) -> ForeignRead:
    """Read theirs into ours."""
    return import_database(database, Asked(url, **asked))


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def standing(database: Path) -> dict[str, tuple[str, str, str]]:
    """By the local part of each recipient: the word shown, the queue state, the kind of mail."""
    found = rows(
        database,
        "SELECT a.text, r.status, r.queue_state, m.kind FROM recipient r "
        "JOIN address a ON a.id = r.address_id JOIN message m ON m.id = r.message_id ORDER BY m.queue_id",
    )
    return {
        row[0].partition("@")[0]: (
            str(Status.of_code(row[1])),
            str(QueueState.of_code(row[2])),
            str(MessageKind.of_code(row[3])),
        )
        for row in found
    }


def words(database: Path) -> dict[str, str]:
    """The word shown, by the local part of each recipient."""
    return {name: word for name, (word, _, _) in standing(database).items()}


def facts(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but those that tell of the reading itself, and when something was read."""
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(map(repr, _without_times(connection, name)))
            for name in names
            if name not in CHANGING and not name.startswith("sqlite_")
        }


def _without_times(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    left_out = {"received", "processed", "imported", "told", "read", "added", "changed", "since"}
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in left_out]
    names = ", ".join(f'"{name}"' for name in columns)
    return connection.execute(f"SELECT {names} FROM {table}").fetchall()


def mails(database: Path) -> list[tuple[Any, ...]]:
    """What is known of each mail, without the numbers that rows happen to have."""
    return rows(
        database,
        "SELECT m.queue_id, m.kind, m.status, m.subject, m.first_seen, a.text, r.status, r.outcome, "
        "r.queue_state, r.attempts, r.finished, r.smtp_code, p.text, c.external_id, e.sent, e.opened, "
        "e.clicked, e.complained, e.opens, e.clicks FROM message m JOIN recipient r ON r.message_id = m.id "
        "JOIN address a ON a.id = r.address_id LEFT JOIN reply p ON p.id = r.reply_id "
        "LEFT JOIN engagement e ON e.message_id = m.id AND e.number = r.number "
        "LEFT JOIN campaign c ON c.id = e.campaign_id ORDER BY 1, 6",
    )


def everything(database: Path) -> bytes:
    """All bytes that are kept, compressed payloads opened."""
    found = database.read_bytes()
    for place in database.parent.glob(f"{database.name}-*"):
        found += place.read_bytes()
    for (block,) in rows(database, "SELECT data FROM webhook_block"):
        found += zstandard.ZstdDecompressor().decompress(block)
    return found
