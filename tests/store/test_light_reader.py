"""Reading without SQLAlchemy: the same rows, the same moment, the same complaints as with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.databases import filled, run

from mailtui.errors import StoreError
from mailtui.store.engine import reader
from mailtui.store.light_reader import LightReader, light_reader
from mailtui.store.lookup import Lookup
from mailtui.store.migrations import HEAD
from mailtui.store.pragmas import FRUGAL

WORDS = "SELECT value, value * 2 FROM json_each(?)"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return filled(tmp_path)


@pytest.fixture(params=["light", "engine"])
def connection(request: pytest.FixtureRequest, path: Path) -> Iterator[Lookup]:
    if request.param == "light":
        with light_reader(path) as light, light.connect() as connection:
            yield connection
        return
    engine = reader(path)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_rows_are_taken_in_four_ways(connection: Lookup) -> None:
    assert [(one, two) for one, two in connection.exec_driver_sql(WORDS, ("[1, 2]",))] == [(1, 2), (2, 4)]
    assert [tuple(row) for row in connection.exec_driver_sql(WORDS, ("[1, 2]",)).all()] == [(1, 2), (2, 4)]
    first = connection.exec_driver_sql(WORDS, ("[1, 2]",)).first()
    assert first is not None
    assert tuple(first) == (1, 2)
    assert connection.exec_driver_sql(WORDS, ("[3, 2]",)).scalar() == 3
    assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD


def test_where_nothing_is_found(connection: Lookup) -> None:
    assert list(connection.exec_driver_sql(WORDS, ("[]",))) == []
    assert list(connection.exec_driver_sql(WORDS, ("[]",)).all()) == []
    assert connection.exec_driver_sql(WORDS, ("[]",)).first() is None
    assert connection.exec_driver_sql(WORDS, ("[]",)).scalar() is None


def test_a_block_sees_one_moment(path: Path) -> None:
    def name(connection: Lookup) -> object:
        return connection.exec_driver_sql("SELECT name FROM server").scalar()

    with light_reader(path) as light:
        with light.connect() as connection:
            before = name(connection)
            run(path, "UPDATE server SET name = 'other'")
            assert name(connection) == before != "other"
        with light.connect() as connection:
            assert name(connection) == "other"


def test_a_block_ends_also_with_an_error(path: Path) -> None:
    with light_reader(path) as light:
        with pytest.raises(sqlite3.OperationalError), light.connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM nowhere")
        assert _number(light, "SELECT 7") == 7


def test_it_cannot_write(path: Path) -> None:
    with light_reader(path) as light, pytest.raises(sqlite3.OperationalError, match="readonly"):
        _number(light, "DELETE FROM server")


def test_it_may_be_frugal(path: Path) -> None:
    with light_reader(path) as light:
        assert _number(light, "PRAGMA cache_size") == -65536
    with light_reader(path, FRUGAL) as light:
        assert _number(light, "PRAGMA cache_size") == -8192
        assert _number(light, "PRAGMA query_only") == 1


def _number(light: LightReader, statement: str) -> object:
    with light.connect() as connection:
        return connection.exec_driver_sql(statement).scalar()


@pytest.mark.parametrize("trouble", ["none", "folder", "text", "empty", "strange", "newer", "older"])
def test_it_complains_as_an_engine_does(trouble: str, tmp_path: Path) -> None:
    path = _troubled(trouble, tmp_path)
    with pytest.raises(StoreError) as said:
        reader(path)
    with pytest.raises(StoreError) as told, light_reader(path):
        pass
    assert (type(told.value), told.value.title, told.value.hint) == (
        type(said.value),
        said.value.title,
        said.value.hint,
    )


def _troubled(trouble: str, folder: Path) -> Path:
    path = folder / "data"
    if trouble == "folder":
        path.mkdir()
    elif trouble == "text":
        path.write_text("my notes\n" * 100)
    elif trouble == "empty":
        path.touch()
    elif trouble == "strange":
        run(path, "CREATE TABLE bookmark (url TEXT)")
    elif trouble in ("newer", "older"):
        path = filled(folder)
        run(path, f"UPDATE alembic_version SET version_num = '{9999 if trouble == 'newer' else '0001'}'")
    return path
