"""A run over log files in turn, with progress for the caller and for everyone with the database open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from mailtui.errors import ConfigError, InputError
from mailtui.ingest.bulk.receiving import Told
from mailtui.ingest.files import LogFile
from mailtui.ingest.passing import Pass
from mailtui.model.summary import FileSummary, ImportSummary
from mailtui.model.view import ImportProgress
from mailtui.store import progress as board
from mailtui.store import sources
from mailtui.store.engine import Connection, Engine
from mailtui.store.totals import sizes

Report = Callable[[ImportProgress], None]


class Reader(Protocol):
    """Who reads one file after the other."""

    def read(self, file: LogFile, summary: FileSummary, told: Told, /) -> Pass | None:
        """Import what is new in a file; what it can be gone on with."""


class Run:
    """Reads each file with one importer; a file that cannot be read becomes a problem of the summary."""

    def __init__(
        self,
        importer: Reader,
        files: Sequence[LogFile],
        summary: ImportSummary,
        report: Report | None = None,
        role: str = "import",
        started: int = 0,
        *,
        following: bool = False,
    ) -> None:
        """`role` and `started` say who works (see `store.lock`); `following`: the files are followed."""
        self._importer = importer
        self._files = files
        self._summary = summary
        self._report = report
        self._who = (role, started)
        self._following = following
        self._began = time.monotonic()
        self._bytes_before = 0
        self._bytes_total = sum(file.size or 0 for file in files)

    def run(self) -> list[tuple[LogFile, Pass]]:
        """Read the files; what can be gone on with, for each that was read to its end."""
        passes = []
        for number, file in enumerate(self._files):
            reading = self._read(file, number)
            if reading is not None:
                passes.append((file, reading))
            self._bytes_before += file.size or 0
        return passes

    def _read(self, file: LogFile, number: int) -> Pass | None:
        summary, reading = FileSummary(file.path), None
        self._summary.files.append(summary)
        try:
            reading = self._importer.read(file, summary, lambda *told: self._tell(number, *told))
        except (ConfigError, InputError) as error:
            self._summary.problems.append(error)
        self._summary.lines += summary.lines
        self._summary.new_lines += summary.new
        self._summary.unrecognised += summary.unrecognised
        self._summary.events += summary.events or 0
        return reading

    def _tell(
        self, number: int, connection: Connection, bytes_read: int, summary: FileSummary, source: int
    ) -> None:
        """Say how far the import is, in the transaction of the lines it speaks of."""
        lines = self._summary.lines + summary.lines
        seconds = max(time.monotonic() - self._began, 0.001)
        done = self._bytes_before + bytes_read
        state = ImportProgress(
            file=summary.path,
            files_done=number,
            files_total=len(self._files),
            bytes_done=done,
            bytes_total=self._bytes_total,
            lines=lines,
            lines_per_second=lines / seconds,
            unrecognised=self._summary.unrecognised + summary.unrecognised,
            seconds=seconds,
        )
        board.tell(connection, now(), state, *self._who)
        if self._following:
            left = max(1, self._bytes_total - done)  # until the end is reached there may be more
            sources.behind(connection, source, left)
        if self._report is not None:
            self._report(state)


def count_added(engine: Engine, summary: ImportSummary, work: Callable[[], object]) -> None:
    """Do the work, and say in the summary which facts it added."""
    with engine.connect() as connection:
        before = sizes(connection)
    work()
    with engine.connect() as connection:
        after = sizes(connection)
    names = ("messages", "recipients", "attempts", "rejections")
    for name, old, new in zip(names, before, after, strict=True):
        setattr(summary, name, new - old)


def now() -> int:
    """UTC microseconds."""
    return time.time_ns() // 1000
