"""Reading other systems' databases: the verb behind `mailtui import URL` and the worker's refreshing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from mailtui.diagnosis import Diagnoser
from mailtui.errors import ConfigError, InputError, MailtuiError
from mailtui.ingest.foreign.importing import ForeignImporter, Found, system_of
from mailtui.ingest.foreign.system import Place, System
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Asked, ForeignRead
from mailtui.model.view import ImportProgress
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.domains.foreign import write_domains
from mailtui.services.imports import check_zone
from mailtui.services.receiving import secrets
from mailtui.services.run import Report, now
from mailtui.store import progress as board
from mailtui.store import wal
from mailtui.store.engine import PATIENCE, Connection, Engine, told, writer
from mailtui.store.foreign import known
from mailtui.store.foreign.address import Address, address, is_address, refuse_own
from mailtui.store.foreign.known import Known
from mailtui.store.foreign.rows import Reading, reading
from mailtui.store.lock import writing

__all__ = ["Asked", "import_database", "is_address", "location", "read_database"]


def import_database(
    database: Path,
    asked: Asked,
    *,
    progress: Report | None = None,
    patience: float = PATIENCE,
    rules: Path | None = None,
) -> ForeignRead:
    """Read what is new in another system's database, and say what it came to.

    InputError when it cannot be reached, UsageError when it is nobody's that mailtui knows, StoreError when
    ours cannot be written. `rules`: the operator's own diagnosis rules; what is wrong with them is told in
    `problems`.
    """
    problems: list[MailtuiError] = []
    diagnoser = tolerant_diagnoser(rules, problems)
    with told(database), writing(database):
        engine = writer(database, patience)
        try:
            report = _Report("import", progress)
            found = read_database(engine, database, asked, diagnoser, report)
            with engine.begin() as connection:
                board.finish(connection, now())
        finally:
            engine.dispose()
        wal.empty(database)
    return found._replace(problems=(*(one.title for one in problems), *found.problems))


def read_database(
    engine: Engine,
    database: Path,
    asked: Asked,
    diagnoser: Diagnoser,
    report: Callable[[Connection, str, int], None],
    between: Callable[[], None] = lambda: None,
    *,
    alone: bool = True,
) -> ForeignRead:
    """As `import_database`, for who has the writing lock; `alone`: nobody else writes facts in `between`.

    What keeps a database that was read before from being read is kept as its last error.
    """
    began = time.monotonic()
    check_zone(asked.zone or None)
    place = address(asked.url, asked.password)
    refuse_own(place, str(database))
    found = Found()
    try:
        password = secrets.read(place.password) if place.password else ""
        with reading(place, password, ZoneInfo(asked.zone or "UTC")) as source:
            system = system_of(source.tables, EventProvider(asked.system) if asked.system else None)
            mine = _begin(engine, place, asked, system)
            _read(engine, system, mine, source, diagnoser, found, report, between, alone)
    except (InputError, ConfigError) as error:
        _note(engine, place, error.title)
        raise
    _note(engine, place, "; ".join(found.problems[:3]) or None)
    if found.left_out:
        found.problems.append(f"and {found.left_out} problems more of that kind")
    seconds = time.monotonic() - began
    return ForeignRead(
        system.provider, mine.server, place.location, tuple(found.parts), tuple(found.problems), seconds
    )


def _begin(engine: Engine, place: Address, asked: Asked, system: System) -> Known:
    with engine.begin() as connection:
        return known.begin(connection, system.provider, place.location, asked.server)


def _read(
    engine: Engine,
    system: System,
    mine: Known,
    source: Reading,
    diagnoser: Diagnoser,
    found: Found,
    report: Callable[[Connection, str, int], None],
    between: Callable[[], None],
    alone: bool,
) -> None:
    to = Place(mine.account, mine.server, mine.source, diagnoser, now, write_domains)
    importer = ForeignImporter(engine, to, report, between)
    importer.alone = alone
    importer.read(system, source, found)


def _note(engine: Engine, place: Address, error: str | None) -> None:
    with engine.begin() as connection:
        known.note(connection, place.location, error)


def location(asked: Asked) -> str:
    """The place as it is shown."""
    return address(asked.url, asked.password).location


class _Report:
    """Progress for who asks, and for everyone who has our database open."""

    def __init__(self, role: str, report: Report | None) -> None:
        self._role = role
        self._report = report
        self._began = time.monotonic()

    def __call__(self, connection: Connection, table: str, rows: int) -> None:
        seconds = max(time.monotonic() - self._began, 0.001)
        state = ImportProgress(table, 0, 1, 0, 0, rows, rows / seconds, 0, seconds)
        board.tell(connection, now(), state, self._role)
        if self._report is not None:
            self._report(state)
