"""Stats: totals of a database."""

from __future__ import annotations

from pathlib import Path

from mailtui.model.summary import Stats
from mailtui.model.unclear import UnclearLine
from mailtui.store import totals, unclear
from mailtui.store.engine import reader, told


def stats(database: Path, since: int | None = None) -> Stats:
    """Totals of everything, or of what happened at `since` (UTC microseconds) or later."""
    engine = reader(database)
    with told(database), engine.connect() as connection:
        return totals.stats(connection, since)


def unrecognised(database: Path, limit: int = 100) -> tuple[UnclearLine, ...]:
    """The newest lines that were not understood, with file and position, newest first."""
    engine = reader(database)
    with told(database), engine.connect() as connection:
        return unclear.page(connection, limit=limit).lines
