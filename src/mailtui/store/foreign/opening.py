"""A connection that can only read: the server refuses writes, and long statements end by themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from mailtui.errors import ConfigError, InputError
from mailtui.store.foreign.address import Address

STATEMENT = 60
"""Seconds that one statement of ours may take on a server ..."""
FIRST = 15 * 60
"""... and so many the one that sorts a whole table, when it is read for the first time."""
CONNECT = 10
"""Seconds to reach it."""
INSTALL = "pip install 'mailtui[postgresql]'    (pipx inject mailtui 'psycopg[binary]')"
_SET = (
    "SET default_transaction_read_only = on",
    f"SET statement_timeout = '{STATEMENT}s'",
    "SET lock_timeout = '5s'",
    "SET idle_in_transaction_session_timeout = 0",
    "SET timezone = 'UTC'",
    "SET application_name = 'mailtui'",
)


@contextmanager
def opened(address: Address, password: str = "") -> Iterator[Connection]:
    """One transaction that sees the database as it is now and can write nothing.

    InputError when it cannot be reached or read, with what the driver says and without the password.
    ConfigError when the driver is missing.
    """
    engine = _engine(address, password)
    try:
        with told(address, password):
            connection = engine.connect()
            connection.begin()
        try:
            yield connection
        finally:
            with suppress(DBAPIError):  # nothing was written that could be lost
                connection.close()
    finally:
        engine.dispose()


@contextmanager
def told(address: Address, password: str = "") -> Iterator[None]:
    """What the driver raises as an InputError."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
        raise InputError(f"{address.location}: {_without(said, password)}", _hint(address, said)) from None


def be_patient(connection: Connection, seconds: int) -> None:
    """Let the next statements of the transaction take so long, where the engine has a limit."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{seconds:d}s'")


def _without(text: str, password: str) -> str:
    return text.replace(password, "...") if password else text


def _hint(address: Address, said: str) -> str:
    lower = said.lower()
    if address.is_file:
        return f"look at `ls -l {address.url.database}`: it is read by who runs mailtui"
    if "password" in lower or "authentication" in lower:
        return "give the password by PGPASSWORD, ~/.pgpass or env:NAME; docs/foreign-databases.md says how"
    if "permission denied" in lower:
        return "GRANT SELECT on the tables named in docs/foreign-databases.md to that user"
    if "timeout" in lower:
        return "run it again when the server is less busy: it goes on where it stopped"
    return "try the same with psql; what was read stays, and the same command goes on from there"


def _engine(address: Address, password: str) -> Engine:
    return _sqlite(address) if address.is_file else _postgresql(address, password)


def _sqlite(address: Address) -> Engine:
    path = Path(address.url.database or "")
    if not path.is_file():
        raise InputError(f"there is no file {path}", "name the database's file: sqlite:////srv/openmailer.db")

    def connect() -> sqlite3.Connection:
        found = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=CONNECT)
        found.execute("PRAGMA query_only = ON")
        found.isolation_level = None
        return found

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _postgresql(address: Address, password: str) -> Engine:
    require_driver()
    options: dict[str, Any] = {"connect_timeout": CONNECT}
    if password:
        options["password"] = password
    try:
        engine = create_engine(
            address.url, connect_args=options, poolclass=NullPool, isolation_level="REPEATABLE READ"
        )
    except NoSuchModuleError:
        raise missing_driver() from None

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        before, connection.autocommit = connection.autocommit, True
        for statement in _SET:
            connection.execute(statement)
        connection.autocommit = before

    return engine


def require_driver() -> None:
    """ConfigError with the command that installs it, when the driver for PostgreSQL is missing."""
    try:
        import psycopg  # noqa: F401 - whether it is there
    except ImportError:
        raise missing_driver() from None


def missing_driver() -> ConfigError:
    """What to say without it."""
    return ConfigError("reading PostgreSQL needs the package psycopg, which is not installed", INSTALL)
