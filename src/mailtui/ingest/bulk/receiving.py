"""The process that writes: takes what the other one has read, one transaction after the other."""

from __future__ import annotations

import os
from collections.abc import Callable

from mailtui.ingest.ahead import Ahead
from mailtui.ingest.bulk.process import FrontProcess, LostError
from mailtui.ingest.bulk.step import Order, Step
from mailtui.ingest.gathering import Ids
from mailtui.ingest.passing import Pass
from mailtui.ingest.writing import Beside, Writing
from mailtui.model.summary import FileSummary
from mailtui.store import cursors
from mailtui.store.engine import Connection, Engine, roomy

WORTH = 8 * 1024 * 1024
"""Bytes of a log on the disk from which on a second process is worth its start."""
_UNPACKED = 40
"""A compressed log has at most about so many times the bytes (lines of one second are much alike)."""
_SPARE = 20_000

Told = Callable[[Connection, int, FileSummary, int], None]
"""Is told how far the reading is: bytes on the disk, the summary, the id of the source."""


class _ClashError(Exception):
    """Between two transactions something was written that the other process would have to know."""


def is_worth(size: int | None, reading: Pass) -> bool:
    """Whether a file of `size` bytes is read by a process of its own."""
    left = (size or 0) - reading.cursor.offset
    return left >= WORTH and reading.cursor.open_entry is None and len(os.sched_getaffinity(0)) > 1


def room(ids: Ids, size: int, *, packed: bool) -> Ids:
    """The first ids that a file of `size` bytes will not need."""
    size *= _UNPACKED if packed else 1
    return Ids(
        ids.block + size // 4096 + _SPARE,
        ids.message + size // 32 + _SPARE,
        ids.rejection + size // 32 + _SPARE,
    )


class Receiver:
    """Carries out one order with a process of its own and writes what it answers."""

    def __init__(self, engine: Engine, writing: Writing, between: Callable[[], None]) -> None:
        self._engine = engine
        self._writing = writing
        self._between = between

    def read(self, order: Order, summary: FileSummary, told: Told) -> Pass | None:
        """The pass as it ended; None when what is left is to be read without another process.

        InputError when the file cannot be read to its end. What came before is kept.
        """
        self._writing.gathering.ids = order.end
        summary.lines = order.reading.line - 1
        beside = Beside()
        safe = (summary.new, summary.unrecognised, self._writing.too_old)
        try:
            with FrontProcess(order) as front, roomy(self._engine) as copier:
                steps = Ahead(front.steps())
                while steps.first is not None:
                    with self._engine.begin() as connection:
                        self._transact(connection, steps, beside, summary, told)
                    copier.committed()
                    safe = (summary.new, summary.unrecognised, self._writing.too_old)
                    self._meanwhile(beside)
        except (LostError, _ClashError):
            summary.new, summary.unrecognised, self._writing.too_old = safe
            return None
        ending = front.ending
        assert ending is not None
        if self._writing.gathering.ids == order.end:
            self._writing.gathering.ids = ending.ids
        self._writing.blocks.forget_file(order.reading.cursor.id)
        if ending.failure is not None:
            raise ending.failure
        return ending.reading if ending.complete else None

    def _meanwhile(self, beside: Beside) -> None:
        self._writing.beside = beside
        try:
            self._between()
        finally:
            self._writing.beside = None

    def _transact(
        self,
        connection: Connection,
        steps: Ahead[Step],
        beside: Beside,
        summary: FileSummary,
        told: Told,
    ) -> None:
        """Write as many steps as are to be committed together."""
        ends = False
        while (step := steps.first) is not None and not ends:
            cursor = step.cursor
            gathered = step.opened()
            if beside.clashes(cursor.log_type, step.span, gathered):
                raise _ClashError
            self._writing.put(connection, gathered, cursor.id, cursor.log_type)
            summary.lines = step.lines
            summary.new += step.new
            summary.unrecognised += step.unrecognised
            told(connection, step.bytes_read, summary, cursor.source_id)
            ends = step.ends
            steps.advance()
        self._writing.finish(connection)
        cursors.save(connection, cursor)
