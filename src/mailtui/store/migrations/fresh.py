"""A new database in one go: the statements that the steps come to, kept in `fresh.sql`.

Run `python -m mailtui.store.migrations.fresh > src/mailtui/store/migrations/fresh.sql` after a change of a
step; a test says when that was forgotten. Alembic and SQLModel take half a second to load and the steps
0.2 s, at the first start of all; statements take 10 ms.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

HERE = Path(__file__).parent
FILE = HERE / "fresh.sql"
_SIGN = "-- made from the steps "


def statements() -> list[str] | None:
    """What makes an empty database one of today; None where the steps have changed since."""
    first, _, rest = FILE.read_text(encoding="utf-8").partition("\n")
    return list(_split(rest)) if first == _SIGN + _digest() else None


def source() -> str:
    """The text of `fresh.sql`, made by running the steps."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    from mailtui.store.migrations import upgrade

    engine = create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    with engine.connect() as connection:
        plain = connection.connection.driver_connection
        assert isinstance(plain, sqlite3.Connection)
        text = "".join(f"{statement};\n" for statement in _dumped(plain))
    engine.dispose()
    return f"{_SIGN}{_digest()}\n{text}"


def _dumped(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, indexes and triggers as they were made, then the rows that the steps put into them."""
    shadows = {row[1] for row in connection.execute("PRAGMA table_list") if row[2] == "shadow"}
    objects = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
    ).fetchall()
    ours = [(kind, name, sql) for kind, name, sql in objects if name not in shadows]
    yield from (sql for _, _, sql in ours)
    for kind, name, sql in ours:
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            columns = ", ".join(
                f"quote({row[1]})" for row in connection.execute(f"PRAGMA table_info({name})")
            )
            for row in connection.execute(f"SELECT {columns} FROM {name}"):
                yield f"INSERT INTO {name} VALUES ({', '.join(row)})"


def _split(text: str) -> Iterator[str]:
    """The statements of a script; triggers hold semicolons of their own."""
    collected = ""
    for line in text.splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected.strip()
            collected = ""


def _digest() -> str:
    """Of all the steps."""
    steps = sorted((HERE / "versions").glob("[0-9]*.py"))
    return blake2b(b"".join(step.read_bytes() for step in steps), digest_size=16).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(source())
