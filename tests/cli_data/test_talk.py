"""`mailtui --plain`: question and answer, for screen readers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mailtui.cli.main import run


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Type lines; what was said."""

    def typed(*lines: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert run(["--plain"]) == 0
        said = capsys.readouterr()
        return said.out + said.err

    return typed


def test_triage_is_said_first_in_sentences(filled: Path, talk) -> None:
    said = talk("q").splitlines()
    assert said[0].startswith("mailtui, line by line.")
    assert said[1] == "Triage: no incidents, 2 single failures."
    assert said[2].startswith("1. ")
    assert ": from alice@ours.example to " in said[2]


def test_nothing_is_drawn_and_nothing_is_painted_over(filled: Path, talk) -> None:
    said = talk("h", "/", "1", "t", "b", "searches", "q")
    assert said.isprintable() or set(said) - {"\n"} <= set(map(chr, range(32, 0x2500)))
    assert "\x1b" not in said
    assert "\r" not in said


def test_a_number_opens_a_row(filled: Path, talk) -> None:
    said = talk("/to:bob", "1")
    assert 'Search: to "bob". 1 row.' in said
    assert "accepted: from alice@ours.example to bob@corp.example, 2026-11-20 09:00:01" in said
    assert "1xU1aA-000000001AB-2cD1" in said.partition("accepted:")[2]


def test_more_rows_back_and_again(filled: Path, talk) -> None:
    said = talk("/", "", "b", "r")
    assert "5. " in said
    assert "There are no more rows." in said
    assert said.count("Triage:") == 3


def test_every_command_can_be_typed(filled: Path, talk) -> None:
    assert "1xU1aA-000000001AB-2cD1  bob@corp.example" in talk("search from:alice")
    assert "cannot be read" in talk("search 'open")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("9", "There is no row 9"),
        ("hello", "There is no answer to hello"),
        ("/stauts:x", "There is no field"),
        ("b", "There is nothing before this"),
        ("/@none", "There is no saved search"),
    ],
)
def test_what_cannot_be_is_said_and_the_talk_goes_on(filled: Path, talk, line: str, said: str) -> None:
    answer = talk(line, "t")
    assert said in answer
    assert answer.count("Triage:") == 2


def test_without_a_database_it_says_what_to_do(talk) -> None:
    assert "mailtui import" in talk("q")
