"""The engines that other systems' databases are made on: a file, and a PostgreSQL of this run's own."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.foreign import schemas
from tests.foreign.schemas import Words

OPTIONS = (
    "-c",
    "listen_addresses=",
    "-c",
    "fsync=off",
    "-c",
    "timezone=Asia/Tokyo",
    "-c",
    "max_connections=20",
)
WHILE_HEARD = '"$@" & server=$!; read -r nothing; kill -QUIT $server; wait $server'
"""Runs a server until who started it says no more: it ends with a test that is killed, too."""
READER = "reader"
"""A user who needs a password."""
BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")


class Base:
    """A database of another system, and how to write into it."""

    words: Words
    url: str

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        """One statement; `?` stands for a value."""
        raise NotImplementedError

    def make(self, schema: str) -> None:
        """Make the tables."""
        for statement in schemas.statements(schema, self.words):
            self.run(statement)

    def add(self, table: str, **values: Any) -> None:
        """One row."""
        marks = ", ".join("?" * len(values))
        self.run(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})",
            [self.value(v) for v in values.values()],
        )

    def set(self, table: str, id_: Any, *, by: str = "id", **values: Any) -> None:
        """Change one row."""
        sets = ", ".join(f"{name} = ?" for name in values)
        self.run(f"UPDATE {table} SET {sets} WHERE {by} = ?", [*map(self.value, values.values()), id_])

    def value(self, value: Any) -> Any:
        """As the driver takes it."""
        raise NotImplementedError


class File(Base):
    """SQLite."""

    words = schemas.SQLITE

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        connection = sqlite3.connect(self.path)
        with connection:
            connection.execute(statement, values)
        connection.close()

    def value(self, value: Any) -> Any:
        if isinstance(value, dict | list):
            return json.dumps(value)
        return value.isoformat(" ") if isinstance(value, datetime) else value


class Server(Base):
    """PostgreSQL."""

    words = schemas.POSTGRESQL

    def __init__(self, host: str, database: str) -> None:
        import psycopg

        self.url = f"postgresql://mailtui_test@/{database}?host={host}"
        self._connection = psycopg.connect(host=host, user="mailtui_test", dbname=database, autocommit=True)

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._connection.execute(statement.replace("?", "%s").encode(), list(values))

    def value(self, value: Any) -> Any:
        if isinstance(value, dict) or (
            isinstance(value, list) and any(not isinstance(v, str) for v in value)
        ):
            return json.dumps(value)
        return value

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        return self._connection.execute(query.encode()).fetchall()

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()


def moment(text: str) -> datetime:
    """A time of a test, without a zone."""
    return datetime.fromisoformat(text)


def zoned(text: str) -> datetime:
    """A time of a test in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def binaries() -> Path | None:
    """Where PostgreSQL's own programs are."""
    found = [path for pattern in BINARIES for path in Path("/").glob(pattern.removeprefix("/"))]
    found = [path for path in found if (path / "initdb").exists()]
    if not found and (there := shutil.which("initdb")):
        return Path(there).parent
    return max(found, default=None)


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A server of our own on a socket in a folder of its own; the folder is its host."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        user = _unprivileged()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = f"{folder}/data"
        _do(
            user,
            programs / "initdb",
            "-D",
            data,
            "-U",
            "mailtui_test",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        rules = Path(data, "pg_hba.conf")
        rules.write_text(f"local all {READER} scram-sha-256\n{rules.read_text()}")
        command = (programs / "postgres", "-D", data, "-k", folder, *OPTIONS)
        with subprocess.Popen(
            ["sh", "-c", WHILE_HEARD, "sh", *map(str, command)],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_rights(user),
        ) as child:
            assert child.stdin is not None
            _wait_for(folder)
            yield folder
            child.stdin.close()


def _wait_for(host: str) -> None:
    """Until the server answers."""
    import psycopg

    end = time.monotonic() + 60
    while True:
        try:
            Server(host, "postgres").close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < end, "PostgreSQL does not begin"
            time.sleep(0.05)


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name: each for each in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _rights(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _do(user: pwd.struct_passwd | None, *command: object) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd="/", capture_output=True, text=True, timeout=60, **_rights(user)
    )
    assert done.returncode == 0, done.stdout + done.stderr
