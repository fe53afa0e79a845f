"""Import logs: the verb behind `mailtui import`, the demo and the background worker."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mailtui.diagnosis import Diagnoser
from mailtui.errors import ConfigError, InputError
from mailtui.ingest.files import LogFile, find
from mailtui.ingest.importing import FileImporter, Origin
from mailtui.ingest.reading import LogStream
from mailtui.model.moment import SECOND
from mailtui.model.summary import FileSummary, ImportSummary
from mailtui.model.view import ImportProgress
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.zones import machine_zone_name
from mailtui.store import progress as board
from mailtui.store.engine import PATIENCE, Connection, Engine, told, writer
from mailtui.store.lock import writing
from mailtui.store.totals import sizes

Report = Callable[[ImportProgress], None]


def import_logs(
    database: Path,
    paths: Sequence[str],
    *,
    server: str | None = None,
    zone: str | None = None,
    progress: Report | None = None,
    patience: float = PATIENCE,
    rules: Path | None = None,
) -> ImportSummary:
    """Import every log behind `paths` into the database, and say what it came to.

    `server` names the server whose logs they are (default: the host names in syslog lines, or this
    machine), `zone` the IANA time zone of its stamps (default: that of this machine). `patience`: seconds
    to wait for another program that has the database locked. `rules`: the operator's own diagnosis rules;
    an error in them is told in `problems`, and failures are diagnosed by the built-in ones. A file that cannot be read is told in the
    summary's `problems`, the others go on. StoreError when the database cannot be written.
    """
    check_zone(zone)
    found = find(paths)
    summary = ImportSummary(problems=list(found.problems))
    began = time.monotonic()
    if found.files:
        new_zone = machine_zone_name() or "UTC"
        origin = Origin(server or socket.gethostname(), zone, new_zone, fixed=server is not None)
        diagnoser = tolerant_diagnoser(rules, summary.problems)
        with told(database), writing(database):
            engine = writer(database, patience)
            try:
                _Run(engine, origin, diagnoser, found.files, summary, progress).run()
            finally:
                engine.dispose()
    summary.seconds = time.monotonic() - began
    return summary


def check_zone(zone: str | None) -> None:
    """ConfigError when there is no such time zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"there is no time zone {zone!r}", "Use an IANA name such as Europe/Berlin or UTC"
        ) from None


class _Run:
    """One import: files in turn, with progress for the caller and for everyone with the database open."""

    def __init__(
        self,
        engine: Engine,
        origin: Origin,
        diagnoser: Diagnoser,
        files: Sequence[LogFile],
        summary: ImportSummary,
        report: Report | None,
    ) -> None:
        self._engine = engine
        self._origin = origin
        self._diagnoser = diagnoser
        self._files = files
        self._summary = summary
        self._report = report
        self._began = time.monotonic()
        self._bytes_before = 0
        self._bytes_total = sum(file.size or 0 for file in files)

    def run(self) -> None:
        with self._engine.connect() as connection:
            before = sizes(connection)
        importer = FileImporter(self._engine, self._origin, self._diagnoser)
        for number, file in enumerate(self._files):
            self._read(importer, file, number)
            self._bytes_before += file.size or 0
        with self._engine.begin() as connection:
            board.finish(connection, _now())
            after = sizes(connection)
        names = ("messages", "recipients", "attempts", "rejections")
        for name, old, new in zip(names, before, after, strict=True):
            setattr(self._summary, name, new - old)

    def _read(self, importer: FileImporter, file: LogFile, number: int) -> None:
        summary = FileSummary(file.path)
        self._summary.files.append(summary)
        try:
            importer.read(file, summary, lambda *told: self._tell(number, *told))
        except InputError as error:
            self._summary.problems.append(error)
        self._summary.lines += summary.lines
        self._summary.new_lines += summary.new
        self._summary.unrecognised += summary.unrecognised

    def _tell(self, number: int, connection: Connection, stream: LogStream, summary: FileSummary) -> None:
        """Say how far the import is, in the transaction of the lines it speaks of."""
        lines = self._summary.lines + summary.lines
        seconds = max(time.monotonic() - self._began, 0.001)
        state = ImportProgress(
            file=summary.path,
            files_done=number,
            files_total=len(self._files),
            bytes_done=self._bytes_before + stream.bytes_read,
            bytes_total=self._bytes_total,
            lines=lines,
            lines_per_second=lines / seconds,
            unrecognised=self._summary.unrecognised + summary.unrecognised,
            seconds=seconds,
        )
        board.tell(connection, _now(), state)
        if self._report is not None:
            self._report(state)


def _now() -> int:
    return time.time_ns() * SECOND // 1_000_000_000
