"""Rows of messages that go on are replaced where they differ, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.store import schema
from mailtui.store.engine import Connection, writer
from mailtui.store.renewing import renew
from mailtui.store.rows import bare, columns, insert, upsert

NAMES = columns(schema.RECIPIENT)
START = dict.fromkeys(NAMES) | {
    "time": 1_000,
    "address_id": 1,
    "role": 0,
    "queue_state": 1,
    "outcome": 0,
    "status": 0,
    "attempts": 1,
}


def row(message: int, number: int, **told: Any) -> tuple[Any, ...]:
    """A row of a recipient, of whom nothing else is known."""
    return tuple((START | {"message_id": message, "number": number} | told)[name] for name in NAMES)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path: Path = tmp_path_factory.mktemp("renewing") / "mailtui.db"
    engine = writer(path)
    with engine.begin() as found:
        insert(found, schema.SERVER, [(1, "mx1", "exim", "UTC")])
        insert(found, schema.ADDRESS_DOMAIN, [(1, "x.example")])
        insert(found, schema.ADDRESS, [(id_, f"{id_}@x.example", 1) for id_ in range(1, 4)])
    with engine.connect() as found:
        yield found
    engine.dispose()


def there(connection: Connection) -> list[tuple[Any, ...]]:
    names = ", ".join(NAMES)
    return [tuple(one) for one in connection.exec_driver_sql(f"SELECT {names} FROM recipient ORDER BY 1, 2")]


def told(connection: Connection, rows: list[tuple[Any, ...]]) -> list[str]:
    """The statements that write."""
    said: list[str] = []
    driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(said.append)
    try:
        renew(connection, schema.RECIPIENT, rows)
    finally:
        driver.set_trace_callback(None)
    return [one for one in said if not one.startswith(("SELECT", "BEGIN"))]


def test_what_is_the_same_is_not_written(connection):
    with connection.begin() as transaction:
        rows = [row(1, 0), row(1, 1, address_id=2), row(7, 0, reply_id=None, phase=3)]
        insert(connection, schema.RECIPIENT, [*map(bare, rows)])
        assert told(connection, rows) == []
        transaction.rollback()


def test_a_further_try_leaves_the_indexes_of_addresses_alone(connection):
    with connection.begin() as transaction:
        insert(connection, schema.RECIPIENT, [bare(row(1, 0)), bare(row(1, 1))])
        (said,) = told(connection, [row(1, 0), row(1, 1, attempts=2, tried_for=60)])
        assert said.startswith("UPDATE recipient")
        assert "address_id" not in said
        assert '"time"' not in said
        assert there(connection) == [row(1, 0), row(1, 1, attempts=2, tried_for=60)]
        transaction.rollback()


def test_whoever_is_another_and_whoever_is_new_are_written_whole(connection):
    with connection.begin() as transaction:
        insert(connection, schema.RECIPIENT, [bare(row(1, 0))])
        rows = [row(1, 0, address_id=2, original_id=1), row(1, 1)]
        assert all(one.startswith("INSERT") for one in told(connection, rows))
        assert there(connection) == rows
        assert connection.exec_driver_sql(
            "SELECT count(*) FROM recipient INDEXED BY ix_recipient_address WHERE address_id = 2"
        ).scalar()
        transaction.rollback()


small = st.integers(0, 3)
kept = st.fixed_dictionaries(
    {},
    optional={
        "time": st.integers(998, 1_002),
        "address_id": st.integers(1, 3),
        "original_id": st.none() | st.integers(1, 3),
        "status": small,
        "attempts": small,
        "finished_after": st.none() | small,
        "enhanced_code": st.none() | st.sampled_from(["", "5.1.1"]),
        "cause_id": st.none() | small,
    },
)
people = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(0, 3)), kept, max_size=12)


@given(before=people, now=people)
def test_the_rows_are_those_that_replacing_each_whole_would_leave(connection, before, now):
    old = [row(*key, **one) for key, one in sorted(before.items())]
    new = [row(*key, **one) for key, one in sorted(now.items())]
    left = []
    for write in (renew, lambda connection, model, rows: upsert(connection, model, [*map(bare, rows)])):
        with connection.begin() as transaction:
            insert(connection, schema.RECIPIENT, [*map(bare, old)])
            write(connection, schema.RECIPIENT, new)
            assert connection.exec_driver_sql("PRAGMA integrity_check(recipient)").scalar() == "ok"
            left.append(there(connection))
            transaction.rollback()
    assert left[0] == left[1]
