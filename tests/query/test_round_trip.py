"""Whatever the text, there is an answer; and what is written back means the same."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailtui.errors import QueryError
from mailtui.query import caret, explain, parse
from mailtui.query.tree import Query

from .trees import like_queries, queries

SAVED = {"saved": "status:bounced OR sort:-size to:bob", "broken": "a OR"}


@settings(deadline=None)
@given(queries)
def test_every_query_is_written_so_that_it_is_read_the_same(query: Query) -> None:
    assert parse(str(query)) == query


@settings(deadline=None)
@given(st.one_of(like_queries, st.text()))
@example("-(" * 20)
@example("(a b OR c) d OR e sort:-delay")
@example("NOT OR a")
@example('text:="a"')
@example("size:" + "9" * 400)
@example("since:9999999999w")
@example("date:9999-12-31")
@example("reply:/" + "(" * 499 + "/")
def test_any_text_gives_a_query_or_an_error_inside_the_text(text: str) -> None:
    try:
        query = parse(text, SAVED)
    except QueryError as error:
        wrong = error
    else:
        assert parse(str(query), SAVED) == query
        assert explain(query)
        return
    assert 0 <= wrong.position < len(text)
    assert 1 <= wrong.length <= len(text) - wrong.position
    assert "^" in caret(text, wrong)
    assert wrong.title


@pytest.mark.parametrize(
    "unit",
    ["(", "-", "NOT ", '"', '"a', "/a ", "/\\/ ", "a ", "@saved ", "to:a,", "to:/", "x:", "a@", "A1", "A1-",
     "((", "\\", "/a\\ ", "reply:/a", "1.", "::", "size:1", "*@", "@a.", "<", "OR ", "AND ",
     "\n", "-(a ", "to:\"\\"],
)  # fmt: skip
def test_a_long_text_takes_time_in_proportion(unit: str) -> None:
    def seconds(times: int) -> float:
        started = time.perf_counter()
        try:
            parse(unit * times, {"saved": "a b"})
        except QueryError as error:
            caret("", error)
        return time.perf_counter() - started

    seconds(1000)
    assert seconds(100_000) < 2.0


def test_saved_searches_that_double_each_other_are_stopped() -> None:
    saved = {f"s{n}": f"@s{n + 1} @s{n + 1}" for n in range(40)} | {"s40": "a"}
    with pytest.raises(QueryError, match="too many"):
        parse("@s0", saved)


def test_no_depth_of_parentheses_breaks_the_reader() -> None:
    assert str(parse("(" * 30 + "a" + ")" * 30)) == "a"
    for deep in ("(" * 31 + "a" + ")" * 31, "-" * 31 + "a", "NOT " * 40_000 + "a"):
        with pytest.raises(QueryError, match="within each other"):
            parse(deep)
