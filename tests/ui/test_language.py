"""Queries narrowed by a key, loosened by advice, and read with a caret."""

import pytest

from mailtui.query import parse
from mailtui.ui.language import read, relaxed, toggled
from mailtui.ui.widgets.query_hint import hint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "is:failed"),
        ("to:bob", "to:bob is:failed"),
        ("is:failed", ""),
        ("to:bob is:failed", "to:bob"),
        ("(to:bob OR to:eve)", "(to:bob OR to:eve) is:failed"),
    ],
)
def test_toggling_a_condition(before, after):
    assert parse(toggled(before, "is:failed")) == parse(after)


def test_toggling_twice_is_nothing():
    for text in ("to:bob", "to:bob OR to:eve", "sort:-size to:bob", "-to:bob"):
        assert parse(toggled(toggled(text, "is:failed"), "is:failed")) == parse(text)


def test_each_condition_left_out_in_turn():
    assert [term for term, _ in relaxed(parse("to:bob status:bounced"))] == ["to:bob", "status:bounced"]
    assert [str(query) for _, query in relaxed(parse("to:bob status:bounced"))] == [
        "status:bounced",
        "to:bob",
    ]
    assert relaxed(parse("to:bob")) == []
    assert relaxed(parse("")) == []


def test_the_hint_reads_back():
    assert hint(read("status:bounced"), 77) == "bounced"


def test_the_caret_stands_under_the_place_and_the_words_where_there_is_room():
    line = hint(read("to:bob stauts:x"), 77)
    assert line.startswith("       ^^^^^^")
    far = hint(read("to:" + "b" * 60 + " stauts:x"), 70)
    assert far.rstrip().endswith("^")
    assert len(far) <= 70
