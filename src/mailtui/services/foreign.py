"""Reading other systems' databases: the verb behind `mailtui import URL` and the worker's refreshing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mailtui.diagnosis import Diagnoser
from mailtui.errors import ConfigError, InputError, MailtuiError, StoreError
from mailtui.ingest.foreign.importing import SYSTEMS, ForeignImporter, Found, Told, system_of
from mailtui.ingest.foreign.system import Place
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Asked, ForeignRead, PartRead
from mailtui.model.view import ImportProgress
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.domains.foreign import write_domains
from mailtui.services.handing import Look, ask, follow
from mailtui.services.imports import check_zone
from mailtui.services.receiving import secrets
from mailtui.services.run import Report, now
from mailtui.store import progress as board
from mailtui.store import wal
from mailtui.store.engine import PATIENCE, Connection, Engine, told, writer
from mailtui.store.foreign import known
from mailtui.store.foreign.address import Address, address, refuse_own
from mailtui.store.foreign.known import Known
from mailtui.store.foreign.rows import reading
from mailtui.store.lock import writing

SYSTEM_NAMES = tuple(map(str, SYSTEMS))
"""What the systems are called whose databases are read."""


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
            found = read_database(engine, database, asked, diagnoser, How(_Report("import", progress)))
            with engine.begin() as connection:
                board.finish(connection, now())
        finally:
            engine.dispose()
        wal.empty(database)
    return found._replace(problems=(*(one.title for one in problems), *found.problems))


class How(NamedTuple):
    """How it is read by who has the writing lock."""

    report: Told
    """Called within each transaction."""
    between: Callable[[], None] = lambda: None
    """Called between two transactions; may raise to end it."""
    alone: bool = True
    """Nobody else writes facts in `between`."""
    followed: bool = False
    """The settings name it: it is read again and again."""


def read_database(
    engine: Engine, database: Path, asked: Asked, diagnoser: Diagnoser, how: How
) -> ForeignRead:
    """As `import_database`, for who has the writing lock.

    What keeps a database that was read before from being read is kept as its last error.
    """
    began = time.monotonic()
    check_zone(asked.zone or None)
    place = address(asked.url, asked.password)
    refuse_own(place, str(database))
    found = Found()
    try:
        mine = _read(engine, place, asked, diagnoser, how, found)
    except (InputError, ConfigError) as error:
        _note(engine, place, error.title)
        raise
    _note(engine, place, "; ".join(found.problems[:3]) or None, how.followed)
    if found.left_out:
        found.problems.append(f"and {found.left_out} problems more of that kind")
    return ForeignRead(
        mine.account.provider,
        mine.server,
        place.location,
        tuple(found.parts),
        tuple(found.problems),
        tuple(found.unread),
        time.monotonic() - began,
    )


def _read(
    engine: Engine, place: Address, asked: Asked, diagnoser: Diagnoser, how: How, found: Found
) -> Known:
    password = secrets.read(place.password) if place.password else ""
    zone = ZoneInfo(asked.zone or "UTC")
    with reading(place, password, zone) as source:
        system = system_of(source.tables, EventProvider(asked.system) if asked.system else None)
        with engine.begin() as connection:
            mine = known.begin(connection, system.provider, place.location, asked.server)
        to = Place(mine.account, mine.server, mine.source, diagnoser, now, write_domains, zone)
        importer = ForeignImporter(engine, to, how.report, how.between)
        importer.alone = how.alone
        importer.read(system, source, found)
    return mine


def _note(engine: Engine, place: Address, error: str | None, followed: bool = False) -> None:
    with engine.begin() as connection:
        known.note(connection, place.location, error, followed)


def survey(asked: Asked) -> ForeignRead:
    """Whose it is, and which of its tables cannot be read and why; none is read. Raises as reading does."""
    place = address(asked.url, asked.password)
    password = secrets.read(place.password) if place.password else ""
    with reading(place, password, ZoneInfo(asked.zone or "UTC")) as source:
        system = system_of(source.tables, EventProvider(asked.system) if asked.system else None)
        wrong = [(one.part.table, why) for one in system.readers if (why := source.lacks(one.part))]
    unread, problems = tuple(table for table, _ in wrong), tuple(why for _, why in wrong)
    return ForeignRead(system.provider, asked.server, place.location, (), problems, unread)


def location(asked: Asked) -> str:
    """The place as it is shown."""
    return address(asked.url, asked.password).location


def read_there(database: Path, asked: Asked, look: Look) -> ForeignRead:
    """Have the worker read it; what it came to, as a reading of our own would give it.

    UsageError as of `import_database`: what is handed over is kept, so there is no password in it.
    """
    place = address(asked.url, asked.password)
    refuse_own(place, str(database))
    if place.is_file:
        asked = asked._replace(url=place.location)  # the worker is in another folder
    found = follow(database, ask(database, "database", asked._asdict()), look)
    if found.error is not None:
        title, _, hint = found.error.partition("\n")
        raise InputError(title, hint or "`mailtui status` says how the worker is")
    if found.cancel_asked:
        raise StoreError("the import was cancelled", "The same command goes on from there")
    return from_result(found.result or {})


def as_result(found: ForeignRead) -> dict[str, Any]:
    """What it came to as the result of a job."""
    return {
        **found._asdict(),
        "parts": [list(part) for part in found.parts],
        "problems": list(found.problems),
    }


def from_result(result: dict[str, Any]) -> ForeignRead:
    """What it came to, again."""
    lists = {name: tuple(result[name]) for name in ("problems", "unread")}
    return ForeignRead(**{**result, **lists, "parts": tuple(PartRead(*part) for part in result["parts"])})


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
