"""The bar offers fields and words as they are typed, and says which values the store should count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtui.query import Wanted, candidates, parse
from mailtui.query.fields import FIELDS, FieldType

from .trees import like_queries


def offered(text: str) -> list[str]:
    """Completions where `|` is the cursor."""
    before, _, after = text.partition("|")
    return [item.text for item in candidates(before + after, len(before), ["morning", "mine"]).items]


def completed(text: str, choice: str) -> str:
    """The text after the choice was taken."""
    before, _, after = text.partition("|")
    found = candidates(before + after, len(before), ["morning"])
    assert choice in [item.text for item in found.items]
    whole = before + after
    return whole[: found.start] + choice + whole[found.end :]


def test_an_empty_bar_offers_every_field_with_its_help() -> None:
    found = candidates("", 0)
    assert [item.text for item in found.items] == [f"{name}:" for name in FIELDS]
    assert all(item.help for item in found.items)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("stat|", "status:"),
        ("-sub|", "subject:"),
        ("(rel|", "relay:"),
        ("a OR sender_|", "sender-domain:"),
        ("rcp|", "to:"),
        ("boun|", "status:bounced"),
        ("status:bo|", "bounced"),
        ("status:bounced,def|", "deferred"),
        ("STATUS:Bo|", "bounced"),
        ("phase:end-|", "end_of_data"),
        ("since:yes|", "yesterday"),
        ("date:2026-11-18..to|", "today"),
        ("sort:-|", "-size"),
        ("size:>|", ">10M"),
        ("@mo|", "@morning"),
    ],
)
def test_what_is_offered_first(text: str, first: str) -> None:
    assert offered(text)[0] == first


@pytest.mark.parametrize(
    ("text", "choice", "result"),
    [
        ("stat|", "status:", "status:"),
        ("-(st| to:bob", "status:", "-(status: to:bob"),
        ("status:bo|un to:bob", "bounced", "status:bounced to:bob"),
        ("status:de|,bounced", "deferred", "status:deferred,bounced"),
        ("date:2026-11-18..to|", "today", "date:2026-11-18..today"),
        ("tries:>|", ">3", "tries:>3"),
        ('reply:"a b" st|', "status:", 'reply:"a b" status:'),
        ("a @mo|", "@morning", "a @morning"),
    ],
)
def test_a_choice_replaces_the_word_at_the_cursor(text: str, choice: str, result: str) -> None:
    assert completed(text, choice) == result


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("to:bo", Wanted("to", "bo", 3, 5)),
        ("to:=bo", Wanted("to", "bo", 4, 6)),
        ("to:a,@gm", Wanted("domain", "gm", 6, 8)),
        ("from:@sh", Wanted("sender-domain", "sh", 6, 8)),
        ("status:bo", Wanted("status", "bo", 7, 9)),
        ("rcpt:bo", Wanted("to", "bo", 5, 7)),
        ('router:"a b', Wanted("router", "a b", 7, 11)),
        ("bob@", Wanted("address", "bob@", 0, 4)),
        ("@exa", Wanted("domain", "exa", 1, 4)),
    ],
)
def test_the_store_is_asked_for_values_of_the_field(text: str, wanted: Wanted) -> None:
    assert candidates(text, len(text)).wanted == wanted


@pytest.mark.parametrize(
    "text", ["size:1", "since:y", "reply:/over qu", '"a phra', "nofield:x", "to:bob ", "/a"]
)
def test_the_store_is_not_asked_where_it_has_no_answer(text: str) -> None:
    assert candidates(text, len(text)).wanted is None


@pytest.mark.parametrize("text", ["reply:/over qu|", '"to|', "nofield:x|", "status:bounced| "])
def test_nothing_is_offered_inside_of_texts(text: str) -> None:
    assert offered(text) in ([], ["bounced"])


@settings(deadline=None)
@given(st.one_of(like_queries, st.text()), st.integers(-3, 90))
def test_there_is_an_answer_for_any_text_and_cursor(text: str, cursor: int) -> None:
    found = candidates(text, cursor, ["x"])
    assert 0 <= found.start <= found.end <= len(text)
    if found.wanted:
        assert found.start <= found.wanted.start <= found.wanted.end <= len(text)


def test_every_offered_word_parses() -> None:
    for name, field in FIELDS.items():
        for item in candidates(f"{name}:", len(name) + 1).items:
            parse(f"{name}:{item.text}")
        assert field.type in FieldType
