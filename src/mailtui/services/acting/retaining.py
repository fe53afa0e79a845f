"""How long acts are remembered: the audit as long as the settings say, what `undo` knows for 30 days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailtui.model.moment import DAY
from mailtui.services.acting.witness import to_syslog
from mailtui.services.operators import Roles, who
from mailtui.services.run import now
from mailtui.store.acting import audit, checkpoint, journal
from mailtui.store.engine import Engine
from mailtui.store.turns import short_turn

UNDO = 30 * DAY
"""For so long an act can be taken back, and a note that was taken away brought back."""


def days_before(days: int) -> int | None:
    """Up to when entries of the audit go (UTC microseconds, the beginning of a day); None: they stay."""
    moment = now() - days * DAY
    return moment - moment % DAY if days else None


def retain(engine: Engine, database: Path, days: int, gone: dict[str, Any]) -> int:
    """Take away what is older; how many entries of the audit went.

    What retention took away (`gone`) is an entry of the audit itself, as of who ran it.
    """
    operator, before, entries = who(database, Roles()), days_before(days), []
    counts = {name: number for name, number in gone.items() if name not in ("freed", "longest") and number}
    with short_turn(database), engine.begin() as connection:
        if counts:
            entries.append(audit.record(connection, operator, now(), "retention", after=counts))
        cut = checkpoint.cut(connection, operator, now(), before) if before is not None else None
        if cut is not None:
            entries.append(cut[0])
        journal.forget(connection, now() - UNDO)
    for entry in entries:
        to_syslog(entry, database)
    return cut[1] if cut is not None else 0


def would_go(engine: Engine, days: int) -> int:
    """How many entries of the audit a run would take away."""
    before = days_before(days)
    if before is None:
        return 0
    with engine.connect() as connection:
        found = checkpoint.last_before(connection, before)
    return found[2] if found else 0
