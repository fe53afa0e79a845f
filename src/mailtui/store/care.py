"""Looking after a database file: what state it is in, and taking its schema up or down."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from warnings import catch_warnings, filterwarnings, simplefilter

from sqlalchemy.exc import SAWarning

from mailtui.errors import StoreError, UsageError
from mailtui.store import lock, migrations
from mailtui.store.engine import PATIENCE, reader, told, writer

MEND = "restore a backup, or import the logs into a new database with --db"
"""The next step when a file is damaged: the logs still hold every fact."""


@dataclass(frozen=True, slots=True)
class Status:
    """A database file from outside."""

    path: Path
    size: int
    """Bytes, with what is not yet checkpointed."""
    revision: str | None
    """Its schema; None when it has none."""
    known: str
    """The schema this program needs."""
    writer: str
    """Who is writing facts to it, such as `pid 812 on mx1`; '' when nobody is."""


def status(path: Path, patience: float = PATIENCE) -> Status:
    """Whatever its schema is. StoreError when it is no database or cannot be opened."""
    with _opened(path, patience) as connection:
        has = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if has else None
    beside = path.with_name(path.name + "-wal")
    size = path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)
    return Status(path, size, row[0] if row else None, migrations.HEAD, str(lock.holder(path) or ""))


def damage(path: Path, patience: float = PATIENCE) -> list[str]:
    """What SQLite's quick check finds wrong; empty when the file is whole."""
    with _opened(path, patience) as connection:
        return [row[0] for row in connection.execute("PRAGMA quick_check(10)") if row[0] != "ok"]


def differences(path: Path) -> list[str]:
    """How its tables differ from those of this program; StoreVersionError when its schema is another."""
    with told(path), catch_warnings():
        # neither SQLAlchemy nor Alembic can read back an index on an expression
        simplefilter("ignore", SAWarning)
        filterwarnings("ignore", "autogenerate skipping", UserWarning)
        engine = reader(path)
        found = migrations.differences(engine)
        engine.dispose()
    return found


def upgrade(path: Path) -> None:
    """Bring an existing database to the schema of this program."""
    _there(path)
    with told(path), lock.writing(path):
        writer(path).dispose()


def downgrade(path: Path, to: str) -> None:
    """Take an existing database back to an older schema; what the newer one added is lost."""
    _there(path)
    known = [step for step, _ in migrations.steps()]
    if to not in known:
        raise UsageError(f"there is no schema {to}", f"the schemas are {', '.join(known)}")
    with told(path), lock.writing(path):
        engine = writer(path)
        migrations.downgrade(engine, to)
        engine.dispose()


@contextmanager
def _opened(path: Path, patience: float) -> Iterator[sqlite3.Connection]:
    _there(path)
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with told(path), closing(sqlite3.connect(uri, patience, uri=True)) as connection:
        yield connection


def _there(path: Path) -> None:
    if not path.exists():
        raise StoreError(
            f"there is no database at {path}", "import a log first: mailtui import /var/log/exim4"
        )
