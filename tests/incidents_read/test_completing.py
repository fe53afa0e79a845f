"""The bar completes causes, providers and incidents with how many recipients have them."""

from __future__ import annotations

import pytest

from mailtui.services.search import Search


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("class:rate", "rate-limited", 13),
        ("class:mail", "mailbox-full", 0),
        ("side:u", "unknown", 0),
        ("side:us", "us", 13),
        ("provider:", "fast.example", 92),
        ("provider:sl", "slow.example", 72),
        ("-provider:=sl", "slow.example", 72),
        ("code:55", "550", 1),
        ("esc:5", "5.1.1", 1),
        ("phase:ba", "banner", 12),
        ("is:unf", "unfiled", None),
    ],
)
def test_values_come_with_their_counts(text: str, first: str, count: int | None, search: Search) -> None:
    found = search.complete(text, len(text))[0]
    assert (found.text, found.count) == (first, count)


def test_open_incidents_are_offered_with_their_cause(search: Search) -> None:
    offers = search.complete("inc:", 4)
    assert [offer.text for offer in offers] == ["any", offers[1].text]
    assert (offers[1].help, offers[1].count) == ("rate-limited at slow.example", 13)
    assert offers[1].text.isdigit()


def test_what_is_known_is_not_offered_twice(search: Search) -> None:
    texts = [offer.text for offer in search.complete("code:550", 8)]
    assert len(texts) == len(set(texts))
