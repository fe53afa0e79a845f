"""Followed logs that cannot be read: the journal, the status line and the home screen say so."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import NoReturn

import pytest
from tests.ui.conftest import settle
from tests.ui.user import User
from tests.worker.following import Watched

from mailtui.errors import InputError
from mailtui.ingest import files, glancing
from mailtui.services.desk import open_desk
from mailtui.services.state import State
from mailtui.store.lock import SERVICE, writing
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look


@pytest.fixture
def watched(tmp_path: Path, settled: None) -> Iterator[Watched]:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "mainlog").write_text("2026-11-22 05:00:01 Start queue run: pid=7\n")
    made = Watched(tmp_path / "mailtui.db", tmp_path / "logs")
    yield made
    made.close()


def refuse(path: str, *_: object) -> NoReturn:
    raise InputError(f"{path} may not be read by mailtui", "setfacl")


def notes(watched: Watched) -> tuple[str, ...]:
    """As the status line has them while a worker runs."""
    database = watched.work.database
    with writing(database, SERVICE):
        return State(watched.engine, database, lambda: time.time_ns() // 1000, 0).read().notes


def test_a_log_that_may_not_be_read_is_named(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as refused:
        refused.setattr(files, "open_log", refuse)
        watched.look()
        assert notes(watched) == ("mx1: mainlog may not be read by mailtui",)
    (Path(watched.work.logs[0]) / "mainlog").chmod(0o640)
    watched.look()
    assert notes(watched) == ()


def test_a_log_that_is_none_is_named(watched: Watched) -> None:
    (Path(watched.work.logs[0]) / "mainlog").write_text("no log\n" * 50)
    watched.look()
    (note,) = notes(watched)
    assert note.startswith("mx1: mainlog ")
    assert "not an Exim log" in note


def test_a_folder_that_may_not_be_looked_into_is_named(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as refused:
        refused.setattr(os, "scandir", deny)
        refused.setattr(glancing, "_names", lambda _: [])
        watched.look()
        (note,) = notes(watched)
        assert note.startswith(f"mx1: {watched.work.logs[0]} may not be read by ")
    watched.look()
    assert notes(watched) == ()


def deny(path: str) -> NoReturn:
    raise PermissionError(13, "Permission denied", path)


def test_the_journal_says_it_once_until_it_was_read(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(watched.follower, "_say", said.append)
    log = Path(watched.work.logs[0]) / "mainlog"
    with monkeypatch.context() as refused:
        refused.setattr(files, "open_log", refuse)
        for mode in (0o600, 0o640, 0o644):
            log.chmod(mode)
            watched.look()
    assert said == [f"{log} may not be read by mailtui"]


async def test_the_screens_say_it(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    database = watched.work.database
    monkeypatch.setattr(files, "open_log", refuse)
    watched.look()
    with writing(database, SERVICE):
        app = MailtuiApp(lambda: open_desk(database), look=Look(zone=UTC))
        async with app.run_test(size=(120, 30)) as pilot:
            await settle(pilot)
            user = User(app, pilot)
            assert "mx1: mainlog may not be read by mailtui" in user.lines[0]
            assert user.text.count("mainlog may not be read by mailtui") == 2
            assert "The worker tries again" in user.text
