"""FACT -> CAUSE once more, for all failures in the database: after a change of rules, without the logs.

It goes through the messages in pieces, one transaction each, and may be stopped and begun again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.causes import Causes, Judged
from mailtui.ingest.incidents.keeping import Keeper
from mailtui.ingest.inheriting import Inheriting
from mailtui.ingest.places import provider_of
from mailtui.store import courses, rediagnosing
from mailtui.store.engine import Connection, Engine
from mailtui.store.inheriting import Heir, hand_down, is_of_hosts
from mailtui.store.naming import Naming
from mailtui.store.rediagnosing import Failed, Stuck
from mailtui.store.rows import Row
from mailtui.store.verdicts import Verdicts

AT_ONCE = 10_000
"""Messages in one transaction."""

Told = Callable[[int, int], None]
"""How many steps are done, of how many."""


class Rediagnosed(NamedTuple):
    """What it came to."""

    failures: int
    changed: int
    """Failures that have another cause now."""


class Rediagnosing:
    """Diagnoses everything in one database, whose writing lock the caller holds."""

    def __init__(self, engine: Engine, diagnoser: Diagnoser) -> None:
        self._engine = engine
        self._diagnoser = diagnoser
        self._failures = 0
        self._changed = 0

    def run(self, told: Told) -> Rediagnosed:
        """Diagnose all failures, then make their incidents anew; `told` may raise to stop."""
        with self._engine.begin() as connection:
            last = rediagnosing.last_message(connection)
            self._start(connection)
            rediagnosing.name_providers(connection, provider_of, self._naming)
        pieces = list(range(1, last + 1, AT_ONCE))
        for number, first in enumerate(pieces):
            told(number, len(pieces) * 2)
            with self._engine.begin() as connection:
                self._attempts(connection, first)
        for number, first in enumerate(pieces):
            told(len(pieces) + number, len(pieces) * 2)
            with self._engine.begin() as connection:
                self._recipients(connection, first)
        self._incidents(told)
        return Rediagnosed(self._failures, self._changed)

    def _start(self, connection: Connection) -> None:
        self._naming = Naming(connection, provider_of)
        self._verdicts = Verdicts(connection, self._naming)
        self._causes = Causes(self._diagnoser, self._verdicts)
        self._inheriting = Inheriting(self._verdicts)

    def _attempts(self, connection: Connection, first: int) -> None:
        rows: list[Row] = []
        for one in rediagnosing.failed(connection, first, first + AT_ONCE - 1):
            judged = self._causes.of_attempt(one.server, one.address, one.facts)
            self._note(one, judged.kept.cause)
            if judged.kept.cause != one.cause:
                rows.append((judged.kept.cause, one.message, one.number))
        for place in rediagnosing.reached(connection, first, first + AT_ONCE - 1):
            self._verdicts.destination(place)
        self._write(connection)
        rediagnosing.set_attempts(connection, rows)

    def _recipients(self, connection: Connection, first: int) -> None:
        rows: list[Row] = []
        heirs: list[Heir] = []
        for one in rediagnosing.stuck(connection, first, first + AT_ONCE - 1):
            judged = None if one.concrete else self._causes.of_words(one.server, one.facts, one.last_seen)
            cause = one.concrete or (judged and judged.kept.cause)
            if cause != one.cause:
                rows.append((cause, one.message, one.number))
            heirs.extend(_heir(one, judged))
        self._write(connection)
        hand_down(connection, rows)
        handed = self._inheriting.settle(connection, heirs, {})
        self._write(connection)
        hand_down(connection, handed)

    def _incidents(self, told: Told) -> None:
        with self._engine.begin() as connection:
            keeper = Keeper(connection)
            destinations = courses.all_ids(connection)
        for number, destination in enumerate(destinations):
            told(number, len(destinations))
            with self._engine.begin() as connection:
                keeper.rebuild(connection, destination)
        with self._engine.begin() as connection:
            rediagnosing.clean(connection)

    def _note(self, one: Failed, cause: int) -> None:
        self._failures += 1
        self._changed += cause != one.cause

    def _write(self, connection: Connection) -> None:
        self._naming.write(connection)
        self._verdicts.write(connection)


def _heir(one: Stuck, judged: Judged | None) -> Iterator[Heir]:
    if judged is not None and judged.diagnosis.inherits:
        words = is_of_hosts(one.facts.reply)
        yield Heir(one.message, one.number, one.server, one.facts.address, one.last_seen, words)
