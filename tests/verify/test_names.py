"""What people type for a domain: one form of it, or a clear message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.errors import InputError
from mailtui.model.visible import visible
from mailtui.verify.names import canonical


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("example.org", "example.org"),
        (" Mail.Example.ORG. ", "mail.example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example.", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("a_b.example.org", "a_b.example.org"),
        ("1.example", "1.example"),
    ],
)
def test_one_form(typed: str, name: str) -> None:
    assert canonical(typed) == name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "missing"),
        ("localhost", "no top-level domain"),
        (".", "empty part"),
        ("a..example.org", "empty part"),
        (".example.org", "empty part"),
        ("*.example.org", "wildcard"),
        ("x" * 64 + ".org", "63"),
        ("abcdefghi." * 30 + "org", "303 characters"),
        ("a\x1b[31m.example.org", "control character"),
        ("a\u202eb.example.org", "control character"),
        ("a b.example.org", "space"),
        ("[bold]x.example.org", "no domain has"),
        ("-a.example.org", "no domain has"),
        ("alice@example.org", "an address"),
        ("192.0.2.1", "an IP"),
        ("[2001:db8::1]", "an IP"),
        ("example.1", "number"),
        ("straße.example", "more than one way"),
        ("http://example.org/", "no domain has"),
    ],
)
def test_a_clear_message(typed: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        canonical(typed)
    assert words in caught.value.title
    assert caught.value.title.isprintable()
    assert caught.value.hint


@given(st.text())
def test_anything_is_a_name_or_a_message(text: str) -> None:
    try:
        name = canonical(text)
    except InputError as error:
        told = error
    else:
        assert canonical(name) == name
        return
    assert visible(told.title) == told.title
