"""The file of saved searches: read in whole, changed line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.errors import UsageError
from mailtui.query.saved import contents, with_search, without

FILE = """\
# what we look at in the morning
stuck = is:waiting age:>4h

  ours=@stuck side:us
# no more
"""


def test_names_and_queries_in_the_order_of_the_file() -> None:
    found = contents(FILE)
    assert dict(found.names()) == {"stuck": "is:waiting age:>4h", "ours": "@stuck side:us"}
    assert [search.line for search in found.searches] == [2, 4]
    assert found.bad == ()


def test_a_bad_line_costs_only_itself() -> None:
    found = contents("a = x\nwhat is this\nb =\na = y\ntwo words = z\nc = to:=bob\n")
    assert dict(found.names()) == {"a": "x", "c": "to:=bob"}
    assert [bad.line for bad in found.bad] == [2, 3, 4, 5]
    assert "line 1, which counts" in found.bad[2].why


def test_saving_changes_one_line() -> None:
    assert with_search(FILE, "stuck", "is:frozen") == FILE.replace("is:waiting age:>4h", "is:frozen")
    assert with_search(FILE, "new", "to:bob") == f"{FILE}new = to:bob\n"
    assert with_search("a = x", "b", "y\nz") == "a = x\nb = y z\n"


def test_forgetting_takes_one_line() -> None:
    assert without(FILE, "ours") == FILE.replace("  ours=@stuck side:us\n", "")
    assert without(FILE, "other") == FILE


@pytest.mark.parametrize("name", ["", "two words", "a=b", "#a", "@a", "a\n"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(UsageError, match="no name"):
        with_search(FILE, name, "to:bob")


NAMES = st.from_regex(r"[\w-]{1,9}", fullmatch=True)
QUERIES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1)


@given(st.text(), NAMES, QUERIES)
def test_what_was_saved_is_found_again_whatever_the_file(text: str, name: str, query: str) -> None:
    others = {key: value for key, value in contents(text).names().items() if key != name}
    saved = with_search(text, name, query)
    assert contents(saved).names() == {**others, name: query}
    assert contents(without(saved, name)).names() == others
