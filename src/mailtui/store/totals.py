"""Counting everything: for the summary of an import and for `mailtui stats`."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import (
    AttemptOutcome,
    Counted,
    EventKind,
    Outcome,
    Role,
    Status,
    Word,
)
from mailtui.model.summary import Stats
from mailtui.store.eventful import MAIL
from mailtui.store.retention import counting

ENVELOPE = f"role = {Role.ENVELOPE.code}"
"""Children of aliases are told beside the recipient they came from, so they do not count again."""


class Sizes(NamedTuple):
    """Rows of each kind of fact."""

    messages: int
    recipients: int
    attempts: int
    rejections: int


def sizes(connection: Connection) -> Sizes:
    """How many facts there are."""
    return Sizes(
        _count(connection, f"message WHERE {MAIL}"),
        _count(connection, f"recipient WHERE {ENVELOPE}"),
        _count(connection, "delivery_attempt"),
        _count(connection, "rejection"),
    )


def stats(connection: Connection, since: int | None = None) -> Stats:
    """Totals, of everything or of what began (was logged, was tried) at `since` or later.

    What went by retention counts too; of that, the days (UTC) that begin at `since` or later.
    """
    start = since if since is not None else -(1 << 62)
    received = "coalesce(received, first_seen)"
    people = f"recipient WHERE {ENVELOPE} AND time >= {start:d}"

    def by(counted: Counted, column: str, source: str, words: type[Word]) -> dict[str, int]:
        there = _by(connection, column, source)
        for code, number in counting.of(connection, counted, since).items():
            there[code] = there.get(code, 0) + number
        return {str(words.of_code(code)): number for code, number in sorted(there.items())}

    def count(counted: Counted, source: str) -> int:
        return _count(connection, source) + counting.of(connection, counted, since).get(0, 0)

    entries = by(Counted.ENTRY, "event", f"log_entry WHERE time >= {start:d}", EventKind)
    tried = f"delivery_attempt WHERE time >= {start:d}"
    return Stats(
        messages=count(Counted.MESSAGE, f"message WHERE {MAIL} AND {received} >= {start:d}"),
        recipients=by(Counted.OUTCOME, "outcome", people, Outcome),
        statuses=by(Counted.STATUS, "status", people, Status),
        attempts=by(Counted.ATTEMPT, "outcome", tried, AttemptOutcome),
        rejections=count(Counted.REJECTION, f"rejection WHERE time >= {start:d}"),
        entries=entries,
        unrecognised=entries.get("unrecognised", 0),
    )


def _count(connection: Connection, source: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {source}").scalar_one())


def _by(connection: Connection, column: str, source: str) -> dict[int, int]:
    rows = connection.exec_driver_sql(f"SELECT {column}, count(*) FROM {source} GROUP BY 1")
    return {row[0]: row[1] for row in rows}
