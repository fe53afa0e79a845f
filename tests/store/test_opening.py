"""A database that cannot be used: one sentence that says why, one next step, and nothing is touched."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.store.databases import LOG, filled, held, raises, run, unprivileged

from mailtui.errors import StoreError, StoreLockedError, StoreVersionError
from mailtui.services.imports import import_logs
from mailtui.store import care
from mailtui.store.engine import reader, writer
from mailtui.store.lock import writing
from mailtui.store.migrations import HEAD

Act = Callable[[Path], object]


def _import(path: Path) -> object:
    log = path.parent / "log" / "mainlog"
    log.parent.mkdir(exist_ok=True)
    log.write_bytes(LOG)
    return import_logs(path, [str(log)], server="mx1", patience=0.05)


def _read(path: Path) -> object:
    return reader(path, patience=0.05).dispose()


EVERY: list[Act] = [_import, _read, care.status, care.damage, care.upgrade]
every_act = pytest.mark.parametrize("act", EVERY, ids=lambda act: act.__name__.strip("_"))
either = pytest.mark.parametrize("act", [_import, _read], ids=["import", "read"])


@every_act
def test_a_text_file(act: Act, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n" * 100)
    with raises(StoreError, "notes.txt is not a mailtui database", "--db"):
        act(path)
    assert path.read_text() == "my notes\n" * 100
    assert {found.name for found in tmp_path.iterdir()} <= {"notes.txt", "log"}


@every_act
def test_a_folder(act: Act, tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.mkdir()
    with raises(StoreError, "data is a folder", "data/mailtui.db"):
        act(path)
    assert {found.name for found in tmp_path.iterdir()} <= {"data", "log"}


@either
def test_the_database_of_another_program(act: Act, tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    run(path, "CREATE TABLE bookmark (url TEXT)")
    with raises(StoreError, "is a database of another program", "bookmark"):
        act(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmark",)]


@either
def test_a_newer_schema(act: Act, tmp_path: Path) -> None:
    path = filled(tmp_path)
    run(path, "UPDATE alembic_version SET version_num = '9999'")
    with raises(StoreVersionError, "newer mailtui", "9999", HEAD, "Update mailtui"):
        act(path)
    assert care.status(path).revision == "9999"


def test_an_older_schema_is_told_to_readers_and_brought_up_by_the_writer(tmp_path: Path) -> None:
    path = filled(tmp_path)
    care.downgrade(path, "0015")
    with raises(StoreVersionError, f"has schema 0015, this mailtui needs {HEAD}", "mailtui db upgrade"):
        reader(path)
    writer(path).dispose()
    reader(path).dispose()


def test_a_database_that_was_only_begun_waits_for_its_first_log(tmp_path: Path) -> None:
    path = tmp_path / "mailtui.db"
    path.touch()
    with raises(StoreError, "nothing was imported into", "mailtui import"):
        reader(path)
    writer(path).dispose()
    reader(path).dispose()


def test_a_missing_folder_is_made_by_the_writer_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "mailtui.db"
    with raises(StoreError, "there is no database at", "mailtui import"):
        reader(path)
    assert not path.parent.exists()
    writer(path).dispose()
    assert path.exists()


def test_a_path_with_signs_of_a_url(tmp_path: Path) -> None:
    path = tmp_path / "50% of #1?mode=ro.db"
    writer(path).dispose()
    reader(path).dispose()
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


@either
def test_held_by_another_program(act: Act, tmp_path: Path) -> None:
    path = filled(tmp_path)
    with held(path):
        began = time.monotonic()
        with raises(StoreLockedError, "locked by another program", "fuser"):
            act(path)
        assert time.monotonic() - began < 2
    act(path)


def test_another_writer_does_not_keep_readers_out(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        _read(path)
        with raises(StoreLockedError, "locked by another program"):
            _import(path)


def test_two_imports_at_once(tmp_path: Path) -> None:
    """The second says who holds the lock; the lock is free again after an error too."""
    path = filled(tmp_path)
    with suppress(KeyboardInterrupt), writing(path):
        with raises(StoreLockedError, f"another import is running on this database (pid {os.getpid()} on "):
            _import(path)
        assert care.status(path).writer.startswith(f"pid {os.getpid()}")
        raise KeyboardInterrupt
    assert care.status(path).writer == ""
    _import(path)


def test_a_file_that_may_not_be_written() -> None:
    with unprivileged() as folder:
        path = filled(folder)
        path.chmod(0o444)
        with raises(StoreError, "mailtui.db cannot be opened", "readonly", "rights"):
            _import(path)
        _read(path)


def test_a_folder_that_may_not_be_written() -> None:
    with unprivileged() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o555)
        log = folder / "mainlog"
        log.write_bytes(LOG)
        for path in (closed / "mailtui.db", closed / "more" / "mailtui.db"):
            with raises(StoreError, str(closed), "--db"):
                import_logs(path, [str(log)])


def test_a_file_that_may_not_be_read() -> None:
    with unprivileged() as folder:
        path = filled(folder)
        path.chmod(0)
        with raises(StoreError, "mailtui.db", "--db"):
            _read(path)


def test_a_torn_database(tmp_path: Path) -> None:
    """The header is SQLite's, the rest is not."""
    path = filled(tmp_path)
    run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(path.read_bytes()[:100] + b"\0" * 5000)
    for act in (_import, _read, care.damage):
        with raises(StoreError, "mailtui.db"):
            act(path)


def test_damage_within_a_database(tmp_path: Path) -> None:
    """Pages that hold rubbish: said as damage, with the way back to the same facts."""
    path = filled(tmp_path)
    run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    for page in range(8, len(data) // 4096):
        data[page * 4096 : (page + 1) * 4096] = os.urandom(4096)
    path.write_bytes(data)
    with raises(StoreError, "is damaged", "import the logs anew"):
        _import(path)


def test_the_commands_for_the_database_on_a_newer_schema(tmp_path: Path) -> None:
    path = filled(tmp_path)
    run(path, "UPDATE alembic_version SET version_num = '9999'")
    for act in (care.upgrade, care.differences, lambda path: care.downgrade(path, HEAD)):
        with raises(StoreVersionError, "newer mailtui"):
            act(path)
    assert care.damage(path) == []


def test_the_commands_for_the_database_while_it_is_held(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with held(path):
        for act in (care.status, care.damage):
            with raises(StoreLockedError, "locked by another program"):
                act(path, patience=0.05)


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    """It holds the log lines, which name people; a team widens the rights on purpose, and they stay."""
    path = tmp_path / "mailtui.db"
    writer(path).dispose()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o660)
    writer(path).dispose()
    assert path.stat().st_mode & 0o777 == 0o660
