"""Every query finds what a plain walk over all rows finds, page by page, whatever the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.depth import DEPTH
from tests.search import log
from tests.search.oracle import Oracle
from tests.search.queries import queries
from tests.search.remarking import READER

from mailtui.model.enums import FailureClass, Side
from mailtui.model.moment import iso
from mailtui.model.status import FAILED, OPEN
from mailtui.model.view import RowKey
from mailtui.query import parse
from mailtui.query.tree import Query, Sort
from mailtui.services.search import Search
from mailtui.store import searching
from mailtui.store.engine import reader
from mailtui.store.selecting import causes, condition, context, mentions, own_lines, people, remarks

LIMITS = {
    "everything is few": {
        context: {"FEW_NAMES": 10**6, "FEW_ROWS": 10**6},
        own_lines: {"FEW_CANDIDATES": 10**6},
    },
    "as it is": {},
    "each address is walked": {people: {"FEW_OF_ONE": 0.0, "MOST_LANES": 50}},
    "words among some": {context: {"FEW_ROWS": 10**6}, own_lines: {"FEW_CANDIDATES": 0}},
    "few is little": {
        context: {"FEW_NAMES": 3, "FEW_ROWS": 4},
        own_lines: {"FEW_CANDIDATES": 2},
        condition: {"FEW_LOOKED_UP": 0},
    },
    "nothing is few": {context: {"FEW_NAMES": 0, "FEW_ROWS": 0}, own_lines: {"FEW_CANDIDATES": 0}},
    "all is walked": {
        context: {"FEW_NAMES": 0, "FEW_ROWS": 0},
        causes: {"GATHERED": -1},
        remarks: {"MANY": 0},
    },
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("search"))


@pytest.fixture(scope="module")
def oracle(database: Path) -> Oracle:
    return Oracle(database, log.NOW, UTC)


@pytest.fixture(params=LIMITS)
def search(
    request: pytest.FixtureRequest, database: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Search]:
    """A search with every plan it can choose: what is few, and how far words are looked for at first."""
    for module, names in LIMITS[request.param].items():
        for name, value in names.items():
            monkeypatch.setattr(module, name, value)
    if request.param != "as it is":
        monkeypatch.setattr(mentions, "FIRST_BLOCKS", 1)
        monkeypatch.setattr(searching, "FARTHER", 1)
        monkeypatch.setattr(mentions, "AT_ONCE", 1)
    engine = reader(database)
    yield Search(engine, lambda: log.NOW, UTC, READER)
    engine.dispose()


@settings(
    max_examples=60 * DEPTH,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_query_finds_what_a_walk_over_all_rows_finds(
    data: st.DataObject, search: Search, oracle: Oracle
) -> None:
    query = data.draw(queries(oracle))
    search.forget()
    check(query, search, oracle)


def check(query: Query, search: Search, oracle: Oracle) -> None:
    """All that a search tells of a query."""
    rows = oracle.found(query)
    wanted = [row.key for row in rows]
    if query.sort.field == "date":  # a few pages, the last of them not full
        assert pages(search, query, max(37, len(wanted) // 3))[: len(wanted) + 1] == wanted
    assert search.keys(query, 100_000) == wanted
    assert search.keys(query, 5) == wanted[:5]
    assert [row.key for row in search.page(query, None, 5).rows] == wanted[:5]
    total = search.total(query, 10_000)
    assert (total.value, total.exact) == (len(wanted), True)
    few = search.total(query, 3)
    assert (few.value, few.exact) == ((3, False) if len(wanted) > 3 else (len(wanted), True))
    histogram = search.histogram(query, 24)
    assert sum(histogram.failed) == sum(row.status in FAILED for row in rows)
    assert sum(histogram.waiting) == sum(row.status in OPEN for row in rows)
    assert sum(histogram.good + histogram.waiting + histogram.failed) == len(rows)


def check_rows(query: Query, search: Search, oracle: Oracle) -> None:
    """Which rows they are, and how many: a tenth of the time, for one more plan of the same query."""
    wanted = [row.key for row in oracle.found(query)]
    assert search.keys(query, 100_000) == wanted
    assert search.total(query, 10_000).value == len(wanted)


def pages(search: Search, query: Query, limit: int) -> list[RowKey]:
    """All keys, page by page."""
    found: list[RowKey] = []
    after = None
    while True:
        page = search.page(query, after, limit)
        found.extend(row.key for row in page.rows)
        after = page.after
        if after is None or len(found) > 10_000:
            return found


@pytest.mark.parametrize(
    "sort", [Sort(name, down) for name in ("date", "size", "delay", "tries") for down in (True, False)]
)
def test_everything_in_every_order(sort: Sort, search: Search, oracle: Oracle) -> None:
    check(Query(None, sort), search, oracle)


ALSO = {
    "class": ",".join(list(FailureClass)[::2]),
    "side": ",".join(list(Side)[::2]),
    "to": "a",
    "domain": "example",
    "address": "b",
    "reply": "over,5.7",
}


@pytest.mark.parametrize("what", [*ALSO, "-class", "-to"])
def test_what_is_rare_within_some_time(what: str, search: Search, oracle: Oracle) -> None:
    """Each condition beside dates, which say how much it leaves; also where dates are within OR and NOT."""
    times = sorted(row.key.time for row in oracle.rows)
    since, until = (iso(times[len(times) * part // 4])[:19] for part in (1, 2))
    field, values = what.removeprefix("-"), ALSO[what.removeprefix("-")]
    told = f"{'-' if what[0] == '-' else ''}{field}:{values}"
    found = 0
    for text in (
        f"{told} since:{since} until:{until}",
        f"{told} since:{since} (until:{until} OR {field}:{values})",
        f"-({told} since:{since}) until:{until}",
        f"({told} since:{until}) OR ({told} date:..{since})",
    ):
        query = parse(text)
        check_rows(query, search, oracle)
        found += len(oracle.found(query))
    assert found
