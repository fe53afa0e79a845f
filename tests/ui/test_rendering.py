"""One module turns text from outside into something displayed: it obeys nothing and hides nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from tests.ui.hostile import assert_harmless, texts

from mailtui.model.visible import visible
from mailtui.ui import rendering


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain@example.org", "plain@example.org"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\u202emoc.live", "\\u202emoc.live"),
        ("a\r\n\tb", "a\\r\\n\\tb"),
        ("\x7f\x9b\x00", "\\x7f\\x9b\\x00"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("byte \udcff", "byte \\xff"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("日本語 café e\u0301 🚀", "日本語 café e\u0301 🚀"),
    ],
)
def test_what_is_not_seen_as_itself_is_written_out(text: str, shown: str) -> None:
    assert rendering.safe(text) == shown


@given(texts)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(texts)
def test_content_is_never_markup(text: str) -> None:
    shown = rendering.content(f"[bold]{text}[/nonsense]", "bold")
    assert shown.plain == "\n".join(rendering.safe_lines(f"[bold]{text}[/nonsense]"))


@given(texts, st.integers(0, 90))
def test_cut_and_fit_keep_to_the_cells(text: str, cells: int) -> None:
    for cut in (rendering.cut, rendering.cut_middle):
        assert cell_len(cut(text, cells)) <= cells
    for right in (False, True):
        for middle in (False, True):
            assert cell_len(rendering.fit(text, cells, right=right, middle=middle)) == cells


def test_what_is_cut_says_so() -> None:
    assert rendering.cut("recipient@example.org", 10) == "recipient…"
    assert rendering.cut("short", 10) == "short"
    assert rendering.cut_middle("a.very.long.name@mail.example.org", 21) == "a.very.lon…xample.org"
    assert rendering.fit("日本語", 4) == "日… "


@given(texts, st.integers(2, 90))
def test_wrapping_loses_nothing_but_spaces(text: str, cells: int) -> None:
    rows = rendering.wrap(text, cells)
    assert all(cell_len(row) <= cells for row in rows)
    wanted = "".join(rendering.safe_lines(text))
    assert "".join(rows).replace(" ", "") == wanted.replace(" ", "")


def test_wrapping_keeps_the_indent_of_a_header_line() -> None:
    assert rendering.wrap("    X-Header: abc def", 17) == ["    X-Header: abc", "def"]


@given(st.lists(texts, max_size=5), st.integers(0, 90))
def test_a_strip_has_exactly_its_width(parts: list[str], cells: int) -> None:
    strip = rendering.strip([(text, Style(bold=True)) for text in parts], cells, Style(dim=True))
    assert_harmless(strip, cells)


def test_bytes_that_are_not_text_are_shown_as_bytes() -> None:
    assert rendering.safe_bytes(b"H=\xff\xc3\xa9\nP Received: x") == ["H=\\xffé", "P Received: x"]


def test_only_the_cells_that_differ_are_painted_anew():
    bold = Style(bold=True)

    def line(*parts):
        return rendering.strip(parts, 12)

    assert rendering.differing(line(("abc", None)), line(("abc", None))) is None
    assert rendering.differing(line(("abc", None)), line(("axc", None))) == (1, 2)
    assert rendering.differing(line(("abc", None)), line(("ab", None), ("c", bold))) == (2, 3)
    assert rendering.differing(line(("日本x", None)), line(("日本y", None))) == (4, 5)
    assert rendering.differing(rendering.strip((), 3), rendering.strip((), 5)) == (0, 5)
