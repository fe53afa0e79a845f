"""`mailtui searches` and `@name`: queries with names on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.model import visible
from mailtui.services.searches import Searches


@pytest.fixture(autouse=True)
def not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible._Sharing, "on", False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "team" / "searches.txt"
    monkeypatch.setenv("MAILTUI_SEARCHES", str(path))
    return path


def test_saved_listed_used_forgotten(filled: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["searches", "add", "alices", "from:alice"]) == 0
    assert run(["searches", "add", "late", "@alices", "status:deferred"]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    capsys.readouterr()

    assert run(["search", "@late", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [row["recipient"] for row in answer["rows"]] == ["carol@corp.example"]
    assert answer["explained"] == "@late (@alices (from alice), deferred)".replace("alice)", '"alice")')

    assert run(["searches", "--count", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["rows"], one["rows_is_exact"]) for one in found] == [
        ("alices", 3, True),
        ("late", 1, True),
    ]
    assert run(["searches", "remove", "@late"]) == 0
    assert run(["search", "@late"]) == 2
    error = capsys.readouterr().err
    assert "^^^^^" in error
    assert "There is no saved search @late" in error


def test_incidents_take_them_too(filled: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["searches", "add", "x", "to:carol", "OR", "to:dave"])
    assert run(["incidents", "@x -class:local"]) == 0


def test_a_hand_may_edit_and_break_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir()
    file.write_text("# ours\nok = to:bob\nwhat\nround = @round\nbad = stauts:bounced\n")
    assert run(["searches", "--json"]) == 1
    captured = capsys.readouterr()
    assert f"{file}:3: write it as name = query" in captured.err
    found = {one["name"]: one["error"] for one in json.loads(captured.out)}
    assert found["ok"] is None
    assert "leads back to itself" in found["round"]
    assert 'no field "stauts"' in found["bad"]


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("a b", "to:bob", "is no name"),
        ("a", " ", "the query is empty"),
        ("a", "stauts:x", 'There is no field "stauts"'),
        ("a", "to:bob @a", "leads back to itself"),
        ("a", "@nobody", "There is no saved search @nobody"),
    ],
)
def test_what_cannot_be_saved(
    file: Path, name: str, query: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["searches", "add", name, query]) != 0
    assert said in capsys.readouterr().err
    assert not file.exists()


def test_the_nearest_name_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["searches", "add", "stuck", "is:waiting"])
    assert run(["search", "@stukc"]) == 2
    assert "Did you mean @stuck?" in capsys.readouterr().err
    assert run(["searches", "remove", "stukc"]) == 1
    assert "did you mean stuck?" in capsys.readouterr().err


def test_a_shared_file_stays_behind_its_link(tmp_path: Path) -> None:
    shared, link = tmp_path / "shared.txt", tmp_path / "mine.txt"
    shared.write_text("# team\n")
    shared.chmod(0o664)
    link.symlink_to(shared)
    searches = Searches(link)
    assert searches.save("stuck", "is:waiting") is False
    assert searches.save("stuck", "is:frozen") is True
    assert shared.read_text() == "# team\nstuck = is:frozen\n"
    assert shared.stat().st_mode & 0o777 == 0o664
    assert link.is_symlink()


def test_an_edit_by_hand_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "searches.txt"
    searches = Searches(path)
    assert dict(searches.names()) == {}
    path.write_text("a = to:bob\n")
    assert searches.is_news()
    assert dict(searches.names()) == {"a": "to:bob"}
    assert not searches.is_news()
    path.unlink()
    assert dict(searches.names()) == {}


@pytest.mark.parametrize(
    "words", [["searches"], ["searches", "--json"], ["search", "@hers"], ["incidents", "@hers"]]
)
def test_masked_no_name_is_read_back(
    filled: Path, file: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["searches", "add", "hers", "to:zebedee", "OR", "from:alice", "OR", "status:bounced"]) == 0
    assert run(["searches", "add", "both", "@hers", "note:dylan"]) == 0
    assert run(words) == 0
    said = capsys.readouterr()
    assert "zebedee" in said.out + said.err
    assert run(["--masked", *words]) == 0
    said = capsys.readouterr()
    assert not [name for name in ("zebedee", "alice", "dylan") if name in said.out + said.err]
    assert "bounced" in said.out + said.err


def test_masked_no_name_is_in_what_is_wrong_with_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.parent.mkdir()
    file.write_text("bad = (to:zebedee\n")
    assert run(["--masked", "searches"]) == 1
    said = capsys.readouterr()
    assert "zebedee" not in said.out + said.err
    assert "bad" in said.out


def test_masked_what_was_saved_is_not_said_again(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--masked", "searches", "add", "hers", "to:zebedee"]) == 0
    assert "zebedee" not in capsys.readouterr().err
    assert "to:zebedee" in file.read_text()
