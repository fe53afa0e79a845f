"""One prepared database; each test has its copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.people.world import build


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("people"))


@pytest.fixture
def database(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "mailtui.db"))
