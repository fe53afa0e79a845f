"""Counting everything: for the summary of an import and for `mailtui stats`."""

from __future__ import annotations

from collections import Counter
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
from mailtui.store.entries import others_unpacked, unpacked
from mailtui.store.eventful import AT_ONCE, MAIL
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
    recipients, at_once = connection.exec_driver_sql(
        f"SELECT count(*) FILTER (WHERE {ENVELOPE}), count(*) FILTER (WHERE {AT_ONCE}) FROM recipient"
    ).one()
    return Sizes(
        _count(connection, f"message WHERE {MAIL}"),
        recipients,
        _count(connection, "delivery_attempt") + at_once,
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
        return together(counted, _by(connection, column, source), words)

    def together(counted: Counted, there: dict[int, int], words: type[Word]) -> dict[str, int]:
        for code, number in counting.of(connection, counted, since).items():
            there[code] = there.get(code, 0) + number
        return {str(words.of_code(code)): number for code, number in sorted(there.items())}

    def count(counted: Counted, source: str) -> int:
        return _count(connection, source) + counting.of(connection, counted, since).get(0, 0)

    entries = together(Counted.ENTRY, _entries(connection, since), EventKind)
    tried = f"every_attempt WHERE time >= {start:d}"
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


def _entries(connection: Connection, since: int | None) -> dict[int, int]:
    """How many lines there are of each event, written at `since` or later."""
    found: Counter[int] = Counter()
    start = "" if since is None else f" AND first_seen >= {since:d}"
    whole = f"SELECT events, count(*) FROM message WHERE events IS NOT NULL{start} GROUP BY 1"
    for events, number in connection.exec_driver_sql(whole):
        for event in events:
            found[event] += number
    parts = []
    if since is not None:
        older = f"first_seen < {since:d} AND last_seen >= {since:d} AND events IS NOT NULL"
        some = connection.exec_driver_sql(f"SELECT events, lines, first_seen FROM message WHERE {older}")
        parts += [unpacked(*columns) for columns in some]
    later = "" if since is None else f" AND time_max >= {since:d}"
    blocks = f"SELECT id, others, time_min FROM raw_block WHERE others IS NOT NULL{later}"
    parts += [others_unpacked(*columns) for columns in connection.exec_driver_sql(blocks)]
    found.update(one.event for part in parts for one in part if since is None or one.time >= since)
    return found
