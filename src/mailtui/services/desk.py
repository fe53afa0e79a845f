"""The bundle of services that a screen or a command works with."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from mailtui.services.search import Search
from mailtui.services.state import State
from mailtui.services.tracing import Tracing
from mailtui.store.engine import reader, told


@dataclass(frozen=True, slots=True)
class Desk:
    """All services on one database."""

    search: Search
    tracing: Tracing
    state: State


def open_desk(database: Path, zone: tzinfo = UTC) -> Desk:
    """Open the database for reading; StoreError when there is none, or none that can be read.

    `zone` is what dates in queries are meant in.
    """
    engine = reader(database)
    with told(database):
        return Desk(Search(engine, now, zone), Tracing(engine), State(engine, database, now))


def now() -> int:
    """UTC microseconds."""
    return time.time_ns() // 1000
