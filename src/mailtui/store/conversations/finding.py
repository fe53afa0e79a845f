"""Letters of the database that may belong to new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from mailtui.model.conversations.windows import SPAN
from mailtui.model.enums import LinkKind
from mailtui.store.digests import link_digest

_AT_ONCE = 5000


class Near(NamedTuple):
    """A letter with the same subject, about that time."""

    rfc_id: str
    thread: int
    sent: int
    loose: bool
    participants: frozenset[str]


def placed(connection: Connection, messages: Sequence[int]) -> set[int]:
    """Which of these messages have their place."""
    return {
        row[0] for row in _of(connection, "SELECT message_id FROM letter WHERE message_id IN ({})", messages)
    }


def threads_of(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each id with each thread in which a letter has or mentions it."""
    by_digest = {link_digest(id_): id_ for id_ in ids}
    queries = (
        "SELECT l.digest, t.thread_id FROM message_link l JOIN letter t ON t.message_id = l.message_id "
        f"WHERE l.kind = {LinkKind.MESSAGE_ID.code} AND l.digest IN ({{}})",
        "SELECT r.digest, t.thread_id FROM message_reference r JOIN letter t USING (message_id) "
        "WHERE r.digest IN ({})",
    )
    for query in queries:
        for digest, thread in set(_of(connection, query, list(by_digest))):
            yield by_digest[digest], thread


def near(connection: Connection, subject_key: int, first: int, last: int) -> list[Near]:
    """Letters with this subject that a letter from between the two moments can be joined with."""
    rows = list(
        connection.exec_driver_sql(
            "SELECT message_id, rfc_id, thread_id, sent, loose FROM letter "
            "WHERE subject_key = ? AND sent BETWEEN ? AND ?",
            (subject_key, first - SPAN, last + SPAN),
        )
    )
    people = participants(connection, [row[0] for row in rows])
    return [Near(row[1], row[2], row[3], bool(row[4]), people.get(row[0], frozenset())) for row in rows]


def participants(connection: Connection, messages: Sequence[int]) -> dict[int, frozenset[str]]:
    """The addresses of senders and recipients, in lower case."""
    found: dict[int, set[str]] = {}
    query = (
        "SELECT m.id, a.text FROM message m JOIN address a ON a.id = m.sender_id "
        "WHERE m.id IN ({0}) UNION ALL "
        "SELECT r.message_id, a.text FROM recipient r JOIN address a ON a.id = r.address_id "
        "WHERE r.message_id IN ({0})"
    )
    for message, address in _of(connection, query, messages):
        found.setdefault(message, set()).add(address.lower())
    return {message: frozenset(addresses) for message, addresses in found.items()}


def _of(connection: Connection, query: str, values: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(values), _AT_ONCE):
        part = json.dumps(values[start : start + _AT_ONCE])
        asked = query.format("SELECT value FROM json_each(?)")
        yield from (tuple(row) for row in connection.exec_driver_sql(asked, (part,) * asked.count("?")))
