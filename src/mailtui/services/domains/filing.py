"""Filing what a look came to: the standing before, the rule, the standing after, in one transaction."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mailtui.services.domains.course import Intervals, Look, Standing, looked, next_look
from mailtui.store.domains import reading, writing
from mailtui.store.domains.reading import Kept
from mailtui.store.engine import PATIENCE, Connection, Engine, told, writer

Now = Callable[[], int]


@contextmanager
def writes(database: Path, patience: float = PATIENCE) -> Iterator[Engine]:
    """An engine for small writes beside the importer; StoreError when the database cannot be written."""
    with told(database):
        engine = writer(database, patience)
        try:
            yield engine
        finally:
            engine.dispose()


def standing(connection: Connection, kept: Kept) -> Standing:
    """How a domain stands by the database."""
    areas = reading.areas(connection, kept.id)[kept.id]
    checks = reading.checks(connection, kept.id)[kept.id]
    return Standing(kept.state, kept.since, kept.tried, tuple(areas), tuple(checks))


def file(connection: Connection, name: str, look: Look, intervals: Intervals, now: int) -> bool:
    """Write what a look came to; False when the domain was taken off the list meanwhile."""
    kept = reading.named(connection, name)
    if kept is None:
        return False
    after, changes = looked(standing(connection, kept), look, now)
    then = next_look(after, intervals, now, random.random())  # noqa: S311 - spreads load, keeps no secret
    writing.put_checks(connection, kept.id, after.checks)
    writing.put_areas(connection, kept.id, after.areas)
    writing.put_state(connection, kept.id, after.state, after.since, now, then)
    writing.add_changes(connection, kept.id, changes)
    return True
