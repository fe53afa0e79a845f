"""Schema versions: up from nothing, down again, and a file that went up is what the code says."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from tests.importing.facts import facts
from tests.store.databases import filled

from mailtui.errors import StoreError
from mailtui.services.imports import import_logs
from mailtui.store import care, migrations
from mailtui.store.blocks import unpack
from mailtui.store.engine import PATIENCE, reader, writer
from mailtui.store.migrations import fresh
from mailtui.store.tables import metadata

Schema = dict[str, tuple[object, ...]]


def schema(path: Path) -> Schema:
    """Every table and index: its columns, and its SQL with the spacing taken out."""
    with closing(sqlite3.connect(path)) as connection:
        objects = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
        return {
            name: (kind, *_clauses(sql), *_columns(connection, name))
            for kind, name, sql in objects
            if not name.startswith(("block_words", "alembic"))
        }


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({table})"))


def _clauses(sql: str) -> list[str]:
    """The parts of a CREATE statement, in any order: columns, constraints, WITHOUT ROWID."""
    flat = re.sub(r"\s+", " ", sql).replace('"', "").strip()
    inside, _, behind = flat.partition("(")[2].rpartition(")")
    parts = re.split(r", (?=[A-Z_a-z]+ |CONSTRAINT|CHECK|PRIMARY|FOREIGN|UNIQUE)", inside)
    return [*sorted(part.strip() for part in parts), behind.strip()]


def test_head_is_the_last_step() -> None:
    folder = Path(migrations.__file__).parent
    config = Config()
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]
    assert migrations.steps()[-1][0] == migrations.HEAD
    assert all(said for _, said in migrations.steps())


def test_a_database_that_went_up_is_the_one_in_the_code(tmp_path: Path) -> None:
    """Columns, types, defaults, keys, constraints, indexes with their conditions, WITHOUT ROWID."""
    grown, made = tmp_path / "grown.db", tmp_path / "made.db"
    engine = create_engine(f"sqlite:///{grown}")
    migrations.upgrade(engine)
    engine.dispose()
    engine = create_engine(f"sqlite:///{made}")
    metadata.create_all(engine)
    engine.dispose()
    assert schema(grown) == schema(made)
    assert care.differences(grown) == []


def test_a_new_database_is_the_one_that_the_steps_come_to(tmp_path: Path) -> None:
    """Made anew with `python -m mailtui.store.migrations.fresh` after every change of a step."""
    assert fresh.FILE.read_text(encoding="utf-8") == fresh.source()
    grown, made = tmp_path / "grown.db", tmp_path / "made.db"
    engine = create_engine(f"sqlite:///{grown}")
    migrations.upgrade(engine)
    engine.dispose()
    writer(made).dispose()
    with closing(sqlite3.connect(grown)) as one, closing(sqlite3.connect(made)) as other:
        assert sorted(one.iterdump()) == sorted(other.iterdump())
    assert care.differences(made) == []


def test_steps_that_are_newer_than_the_statements_are_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fresh.sql").write_text("-- made from the steps of old\nCREATE TABLE label (id);\n")
    monkeypatch.setattr(fresh, "FILE", tmp_path / "fresh.sql")
    assert fresh.statements() is None
    writer(tmp_path / "mailtui.db").dispose()
    assert care.differences(tmp_path / "mailtui.db") == []


@pytest.mark.parametrize("step", [step for step, _ in migrations.steps()])
def test_down_to_nothing_from_every_step_and_up_again(step: str, tmp_path: Path) -> None:
    path = tmp_path / "mailtui.db"
    engine = create_engine(f"sqlite:///{path}")
    migrations.upgrade(engine, step)
    assert care.status(path).revision == step
    migrations.downgrade(engine, "base")
    assert care.status(path).revision is None
    with engine.connect() as connection:
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE name NOT LIKE '%alembic%'"))
        assert left.scalars().all() == []
    engine.dispose()
    migrations.upgrade(engine := create_engine(f"sqlite:///{path}"))
    engine.dispose()
    assert care.differences(path) == []
    assert care.damage(path) == []


def test_going_up_keeps_what_is_there(tmp_path: Path) -> None:
    """Down one step, where there is one, and up again: the facts of the older schema are still there."""
    path = filled(tmp_path)
    steps = ["base", *(step for step, _ in migrations.steps())]
    if len(steps) > 2:
        care.downgrade(path, steps[-2])
    care.upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM recipient").fetchone() == (1,)
        assert connection.execute("SELECT queue_id FROM message").fetchall() == [("1xUXxL-0000000003L-3SEU",)]
    assert care.differences(path) == []


def test_times_go_down_and_up(tmp_path: Path) -> None:
    """They are stored by what they are apart from another, and were stored whole before."""
    path = tmp_path / "mailtui.db"
    lines = (Path(__file__).parents[1] / "golden/exim/all-main.log").read_bytes()
    (tmp_path / "mainlog").write_bytes(lines + b"1969-12-31 23:59:59.5 1xUXxM-0000000003L-3SEU Completed\n")
    import_logs(path, [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    before = _times(path)
    care.downgrade(path, "0008")
    assert _times(path) == before
    care.upgrade(path)
    assert _times(path) == before
    assert care.differences(path) == []


def _times(path: Path) -> list[list[tuple[int | None, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in (
                ("message", "id, first_seen, last_seen, received, completed"),
                ("recipient", "message_id, number, time, first_attempt, last_attempt, finished"),
            )
        ]


def test_lines_go_down_and_up(tmp_path: Path) -> None:
    """They were rows of their own before, in blocks of a quarter."""
    path = tmp_path / "mailtui.db"
    lines = (Path(__file__).parents[1] / "golden/exim/all-main.log").read_bytes()
    odd = b"not a line of Exim's\n1969-12-31 23:59:59.5 1xUXxM-0000000003L-3SEU Completed\n"
    (tmp_path / "mainlog").write_bytes(lines * 6 + odd)
    import_logs(path, [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    before = facts(path)
    care.downgrade(path, "0013")
    with closing(sqlite3.connect(path)) as connection:
        old = connection.execute("SELECT id, time FROM log_entry").fetchall()
        raws = {
            block * 256 + place: stored.raw
            for block, data in connection.execute("SELECT id, data FROM raw_block")
            for place, stored in enumerate(unpack(data))
        }
        ends = "SELECT count(*) FROM block_words WHERE block_words MATCH 'completed'"
        assert connection.execute(ends).fetchone()[0] > 4
    assert Counter((raws[entry], time) for entry, time in old) == Counter(
        (raw, time) for _, raw, _, time in before["entries"].elements()
    )
    care.upgrade(path)
    assert facts(path) == before
    assert care.differences(path) == []


@pytest.mark.parametrize("statements", [None, ["CREATE TABLE label (id)", "CREATE TABLE label (id)"]])
def test_a_step_that_fails_leaves_nothing_behind(
    statements: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All steps are one transaction, and DDL is part of it."""
    path = tmp_path / "mailtui.db"

    def fail(_statement: str) -> None:
        raise RuntimeError

    monkeypatch.setattr("alembic.op.execute", fail)  # the last thing that the first step does
    monkeypatch.setattr(fresh, "statements", lambda: statements)
    with pytest.raises(RuntimeError if statements is None else StoreError):
        writer(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    engine = reader(filled(tmp_path), PATIENCE)
    with engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("DELETE FROM message"))
    engine.dispose()
