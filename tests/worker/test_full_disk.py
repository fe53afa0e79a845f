"""A worker whose disk is full, which may hold its journal too: it complains if it can, and goes on."""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.worker.processes import is_following, until

from mailtui.errors import StoreError, StoreFullError
from mailtui.store.engine import told
from mailtui.store.lock import holder
from mailtui.worker import companion, process
from mailtui.worker.companion import Companion
from mailtui.worker.work import Work


def no_room(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_for(times: int, then: Callable[..., Any]) -> Callable[..., Any]:
    """What finds no room so many times."""
    left = iter(range(times))
    return lambda *given, **named: no_room() if next(left, None) is not None else then(*given, **named)


class FullJournal(io.StringIO):
    """A journal on the full disk."""

    write = no_room
    flush = no_room


@contextmanager
def running(tmp_path: Path, role: str) -> Iterator[tuple[Path, threading.Thread]]:
    log = tmp_path / "mainlog"
    log.write_text("2026-11-22 05:00:01 Start queue run: pid=7\n")
    work = Work(tmp_path / "mailtui.db", (str(log),), "mx1", "UTC", role=role)
    stop = threading.Event()
    thread = threading.Thread(target=process.run, args=(work, stop), daemon=True)
    thread.start()
    try:
        yield work.database, thread
    finally:
        stop.set()
        thread.join(20)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "AFTER_TROUBLE", 0.01)


@pytest.mark.parametrize("role", ["service", "companion"])
@pytest.mark.parametrize("what", ["writer", "writing"])
def test_it_goes_on_when_there_is_room_again_whatever_becomes_of_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impatient: None, role: str, what: str
) -> None:
    monkeypatch.setattr(sys, "stderr", FullJournal())
    monkeypatch.setattr(process, what, full_for(3, getattr(process, what)))
    with running(tmp_path, role) as (database, _):
        until(lambda: is_following(database), 10)


def test_it_says_that_it_tries_again_and_not_to_run_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, impatient: None, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(process, "writer", full_for(1, process.writer))
    with running(tmp_path, "service") as (database, _):
        until(lambda: is_following(database), 10)
    said = capsys.readouterr().err
    assert "the disk is full" in said
    assert "Make room (df -h)" in said
    assert "tried again" in said
    assert "command" not in said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_has_its_own_words(tmp_path: Path, number: int) -> None:
    with pytest.raises(StoreFullError, match="the disk is full") as caught, told(tmp_path / "mailtui.db"):
        raise OSError(number, os.strerror(number))
    assert "Make room" in caught.value.hint
    with pytest.raises(StoreError, match="Read-only") as other, told(tmp_path / "mailtui.db"):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    assert not isinstance(other.value, StoreFullError)


def test_a_companion_that_cannot_be_started_is_started_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companion, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(Companion, "_started", full_for(2, Companion._started))
    monkeypatch.setenv("MAILTUI_LOGS", str(tmp_path))
    database = tmp_path / "mailtui.db"
    beside = Companion(database)
    beside.start()
    try:
        until(lambda: holder(database) is not None, 20)
    finally:
        beside.stop()
        assert beside._child is not None
        assert beside._child.wait(10) == 0
