"""Expressions of tags: total, written back as they were read, hostile names refused at their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.errors import QueryError, UsageError
from mailtui.model.tags import (
    COLOURS,
    LONGEST,
    MOST,
    TagChange,
    checked_colour,
    checked_name,
    completed,
    parse_tags,
    tag_name,
)
from mailtui.model.visible import escaped
from mailtui.query import parse
from mailtui.query.tree import Term, Text

anything = st.text(st.characters(exclude_categories=()), max_size=50)
likely = st.lists(
    st.sampled_from(
        ["+", "-", " ", "vip", "TODO", "a.b-c", "ö", "ß", "[red]", "\x1b", "\u202e", "\u3164", ","]
    ),
    max_size=12,
).map("".join)
names = st.from_regex(r"[a-zö0-9][a-zö0-9._-]{0,20}", fullmatch=True).filter(
    lambda name: tag_name(name) == name
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("+vip -todo", TagChange(("vip",), ("todo",))),
        ("  +VIP\t-Todo\n", TagChange(("vip",), ("todo",))),
        ("+a +b +a -c", TagChange(("a", "b"), ("c",))),
        ("+waiting-for-customer", TagChange(("waiting-for-customer",), ())),
        ("-2026.11", TagChange((), ("2026.11",))),
        ("+Ärger", TagChange(("ärger",), ())),
    ],
)
def test_what_expressions_say(text: str, wanted: TagChange) -> None:
    assert parse_tags(text) == wanted


@pytest.mark.parametrize(
    ("text", "position", "length"),
    [
        ("vip", 0, 3),
        ("+vip todo", 5, 4),
        ("+vip -", 5, 1),
        ("+vip  -vip", 6, 4),
        ("+[red]", 1, 5),
        ("+any", 1, 3),
        ("+a:b", 1, 3),
        ("+a,+b", 1, 4),
        ("+" + "x" * (LONGEST + 1), 1, LONGEST + 1),
        (" ".join(f"+t{number}" for number in range(MOST + 1)), 240, 4),
    ],
)
def test_what_cannot_be_says_where(text: str, position: int, length: int) -> None:
    with pytest.raises(QueryError) as raised:
        parse_tags(text)
    assert (raised.value.position, raised.value.length) == (position, length)


def read(text: str) -> TagChange | QueryError:
    try:
        return parse_tags(text)
    except QueryError as error:
        return error


@given(st.one_of(anything, likely))
def test_any_text_is_a_change_or_an_error_inside_of_it(text: str) -> None:
    found = read(text)
    if isinstance(found, QueryError):
        assert 0 <= found.position <= len(text)
        assert found.position + found.length <= len(text) or not text.strip()
        assert escaped(found.title) == found.title
        return
    assert parse_tags(str(found)) == found
    assert not set(found.add) & set(found.remove)
    for name in (*found.add, *found.remove):
        assert name == checked_name(name)
        assert name == escaped(name)
        assert len(name) <= LONGEST
        assert parse(f"tag:{name}").where == Term("tag", (Text(name),))


@given(st.lists(names, max_size=6), st.lists(names, max_size=6))
def test_whatever_is_meant_can_be_written(add: list[str], remove: list[str]) -> None:
    puts = tuple(dict.fromkeys(add))
    takes = tuple(name for name in dict.fromkeys(remove) if name not in puts)
    if puts or takes:
        assert parse_tags(str(TagChange(puts, takes))) == TagChange(puts, takes)


@given(st.one_of(anything, likely), st.integers(0, 60), st.lists(names, max_size=5))
def test_completion_answers_anything(text: str, cursor: int, known: list[str]) -> None:
    start, end, offers = completed(text, min(cursor, len(text)), known)
    assert 0 <= start <= min(cursor, len(text)) <= end <= len(text)
    assert all(offer[1:] in known for offer in offers)


def test_completion_keeps_the_sign_and_leaves_out_what_is_there() -> None:
    known = ("vip", "vip2", "todo")
    assert completed("+v", 2, known) == (0, 2, ["+vip", "+vip2"])
    assert completed("v", 1, known) == (0, 1, ["+vip", "+vip2"])
    assert completed("+vip -V", 7, known) == (5, 7, ["-vip2"])
    assert completed("", 0, known) == (0, 0, ["+vip", "+vip2", "+todo"])


def test_colours_are_words_of_the_palette() -> None:
    assert checked_colour(" Red ") == "red"
    assert checked_colour("none") == checked_colour("") == ""
    assert len(set(COLOURS)) == len(COLOURS)
    with pytest.raises(UsageError, match="no colour"):
        checked_colour("#ff0000")
