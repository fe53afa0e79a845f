"""A database with one small log in it, for each test its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli_data.logs import MAIN

from mailtui.services.imports import import_logs


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands of this test find their database; nothing is there yet."""
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path / "mail.db"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "logs" / "mainlog"
    path.parent.mkdir()
    path.write_bytes(MAIN)
    return path


@pytest.fixture
def filled(log: Path, database: Path) -> Path:
    """The database after the import of the log."""
    import_logs(database, [str(log)], server="mx1", zone="UTC")
    return database
