"""Opening the database: engines with the right pragmas, and what goes wrong as a StoreError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from mailtui.errors import StoreError
from mailtui.store import descriptors, explaining
from mailtui.store.copying import Copier
from mailtui.store.explaining import folder, missing
from mailtui.store.migrations import HEAD, make, upgrade
from mailtui.store.pragmas import CHANGING, KEEPING, PATIENCE, READING, ROOMY, USUAL, WRITING, apply
from mailtui.store.turns import give_way
from mailtui.store.version import check, schema
from mailtui.store.wal import Bound


def reader(path: Path, patience: float = PATIENCE) -> Engine:
    """An engine that can only read; StoreError when there is no usable database at `path`."""
    with told(path):
        if not path.exists():
            raise missing(path)
        engine = _engine(path, READING, "BEGIN", patience)
        with _disposed_on_error(engine), engine.connect() as connection:
            check(path, connection)
        return engine


def writer(path: Path, patience: float = PATIENCE) -> Engine:
    """An engine for the one writer of facts; makes the database, or brings it up to date, first."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_private(path)
        engine = _engine(path, WRITING, "BEGIN IMMEDIATE", patience)
        with _disposed_on_error(engine):
            with engine.connect() as connection:
                found = schema(path, connection)
            if found is None:
                make(engine)
            elif found != HEAD:
                upgrade(engine)
        return engine


def changer(path: Path, patience: float = 3 * PATIENCE) -> Engine:
    """An engine for small changes by people, while another program may import; it makes and upgrades nothing.

    It waits for its turn between two transactions of the importer; see `store.turns`. StoreError when there
    is no usable database at `path`.
    """
    with told(path):
        reader(path, patience).dispose()
        return _engine(path, CHANGING, "BEGIN IMMEDIATE", patience)


def keeper(path: Path) -> Engine:
    """An engine for what was promised to be kept: see `store.promised`; it makes and upgrades nothing.

    StoreError when there is no usable database at `path`.
    """
    with told(path):
        reader(path).dispose()
        return _engine(path, KEEPING, "BEGIN IMMEDIATE", PATIENCE)


def _make_private(path: Path) -> None:
    """A new database is for its owner's eyes: it names people. One that is there keeps its rights."""
    descriptors.make(path, 0o600)


@contextmanager
def _disposed_on_error(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _engine(path: Path, pragmas: tuple[str, ...], begin: str, patience: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": patience})
    bound = Bound(path)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        apply(connection, pragmas)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if pragmas is WRITING:
            bound.keep(connection.connection.driver_connection)
            give_way(path)
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def roomy(engine: Engine) -> Iterator[Copier]:
    """Let a writer have more room within this block, for much at once; the copier is told of its commits."""
    _set(engine, ROOMY)
    try:
        with Copier(Path(str(engine.url.database))) as copier:
            yield copier
    finally:
        _set(engine, (*USUAL, "shrink_memory"))


def _set(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Outside a transaction."""
    pooled = engine.raw_connection()
    try:
        apply(cast("Any", pooled.driver_connection), pragmas)
    finally:
        pooled.close()


def refuse_strange(path: Path) -> None:
    """StoreError when `path` is something that SQLite never wrote; so that nothing is put beside it."""
    if path.is_dir():
        raise folder(path)
    if path.is_file() and descriptors.is_strange(path):
        raise StoreError(f"{path} is not a mailtui database", "Name another file with --db")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a StoreError that says the next step."""
    try:
        with explaining.told(path):
            yield
    except DatabaseError as error:
        raise explain(path, error) from error


def explain(path: Path, error: Exception) -> StoreError:
    """The StoreError that an error means: one of the driver, or one of SQLAlchemy that has it within."""
    within = error.orig if isinstance(error, DatabaseError) else None
    return explaining.explain(path, within or error)


__all__ = [
    "PATIENCE",
    "Connection",
    "Engine",
    "changer",
    "explain",
    "keeper",
    "reader",
    "roomy",
    "told",
    "writer",
]
