"""Tables, CSV and JSON: aligned, whole, and safe on a terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.cli import output


def test_columns_are_aligned_by_cells_and_trailing_blanks_are_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.print_table(("who", "n"), [("日本", 1), ("bob", 22), ("x", None)])
    assert capsys.readouterr().out == "who   n\n日本  1\nbob   22\nx\n"


def test_a_table_without_rows_is_its_heading(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows(("who", "n"), [], "plain")
    assert capsys.readouterr().out == "who  n\n"


def test_a_table_is_cut_to_the_terminal_and_plain_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    output.print_rows(("reply",), [("x" * 20,)], "table")
    output.print_rows(("reply",), [("x" * 20,)], "plain")
    out = capsys.readouterr().out.splitlines()
    assert out[1] == "x" * 9 + "…"
    assert out[3] == "x" * 20


def test_wide_characters_are_cut_by_cells() -> None:
    assert output.shorten("日本語日本語", 6) == "日本…"
    assert output.shorten("日本語", 6) == "日本語"


def test_csv_quotes_and_keeps_empty_apart(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_rows(("a", "b"), [('say "hi", bob', None)], "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["a", "b"], ['say "hi", bob', ""]]


def test_talk_goes_to_stderr_one_line_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("two\nlines \x1b[2J")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "two\nlines \\x1b[2J\n"


@given(text=st.text())
@pytest.mark.parametrize("form", ["table", "plain", "csv"])
def test_nothing_a_terminal_obeys_is_printed(form: str, text: str) -> None:
    printed = _printed(lambda: output.print_rows(("a", "b"), [(text, text)], form))
    assert all(char.isprintable() or char in "\n " or char.isspace() for char in printed)
    assert not set(printed) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}


@given(value=st.dictionaries(st.text(), st.text(alphabet=st.characters(exclude_categories=()))))
def test_json_is_ascii_and_comes_back(value: dict[str, str]) -> None:
    printed = _printed(lambda: output.print_json(value))
    assert printed.isascii()
    assert json.loads(printed) == value


def _printed(act) -> str:
    import contextlib

    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        act()
    return buffer.getvalue()


def test_a_long_name_does_not_cost_the_last_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    output.print_table(("id", "name", "rate"), [(1, "x" * 5000, "3.2 %"), (2, "short", "0.1 %")], cut=True)
    lines = capsys.readouterr().out.splitlines()
    assert all(output.width(line) <= 60 for line in lines)
    assert [line.split()[-1] for line in lines] == ["rate", "%", "%"]
    assert "xx…" in lines[1]
    output.print_table(tuple("abcdefghijkl"), [["long words here"] * 12], cut=True)
    assert all(output.width(line) <= 60 for line in capsys.readouterr().out.splitlines())
