"""The fields of tags and notes find what a walk over all rows finds, and no private note of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from tests.search import log
from tests.search.oracle import Oracle
from tests.search.remarking import READER
from tests.search.test_oracle import LIMITS, check, check_rows

from mailtui.model.work import Reader
from mailtui.query import parse
from mailtui.services.search import Search
from mailtui.store.engine import Engine, reader

QUERIES = (
    "tag:vip", "tag:todo,rare", "tag:any", "-tag:known", "tag:unused", "tag:never-made", "tag:rare",
    "tag:VIP -is:rejection", "-tag:any -note:any", "is:failed tag:vip", "tag:vip OR note:any",
    "note:called", 'note:"CALLED THEM"', "note:/ticket #[0-9]+/", "note:köln", 'note:"any"', "note:=any",
    "note:any", "-note:any", 'note:"100%"', "note:a_b", "note:nowhere", "has:note", "has:tag",
    "has:note,reply", "has:note has:tag", "-has:note,tag", "tag:vip sort:-size", "note:any sort:delay",
    "tag:todo text",
)  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("remarks"))


@pytest.fixture(scope="module")
def oracle(database: Path) -> Oracle:
    return Oracle(database, log.NOW, UTC)


@pytest.fixture(params=LIMITS)
def engine(
    request: pytest.FixtureRequest, database: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """A database that is asked with every plan there is."""
    for module, names in LIMITS[request.param].items():
        for name, value in names.items():
            monkeypatch.setattr(module, name, value)
    engine = reader(database)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("text", QUERIES)
def test_tags_and_notes_are_found(
    text: str, engine: Engine, oracle: Oracle, request: pytest.FixtureRequest
) -> None:
    plan = request.node.callspec.params["engine"]
    test = check if plan in ("as it is", "all is walked") else check_rows
    test(parse(text), Search(engine, lambda: log.NOW, UTC, READER), oracle)


@pytest.mark.parametrize("other", [None, Reader(1000, "bob"), Reader(0, "ann"), Reader(1000, "nobody")])
def test_private_notes_are_only_their_authors(
    other: Reader | None, engine: Engine, monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    """The uid alone is not enough, nor the name; and where nobody reads, nobody's private notes count."""
    monkeypatch.setattr("tests.search.remarking.READER", other)
    mine, theirs = Search(engine, lambda: log.NOW, UTC, READER), Search(engine, lambda: log.NOW, UTC, other)
    oracle = Oracle(database, log.NOW, UTC)
    for text in ("note:any", "has:note", "-note:any", "note:called", "note:/./"):
        check_rows(parse(text), theirs, oracle)
        assert mine.keys(parse(text), 100_000) != theirs.keys(parse(text), 100_000)
