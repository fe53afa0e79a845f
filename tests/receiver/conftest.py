"""An empty database, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.receiver.calling import PASSWORD, copy

from mailtui.services.receiving import keeping
from mailtui.store.engine import writer


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and nothing in them."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    writer(path).dispose()
    return path


@pytest.fixture
def database(blank: Path, tmp_path: Path) -> Path:
    """An empty database of this test's own."""
    return copy(blank, tmp_path)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `env:SECRET` stands for."""
    monkeypatch.setenv("SECRET", PASSWORD)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counters are written at once."""
    monkeypatch.setattr(keeping, "COUNTED_EVERY", 0.02)
