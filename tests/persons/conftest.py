"""One database, built once; each test has a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.persons import world


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.build(tmp_path_factory.mktemp("persons"))


@pytest.fixture
def database(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(built, tmp_path / "mailtui.db"))
    monkeypatch.setenv("MAILTUI_DB", str(path))
    monkeypatch.setenv("TZ", "UTC")
    return path
