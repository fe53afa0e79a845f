"""The table of fields is complete, and everything made from it is fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtui.query import parse
from mailtui.query.fields import FIELDS, Field, FieldType, find, names
from mailtui.query.reference import SYNTAX, reference
from mailtui.query.tree import Term
from mailtui.query.values import _READERS

PAGE = Path(__file__).parents[2] / "docs/query.md"
PROMISED = (
    "from to address domain sender-domain host relay ip server status outcome queue class side provider inc "
    "state assignee tag note campaign opened clicked link machine-link mailbox complained unsubscribed "
    "esc code phase reply subject size delay tries age router transport auth id "
    "msgid text kind is has date since until before after sort"
)


def test_the_fields_of_the_guide_are_there() -> None:
    assert set(FIELDS) == set(PROMISED.split())


def test_rows_can_be_sorted_by_what_is_promised() -> None:
    assert {name for name, field in FIELDS.items() if field.sortable} == {"date", "delay", "size", "tries"}


@pytest.mark.parametrize("field", FIELDS.values(), ids=str)
def test_every_example_of_a_field_is_a_query_of_that_field(field: Field) -> None:
    assert field.examples
    for example in field.examples:
        query = parse(example)
        assert parse(str(query)) == query
        if field.type is not FieldType.SORT:
            assert isinstance(query.where, Term)
            assert query.where.field == field.name


def test_every_type_of_field_can_be_read() -> None:
    assert set(_READERS) == set(FieldType) - {FieldType.SORT}


def test_no_name_or_alias_means_two_fields() -> None:
    everything = [name for field in FIELDS.values() for name in (field.name, *field.aliases)]
    assert len(everything) == len(set(everything)) == len(names())
    assert find("Message_ID") is FIELDS["msgid"]


def test_the_reference_is_fresh() -> None:
    made = "python -m mailtui.query.reference > docs/query.md"
    assert PAGE.read_text(encoding="utf-8") == reference(), f"make it again: {made}"


def test_the_reference_names_every_field_word_and_example() -> None:
    page = reference()
    for field in FIELDS.values():
        for text in (field.name, *field.aliases, *field.examples, *(known.word for known in field.words)):
            assert f"`{text.replace('|', chr(92) + '|')}`" in page
    for text, _ in SYNTAX:
        assert text in page
