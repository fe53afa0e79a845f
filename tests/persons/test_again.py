"""What an address came from is told, and what is said of reading it again is so."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.persons import world
from tests.persons.world import BOB

from mailtui.cli.main import run

pytestmark = pytest.mark.usefixtures("home")
_MAIL = f"""\
From a@b Fri Nov 20 09:00:00 2026
From: Bob <{BOB}>
To: alice@ours.example
Message-ID: <letter@corp.example>
Date: Fri, 20 Nov 2026 09:00:00 +0000
Subject: hi

text

"""


@pytest.fixture
def places(database: Path, built: Path) -> dict[str, tuple[list[str], Path]]:
    """How each sort is read, and where it lies; everything is read already."""
    folder = database.parent / "more"
    folder.mkdir()
    (folder / "bob.mbox").write_text(_MAIL)
    (folder / "people.csv").write_text(f"email,status\n{BOB},subscribed\n")
    found = {
        "log file": (["import", "--server", "mx1"], built.parent / "in" / "mainlog"),
        "events": (["import"], built.parent / "in" / "ses.jsonl"),
        "mail archive": (["import"], folder / "bob.mbox"),
        "contacts": (["contacts", "import"], folder / "people.csv"),
    }
    for words, path in list(found.values())[2:]:
        assert run([*words, str(path)]) == 0
    return found


def erased(capsys: pytest.CaptureFixture[str], *more: str) -> Any:
    capsys.readouterr()
    assert run(["person", BOB, "erase", *more, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_said_of_each_is_so(
    database: Path, places: dict[str, tuple[list[str], Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    would, done = erased(capsys, "--dry-run"), erased(capsys, "--yes")
    assert done["again"] == would["again"]
    told = {one["what"]: one for one in done["again"]}
    where = {what: str(path if what == "log file" else path.parent) for what, (_, path) in places.items()}
    assert {what: one["where"] for what, one in told.items()} == where
    before = world.counts(database)
    for what, (words, path) in places.items():
        assert run([*words, str(path)]) in (0, 4)
        after = world.counts(database)
        back = [name for name in before if after[name] != before[name]]
        assert back == (["contacts"] if told[what]["comes_back"] else []), what


def test_payloads_in_another_file_are_known_and_nothing_counts_twice(
    database: Path, places: dict[str, tuple[list[str], Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    erased(capsys, "--yes")
    before = world.counts(database)
    other = database.parent / "other.jsonl"
    lines = places["events"][1].read_text().splitlines()
    other.write_text("".join(f"{line}\n" for line in reversed(lines)))
    assert run(["import", str(other)]) == 0
    assert world.counts(database) == before


def test_the_sentences(places: dict[str, tuple[list[str], Path]], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["person", BOB, "erase", "--dry-run"]) == 0
    said = capsys.readouterr().err
    for what, (_, path) in places.items():
        assert str(path.parent) in said, what
    assert "mail archives in" in said
    assert "every import of it brings the contact back" in said


def test_standard_input_is_called_so(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"email\n{BOB}\n".encode())))
    assert run(["contacts", "import", "-"]) == 0
    capsys.readouterr()
    assert run(["person", BOB, "erase", "--dry-run"]) == 0
    assert "files of contacts in standard input" in capsys.readouterr().err
