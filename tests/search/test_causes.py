"""Causes and incidents as an import finds them (elsewhere they are made up, for more variety)."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
from tests.incidents_read import log
from tests.search.oracle import Oracle

from mailtui.model.enums import FailureClass, Side, Status
from mailtui.query import parse
from mailtui.services.search import Search
from mailtui.store.engine import reader
from mailtui.store.searching import Found
from mailtui.store.selecting import context


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("causes"))


@pytest.mark.parametrize("few", [0, 3, 5_000])
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("class:rate-limited", 13),
        ("class:mailbox-full", 0),
        ("side:us,rcpt", 14),
        ("provider:slow.example", 73),
        ("provider:=fast.example", 92),
        ("inc:1 OR inc:2", 25),
        ("inc:1,2 is:waiting", 13),
        ("inc:any", 13),
        ("inc:any to:late", 1),
        ("-inc:any is:open", 1),
        ("is:unfiled", 1),
        ("is:open", 14),
    ],
)
def test_a_query_finds_what_a_walk_over_all_rows_finds(
    text: str, number: int, few: int, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "FEW_ROWS", few)
    engine = reader(database)
    found = Search(engine, lambda: log.NOW, UTC).keys(parse(text), 1000)
    engine.dispose()
    assert found == [row.key for row in Oracle(database, log.NOW, UTC).found(parse(text))]
    assert len(found) == number


def test_many_recipients_of_a_class_are_told_by_the_index_on_causes(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a walk over all recipients of the time, nor a look at the row of each: there are millions."""
    monkeypatch.setattr(context, "FEW_ROWS", 3)
    engine = reader(database)
    with engine.connect() as connection:
        query = parse("class:rate-limited since:2020-01-01 until:2030-01-01")
        found = Found(connection, query, log.NOW, UTC)
        (select,) = found.whole().first(None, 100)
        made = select.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {made}")]
    engine.dispose()
    assert plan[0] == "SEARCH r USING COVERING INDEX ix_recipient_cause (cause_id=? AND time>? AND time<?)"


def test_rows_say_class_and_side(database: Path) -> None:
    engine = reader(database)
    rows = Search(engine, lambda: log.NOW, UTC).page(parse(""), None, 1000).rows
    engine.dispose()
    said = {(row.failure_class, row.side) for row in rows if row.status is Status.DEFERRED}
    assert (FailureClass.RATE_LIMITED, Side.US) in said
    assert (None, None) not in said
    assert {row.failure_class for row in rows if row.status is Status.DELIVERED} <= {None}
