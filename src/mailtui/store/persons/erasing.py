"""Taking a person out of a database, part by part, each in short transactions with its mark.

Whoever is killed in the middle goes on from the mark: what was done is not done, or counted, twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine

from mailtui.model.operator import Operator
from mailtui.store.acting import audit, people
from mailtui.store.persons import own, packed, state, sweeping
from mailtui.store.persons.state import Erasure
from mailtui.store.persons.words import rows_of

PARTS = ("", "tables", "payloads", "lines", "words")
_MERGED = 200
"""Pages of the index of words merged in one transaction."""

Told = Callable[[str, int, int], None]
"""Told between two transactions what it is at, how far, of how many (0: nobody knows); may raise to stop."""


class Erasing:
    """One run; `engine` is that of the one writer of facts."""

    def __init__(self, engine: Engine, erasure: int, told: Told, now: Callable[[], int]) -> None:
        self._engine, self._id, self._told, self._now = engine, erasure, told, now
        with engine.connect() as connection:
            found = state.one(connection, erasure)
        assert found is not None
        assert found.finished is None
        self._swap = found.swap

    def run(self) -> None:
        """Everything but the end, from where the last run was."""
        self._own()
        self._tables()
        self._blocks("payloads", packed.payloads, packed.erase_payloads, "webhook_block")
        self._blocks("lines", packed.lines, packed.erase_lines, "raw_block")
        self._words()

    def _state(self) -> Erasure:
        with self._engine.connect() as connection:
            found = state.one(connection, self._id)
        assert found is not None
        return found

    def _step(self, act: Callable[[Connection], object]) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.rollback()
            with connection.begin():
                act(connection)

    def _is_past(self, part: str) -> bool:
        return PARTS.index(self._state().part) > PARTS.index(part)

    def _own(self) -> None:
        if not self._is_past(""):
            self._told("the address, contact, notes, suppressions", 0, 0)
            self._step(self._erase_own)

    def _erase_own(self, connection: Connection) -> None:
        now = state.one(connection, self._id)
        assert now is not None
        key: bytes = connection.exec_driver_sql(
            "SELECT salt FROM erasure WHERE id = ?", (self._id,)
        ).scalar_one()
        counted = own.erase(connection, self._swap, key, now.asked_by, self._now())
        state.advance(connection, self._id, "tables", 0, counted)

    def _tables(self) -> None:
        """What was replaced is not found again, so a table may be begun again."""
        if self._is_past("tables"):
            return
        with self._engine.connect() as connection:
            places = sweeping.places(connection)
        for number, place in enumerate(places):
            self._told(f"table {place.table}", number, len(places))
            with self._engine.connect() as connection:
                keys = sweeping.rows(connection, self._swap, place)
            for start in range(0, len(keys), sweeping.AT_ONCE):
                self._step(partial(self._sweep, place, keys[start : start + sweeping.AT_ONCE]))
                self._told(f"table {place.table}", number, len(places))
        self._step(lambda connection: state.advance(connection, self._id, "payloads", 0, {}))

    def _sweep(self, place: sweeping.Place, keys: list[tuple[Any, ...]], connection: Connection) -> None:
        done = 0
        for done, row in enumerate(sweeping.changed(connection, self._swap, place, keys), 1):  # noqa: B007
            sweeping.write(connection, place, row)
        state.advance(
            connection, self._id, "tables", 0, Counter({rows_of(place.table): done} if done else {})
        )

    def _blocks(self, part: str, look: Callable[..., Any], erase: Callable[..., None], table: str) -> None:
        if self._is_past(part):
            return
        after = self._state().mark
        last = self._highest(table)
        for upto, found in look(self._engine, self._swap, after):
            self._told(f"{part} in their blocks", upto, last)
            if found:
                self._step(partial(self._erase_blocks, part, upto, found, erase))
        following = PARTS[PARTS.index(part) + 1]
        self._step(lambda connection: state.advance(connection, self._id, following, 0, {}))

    def _erase_blocks(
        self,
        part: str,
        upto: int,
        found: list[packed.Naming],
        erase: Callable[..., None],
        connection: Connection,
    ) -> None:
        for one in found:
            erase(connection, self._swap, one)
        number = sum(len(one.places) for one in found)
        state.advance(connection, self._id, part, upto, {f"{part} as they came": number})

    def _highest(self, table: str) -> int:
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0)

    def _words(self) -> None:
        """Words that no block has any more go from the index when its parts are merged."""
        if "lines as they came" not in self._state().counts:
            return
        self._told("the index of words", 0, 0)
        pages, changes = -_MERGED, 2
        while changes >= 2:
            before = 0

            def merge(connection: Connection, pages: int = pages) -> None:
                nonlocal before, changes
                driver: Any = connection.connection.driver_connection
                before = driver.total_changes
                connection.exec_driver_sql(
                    "INSERT INTO block_words (block_words, rank) VALUES ('merge', ?)", (pages,)
                )
                changes = driver.total_changes - before

            self._step(merge)
            self._told("the index of words", 0, 0)
            pages = _MERGED


def finish(connection: Connection, erasure: Erasure, operator: Operator, now: int) -> audit.Entry:
    """The end, in one transaction: the entry of the audit, and nobody knows any more who it was."""
    swap = erasure.swap
    for token, address in connection.exec_driver_sql(
        "SELECT token, address FROM audit_person WHERE address IS NOT NULL"
    ).all():
        if swap.names(address.encode("utf-8", "surrogateescape")):
            connection.exec_driver_sql("UPDATE audit_person SET address = NULL WHERE token = ?", (token,))
    people.erase(connection, swap.address)
    state.finish(connection, erasure.id, now)
    after = {"erased": erasure.id, "rows": dict(erasure.counts)}
    return audit.record(connection, operator, now, "erase", after=after)
