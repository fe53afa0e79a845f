"""An error says where, what was probably meant, and how it is written; never a silent empty answer."""

from __future__ import annotations

import pytest

from mailtui.errors import QueryError
from mailtui.query import caret, parse


def wrong(text: str, **saved: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(text, saved)
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("a fro:bob", "fro", "Did you mean from, as in from:news@shop.example"),
        ("http://x", "http", "in quotes"),
        ("status:bouncd", "bouncd", "Did you mean status:bounced"),
        ("status:failed", "failed", "Did you mean is:failed"),
        ("colour:x", "colour", "in quotes"),
        ("to:a,b,", ",", "For example to:bob"),
        ("to: bob", "to:", "without a space"),
        ("a tries:>", "tries:>", "For example tries:>3"),
        ("sort:-delai", "sort:-delai", "-delay"),
        ("(a sort:size)", "sort:size", "at the end"),
        ("sort:size sort:date", "sort:date", "Leave one"),
        ("-sort:size", "sort:size", "sort:-delay"),
        ("a (b", "(", "For example"),
        ("a )b", ")", "Leave it out"),
        ("a ()", "()", ""),
        ("a OR", "OR", "For example"),
        ("OR a", "OR", "For example"),
        ("AND a", "AND", "left out"),
        ("a AND", "AND", "left out"),
        ("a NOT OR b", "NOT", "in quotes"),
        ("a - b", "-", "in quotes"),
        ('a "b', '"', "Close it"),
        ('a""', '"', "a space before it"),
        ("to:(a OR b)", "to:", "For example to:bob"),
        ("fail(x)", "(", "quotes"),
        ('reply:""', '""', "For example reply:"),
        ("reply:/a", "/", "quotes"),
        ("reply:/a/b/", "/", r"\/"),
        ("reply:/(/", "/(/", "in quotes"),
        ("reply:/a(?i)b/", "/a(?i)b/", "Case never counts"),
        ("to:b*b", "b*b", "without a star"),
        ("to:@", "@", "For example to:bob"),
        ("domain:a..b", "a..b", "For example domain:gmail.com"),
        ("text:=foo", "=foo", "phrase"),
        ("code:999", "999", "For example code:550"),
        ("esc:7.1.1", "7.1.1", "For example esc:5.1.1"),
        ("ip:1.2.3.4.5", "1.2.3.4.5", "192.0.2.0/24"),
        ("size:10X", "10X", "For example size:>10M"),
        ("tries:1.5", "1.5", "For example tries:>3"),
        ("tries:5..3", "5..3", "tries:3..5"),
        ("tries:>3..5", ">3..5", "For example"),
        ("date:2026-02-30", "2026-02-30", "2026-11-18"),
        ("date:2026-11-20..2026-11-18", "2026-11-20..2026-11-18", "date:2026-11-18..2026-11-20"),
        ("date:2h..3h", "2h..3h", "date:3h..2h"),
        ("since:2h..1h", "2h..1h", "date:2h..1h"),
        ("date:25:00", "25:00", "yesterday"),
        ("@morning", "@morning", "address:@morning"),
        ("@", "@", "saved search"),
    ],
)  # fmt: skip
def test_the_place_and_the_next_step(text: str, place: str, hint: str) -> None:
    error = wrong(text)
    assert text[error.position : error.position + error.length] == place
    assert hint in error.hint


def test_a_misspelt_saved_search_is_suggested() -> None:
    assert "@morning" in wrong("@mornign", morning="a").hint


def test_an_error_in_a_saved_search_points_at_its_name_and_says_what_is_wrong_in_it() -> None:
    error = wrong("a @x", x="status:bouncd")
    assert (error.position, error.length) == (2, 2)
    assert error.title == 'In the saved search @x: status: does not know "bouncd"'


def test_a_saved_search_without_conditions_is_no_condition() -> None:
    assert "no conditions" in wrong("a @x", x="sort:size").title


def test_thousands_of_pasted_addresses_are_refused_before_they_reach_the_database() -> None:
    parse("to:" + ",".join(f"u{n}@x.org" for n in range(500)))
    assert "500" in wrong("to:" + ",".join(f"u{n}@x.org" for n in range(501))).title
    assert "500" in wrong(",".join(f"u{n}@x.org" for n in range(501))).title
    assert "500" in wrong("a " * 501).title


def test_an_error_quotes_no_more_than_there_is_room_for() -> None:
    for text in (
        "status:" + "x" * 1000,
        "x" * 1000 + ":a",
        "@" + "x" * 1000,
        "size:" + "9" * 1000,
        "date:" + "9" * 1000,
    ):
        assert len(wrong(text).title) < 100


def test_the_caret_stands_under_the_mistake() -> None:
    text = "status:bounced is:fialed"
    assert caret(text, wrong(text)) == f"{text}\n                  ^^^^^^"


def test_the_caret_counts_the_cells_of_wide_and_combining_characters() -> None:
    text = "件名 e\u0301 is:fialed"
    assert caret(text, wrong(text)).split("\n")[1] == " " * 10 + "^^^^^^"


def test_the_caret_stays_in_view_when_the_query_is_long() -> None:
    text = "to:bob " * 60 + "is:fialed" + " to:eve" * 60
    line, marks = caret(text, wrong(text), 60).split("\n")
    assert len(line) <= 60
    assert line[marks.index("^") : marks.rindex("^") + 1] == "fialed"
    assert (line[0], line[-1]) == ("…", "…")


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    text = "a\x1b[2J\u202e\n is:fialed"
    line, marks = caret(text, wrong(text)).split("\n")
    assert line == "a�[2J�  is:fialed"
    assert line[marks.index("^")] == "f"
