"""One database with the stories of `log`, and the services on it at 12:00 of that day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from tests.incidents_read import log

from mailtui.model.retry import RetrySettings
from mailtui.services.incidents import Incidents
from mailtui.services.retrying import Retrying
from mailtui.services.search import Search
from mailtui.store.engine import Engine, reader


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("incidents"))


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """A copy for this test alone."""
    return Path(shutil.copy(imported, tmp_path / "mailtui.db"))


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = reader(database)
    yield engine
    engine.dispose()


@pytest.fixture
def incidents(engine: Engine) -> Incidents:
    return Incidents(engine, lambda: log.NOW, UTC, Retrying(RetrySettings(ask=False)))


@pytest.fixture
def search(engine: Engine) -> Search:
    return Search(engine, lambda: log.NOW, UTC)
