"""`mailtui suppressions`, `suppress` and `lift`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from mailtui.cli.main import run


@pytest.fixture(autouse=True)
def db(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_DB", str(database))
    return database


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(["suppressions", *words, "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_nobody_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suppressions"]) == 0
    assert "mailtui suppress ADDRESS puts somebody on the list" in capsys.readouterr().err


def test_from_a_proposal_to_lifted(capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = listed(capsys, "--propose")
    assert (one["address"], one["state"], one["proposed_by"]) == (
        "nobody@lone.example",
        "proposed",
        "diagnosis",
    )
    assert run(["suppress", "nobody@lone.example", "--reason", "bounce", "--until", "30d"]) == 0
    (one,) = listed(capsys, "lone")
    assert one["state"] == "active"
    assert one["until"]
    assert run(["suppressions", "--list"]) == 0
    assert capsys.readouterr().out == "nobody@lone.example\n"
    assert run(["lift", "nobody@lone.example", "--why", "is back"]) == 0
    assert listed(capsys) == []
    (one,) = listed(capsys, "--all")
    assert (one["state"], one["lift_reason"]) == ("lifted", "is back")
    assert run(["undo"]) == 0
    assert [one["state"] for one in listed(capsys)] == ["active"]


def test_addresses_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a@example.org\n\nexample.net\n"))
    assert run(["suppress", "-"]) == 0
    assert {one["address"] for one in listed(capsys)} == {"a@example.org", "example.net"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["suppress", "nonsense"], "neither an address nor a domain"),
        (["suppress", "a@example.org", "--until", "2001-01-01"], "is over"),
        (["suppress", "a@example.org", "--until", "soon"], "is no point in time"),
        (["lift", "a@example.org"], "nobody of these is on the list"),
    ],
)
def test_mistakes_are_told(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert run(words) != 0
    assert said in capsys.readouterr().err
