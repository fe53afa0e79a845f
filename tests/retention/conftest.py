"""Days of made-up traffic, and a database of them."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.importing.facts import imported

_STAMP = re.compile(r"^\d{4}-\d\d-\d\d", re.MULTILINE)
_ID = re.compile(r"\b[0-9A-Za-z]{6}(?=-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}\b)")
DAYS = 5


def _another_day(day: str, number: int) -> str:
    def later(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(days=number)).isoformat()

    moved = _STAMP.sub(later, day)
    return _ID.sub(lambda found: f"{found[0][:2]}{number:02d}{found[0][4:]}", moved)


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A main log and a reject log for each of five days, oldest first."""
    from mailtui.services.demo.traffic import generate

    folder = tmp_path_factory.mktemp("days")
    made = generate(1_790_000_000_000_000)
    texts = {
        "mainlog": made.main[-400_000:].partition(b"\n")[2].decode(),
        "rejectlog": made.reject.decode(),
    }
    paths = []
    for number in range(DAYS):
        for name, text in texts.items():
            path = folder / f"{name}.{DAYS - number}"
            path.write_text(_another_day(text, number))
            paths.append(path)
    return paths


@pytest.fixture(scope="session")
def _made(logs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "mailtui.db"
    imported(path, *logs)
    return path


@pytest.fixture
def database(_made: Path, tmp_path: Path) -> Path:
    """All five days, imported; a copy for each test."""
    return Path(shutil.copy(_made, tmp_path / "mailtui.db"))
