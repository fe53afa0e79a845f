"""Two hours of mail, in one piece, and what it says when it is imported undisturbed."""

from __future__ import annotations

import pytest
from tests.importing.facts import Facts, facts, imported

from mailtui.services.demo.traffic import generate


@pytest.fixture(scope="session")
def lines() -> list[bytes]:
    """The lines of a main log, each with its newline."""
    made = generate(1_795_000_000_000_000)
    return made.main[-250_000:].partition(b"\n")[2].splitlines(keepends=True)


@pytest.fixture(scope="session")
def whole(lines: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts of those lines."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "mainlog").write_bytes(b"".join(lines))
    imported(folder / "mailtui.db", folder / "mainlog")
    return facts(folder / "mailtui.db")


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rotated files are taken at once, half lines after no time."""
    monkeypatch.setattr("mailtui.worker.following.UNSETTLED", 0.0)
    monkeypatch.setattr("mailtui.ingest.tailing.RECORD_PATIENCE", -1.0)
