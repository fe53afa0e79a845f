"""A database in which one address is gone for good, and others fail for reasons that are not theirs."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.acting.conftest import ANN
from tests.incidents_read import log

from mailtui.services.acting import Acting


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("suppressions"))


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(imported, tmp_path / "mailtui.db"))


@pytest.fixture
def clock() -> Callable[[], int]:
    ticks = itertools.count(log.NOW, 1_000_000)
    return lambda: next(ticks)


@pytest.fixture
def ann(database: Path, clock: Callable[[], int]) -> Acting:
    return Acting(database, ANN, clock, lambda _: None)
