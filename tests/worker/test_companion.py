"""What a terminal says while the worker that it keeps does not work."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

import pytest
from tests.ui.conftest import settle
from tests.ui.user import User
from tests.worker.processes import until

from mailtui.cli.opening import _Opening
from mailtui.config import load
from mailtui.errors import StoreError
from mailtui.services.desk import Desk, open_desk
from mailtui.store.engine import writer
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look
from mailtui.worker.companion import Companion


@pytest.fixture
def database(tmp_path: Path) -> Path:
    writer(tmp_path / "mailtui.db").dispose()
    return tmp_path / "mailtui.db"


@contextmanager
def kept(database: Path) -> Iterator[Companion]:
    companion = Companion(database)
    companion.start()
    try:
        yield companion
    finally:
        companion.stop()


def fails(_: Companion) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "raise SystemExit(5)"], stdin=subprocess.PIPE)


def no_room(_: Companion) -> subprocess.Popen[bytes]:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def test_one_that_ended_by_itself_is_told_with_its_log_and_what_comes_next(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Companion, "_started", fails)
    with kept(database) as companion:
        until(lambda: "ended" in companion.absent, 10)
        said = await worker_screen(database, companion)
    assert "ended by itself" in said
    assert "mailtui.db.worker.log" in said.replace("\n", "")
    assert "started again" in said
    assert "nobody reads logs now" not in said


def test_one_that_cannot_be_started_is_told_with_the_reason(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Companion, "_started", no_room)
    with kept(database) as companion:
        until(lambda: "No space left on device" in companion.absent, 10)


async def test_one_that_is_not_there_yet_is_being_started(database: Path) -> None:
    assert "is being started" in await worker_screen(database, Companion(database))


def stays(_: Companion) -> subprocess.Popen[bytes]:
    program = "import sys; sys.stdin.read()"
    return subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)


@contextmanager
def opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, companion: bool) -> Iterator[_Opening]:
    monkeypatch.setenv("MAILTUI_LOGS", str(tmp_path))
    database = tmp_path / "new" / "mailtui.db"
    made = _Opening(database, load(db=database).settings, companion=companion)
    try:
        yield made
    finally:
        made.stop()


async def test_the_first_start_says_that_the_database_is_being_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Companion, "_started", stays)
    with opening(tmp_path, monkeypatch, companion=True) as first:
        async with MailtuiApp(first.desk, look=Look(zone=UTC)).run_test(size=(160, 30)) as pilot:
            await settle(pilot)
            said = str(User(pilot.app, pilot).text)
    assert "is making the database" in said
    assert "mport a log first" not in said


def test_a_first_start_whose_worker_ends_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Companion, "_started", fails)
    with opening(tmp_path, monkeypatch, companion=True) as first:
        until(lambda: "ended by itself" in hint(first), 10)


def test_without_a_worker_a_log_is_to_be_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opening(tmp_path, monkeypatch, companion=False) as first:
        assert "mailtui import" in hint(first)


def hint(opening: _Opening) -> str:
    with pytest.raises(StoreError) as caught:
        opening.desk()
    return caught.value.hint


async def worker_screen(database: Path, companion: Companion) -> str:
    def opened() -> Desk:
        desk = open_desk(database)
        desk.absent = lambda: companion.absent
        return desk

    app = MailtuiApp(opened, look=Look(zone=UTC))
    async with app.run_test(size=(200, 30)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("W")
        return str(user.text)
