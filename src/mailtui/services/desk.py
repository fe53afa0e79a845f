"""The bundle of services that a screen or a command works with."""

from __future__ import annotations

import time
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mailtui.services.search import Search
from mailtui.services.state import State
from mailtui.store.engine import Engine, reader, told

if TYPE_CHECKING:
    from mailtui.services.tracing import Tracing


class Desk:
    """All services on one database."""

    def __init__(self, engine: Engine, database: Path, zone: tzinfo, rules: Path | None = None) -> None:
        self._engine = engine
        self._rules = rules
        self.search = Search(engine, now, zone)
        self.state = State(engine, database, now)

    @cached_property
    def tracing(self) -> Tracing:
        """Imported when it is first asked for: a list is shown without the parser."""
        from mailtui.services.tracing import Tracing

        return Tracing(self._engine, self._rules)


def open_desk(database: Path, zone: tzinfo = UTC, rules: Path | None = None) -> Desk:
    """Open the database for reading; StoreError when there is none, or none that can be read.

    `zone` is what dates in queries are meant in; `rules` is the operator's own file of diagnosis rules,
    read when the first failure is traced.
    """
    engine = reader(database)
    with told(database):
        return Desk(engine, database, zone, rules)


def now() -> int:
    """UTC microseconds."""
    return time.time_ns() // 1000
