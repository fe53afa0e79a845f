"""Nothing that a terminal obeys, hides or turns round gets through, whatever the text."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.visible import visible

HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ZERO_WIDTH = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u200b\u200c\u200d\u2060\u3164\ufe0f\ufeff\uffa0"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x00b\x7f", "a\\x00b\\x7f"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202edef", "abc\\u202edef"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u200bb", "a\\u200bb"),
        ("line\u2028next", "line\\u2028next"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("plain text <b>[bold]", "plain text <b>[bold]"),
        ("Grüße, 漢字, 🚀", "Grüße, 漢字, 🚀"),
        ("a\\x1b", "a\\x1b"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_every_character_of_unicode() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        shown = visible(char)
        if unicodedata.category(char) in HIDDEN_CATEGORIES or char in ZERO_WIDTH:
            assert shown != char, hex(code)
            assert shown.startswith("\\"), hex(code)
        if shown != char:
            assert shown.isascii(), hex(code)
            assert shown.isprintable(), hex(code)


def test_letters_of_every_script_stay() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) in ("Lu", "Ll", "Nd", "Sm", "Po") and char not in ZERO_WIDTH:
            assert visible(char) == char, hex(code)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_the_result_is_harmless_and_stays_so(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char) in HIDDEN_CATEGORIES for char in shown)
    assert visible(shown) == shown


def test_plain_text_is_returned_as_it_is() -> None:
    text = "bob@example.org"
    assert visible(text) is text
