"""Import logs: the verb behind `mailtui import`, the demo and the background worker."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mailtui.diagnosis import Diagnoser
from mailtui.errors import ConfigError
from mailtui.ingest.either import Either
from mailtui.ingest.events.importing import EventImporter
from mailtui.ingest.files import find
from mailtui.ingest.importing import FileImporter, Origin
from mailtui.ingest.letters.importing import LetterImporter
from mailtui.model.enums import EventProvider
from mailtui.model.summary import ImportSummary
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.run import Report, Run, count_added, now
from mailtui.services.zones import machine_zone_name
from mailtui.store import progress as board
from mailtui.store import wal
from mailtui.store.engine import PATIENCE, Engine, told, writer
from mailtui.store.lock import writing


class Telling(NamedTuple):
    """Whose events are in files of events, as far as who asks says."""

    service: EventProvider | None = None
    """None: told by what is in each file."""
    account: str | None = None
    """What the account at the service is called; None: as the service."""


NOBODY = Telling()


def import_logs(
    database: Path,
    paths: Sequence[str],
    *,
    server: str | None = None,
    zone: str | None = None,
    progress: Report | None = None,
    patience: float = PATIENCE,
    rules: Path | None = None,
    telling: Telling = NOBODY,
    diagnose: bool = True,
) -> ImportSummary:
    """Import every log and every file of events behind `paths` into the database, and say what it came to.

    `server` names the server whose logs they are (default: the host names in syslog lines, or this
    machine), `zone` the IANA time zone of its stamps (default: that of this machine), `telling` whose events
    they are. `patience`: seconds to wait for another program that has the database locked. `rules`: the
    operator's own diagnosis rules; an error in them is told in `problems`, and failures are diagnosed by the
    built-in ones. Without `diagnose` failures in logs get no cause, which can be made up for later.
    A file that cannot be read is told in the summary's `problems`, the others go on.
    StoreError when the database cannot be written.
    """
    check_zone(zone)
    found = find(paths, events=True, service=telling.service)
    summary = ImportSummary(problems=list(found.problems), left_out=found.left_out)
    began = time.monotonic()
    if found.files:
        origin = _origin(server, zone)
        diagnoser = tolerant_diagnoser(rules, summary.problems)
        with told(database), writing(database):
            engine = writer(database, patience)
            reader = _reader(engine, origin, diagnoser, telling, diagnose=diagnose)
            _run(engine, Run(reader, found.files, summary, progress), summary)
            wal.empty(database)
    summary.seconds = time.monotonic() - began
    return summary


def _run(engine: Engine, run: Run, summary: ImportSummary) -> None:
    """Read, count, and tell everybody that it is over; the engine goes with it."""
    try:
        count_added(engine, summary, run.run)
        with engine.begin() as connection:
            board.finish(connection, now())
    finally:
        engine.dispose()


def _origin(server: str | None, zone: str | None) -> Origin:
    named = server or socket.gethostname()
    return Origin(named, zone, machine_zone_name() or "UTC", fixed=server is not None)


def _reader(
    engine: Engine, origin: Origin, diagnoser: Diagnoser, telling: Telling, *, diagnose: bool
) -> Either:
    events = EventImporter(engine, diagnoser, now, telling.account, telling.service)
    letters = LetterImporter(engine, now, telling.account)
    logs = FileImporter(engine, origin, diagnoser if diagnose else None)
    return Either(logs, events, letters, telling.service)


def check_zone(zone: str | None) -> None:
    """ConfigError when there is no such time zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"there is no time zone {zone!r}", "Use an IANA name such as Europe/Berlin or UTC"
        ) from None
