"""Counting everything: for the summary of an import and for `mailtui stats`."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import (
    AttemptOutcome,
    EventKind,
    MessageKind,
    Outcome,
    Role,
    Status,
    Word,
)
from mailtui.model.summary import Stats
from mailtui.model.view import DatedLine
from mailtui.store.lines import raw_lines

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
        _count(connection, f"message WHERE kind = {MessageKind.MTA.code}"),
        _count(connection, f"recipient WHERE {ENVELOPE}"),
        _count(connection, "delivery_attempt"),
        _count(connection, "rejection"),
    )


def stats(connection: Connection, since: int | None = None) -> Stats:
    """Totals, of everything or of what began (was logged, was tried) at `since` or later."""
    start = since if since is not None else -(1 << 62)
    entries = _by(connection, "event", f"log_entry WHERE time >= {start:d}", EventKind)
    received = "coalesce(received, first_seen)"
    return Stats(
        messages=_count(connection, f"message WHERE kind = 0 AND {received} >= {start:d}"),
        recipients=_by(connection, "outcome", f"recipient WHERE {ENVELOPE} AND time >= {start:d}", Outcome),
        statuses=_by(connection, "status", f"recipient WHERE {ENVELOPE} AND time >= {start:d}", Status),
        attempts=_by(connection, "outcome", f"delivery_attempt WHERE time >= {start:d}", AttemptOutcome),
        rejections=_count(connection, f"rejection WHERE time >= {start:d}"),
        entries=entries,
        unrecognised=entries.get("unrecognised", 0),
    )


def unrecognised(connection: Connection, limit: int) -> list[DatedLine]:
    """The newest lines that were not understood, newest first."""
    # The code is written out, for the index on just these.
    found = connection.exec_driver_sql(
        f"SELECT id, time FROM log_entry WHERE event = {EventKind.UNRECOGNISED.code} "
        "ORDER BY time DESC, id DESC LIMIT ?",
        (limit,),
    ).all()
    lines = raw_lines(connection, [row[0] for row in found])
    return [DatedLine(row[1], lines[row[0]]) for row in found]


def _count(connection: Connection, source: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {source}").scalar_one())


def _by(connection: Connection, column: str, source: str, words: type[Word]) -> dict[str, int]:
    rows = connection.exec_driver_sql(f"SELECT {column}, count(*) FROM {source} GROUP BY 1 ORDER BY 1")
    return {str(words.of_code(row[0])): row[1] for row in rows}
