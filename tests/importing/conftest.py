"""A log of our own lab, in one piece, for every test that takes it to pieces."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.facts import Facts, facts, imported


@pytest.fixture(scope="session")
def mainlog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hours of demo traffic: deferrals, bounces, aliases, frozen mail, rejections; without its beginning."""
    from mailtui.services.demo.traffic import generate

    folder = tmp_path_factory.mktemp("log")
    made = generate(1_795_000_000_000_000)
    path = folder / "mainlog"
    path.write_bytes(made.main[-900_000:].partition(b"\n")[2])
    return path


@pytest.fixture(scope="session")
def whole(mainlog: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts of that log, imported in one go."""
    database = tmp_path_factory.mktemp("whole") / "mailtui.db"
    imported(database, mainlog)
    return facts(database)
