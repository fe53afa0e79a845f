"""What `mailtui status` says of logs with lines that nobody reads, whatever the worker said of itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.worker.following import Watched
from tests.worker.processes import worker

from mailtui.ingest import importing
from mailtui.ingest.importing import FileImporter
from mailtui.services import unread
from mailtui.services.standing import SourceStatus, standings
from mailtui.store.lock import SERVICE, writing

Follow = Callable[..., Watched]


@pytest.fixture
def log(tmp_path: Path, lines: list[bytes]) -> Path:
    """A log that was written a minute ago."""
    (tmp_path / "logs").mkdir()
    path = tmp_path / "logs" / "mainlog"
    path.write_bytes(b"".join(lines[:10]))
    aged(path, 60)
    return path


def aged(path: Path, seconds: int) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def append(log: Path, *data: bytes) -> None:
    with log.open("ab") as file:
        file.write(b"".join(data))


@contextmanager
def followed(database: Path, *logs: Path) -> Iterator[Watched]:
    """A worker that reads when it is told to, and holds the database all the time."""
    watched = Watched(database, *logs)
    watched.look()
    try:
        with writing(database, SERVICE, watched.work.logs):
            yield watched
    finally:
        watched.close()


def after(database: Path, seconds: float) -> SourceStatus:
    """The one source as it stands in so many seconds."""
    (found,) = standings(database, int((time.time() + seconds) * 1e6)).sources
    return found


@pytest.fixture
def database(tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(unread, "A_MOMENT", 0.0)
    return tmp_path / "mailtui.db"


def test_the_lag_is_what_the_files_say(database: Path, log: Path, lines: list[bytes]) -> None:
    with followed(database, log.parent) as watched:
        assert (after(database, 100).state, after(database, 100).lag_seconds) == ("following", 0)
        append(log, *lines[10:20])
        found = after(database, 10)
        assert found.state == "catching up"
        assert found.lag_seconds in (70, 71)
        watched.look()
        assert (after(database, 100).state, after(database, 100).lag_seconds) == ("following", 0)


def test_who_reads_nothing_for_long_does_not_follow(database: Path, log: Path, lines: list[bytes]) -> None:
    with followed(database, log.parent):
        append(log, *lines[10:20])
        found = after(database, 40)
        assert found.state == "error"
        assert (found.error or "").startswith("not read since 20")
        assert "the worker cannot write or does not answer" in (found.error or "")
    assert after(database, 40).state == "stopped"


def test_a_log_begun_after_a_rotation_counts(database: Path, log: Path, lines: list[bytes]) -> None:
    with followed(database, log.parent):
        log.rename(log.with_name("mainlog.1"))
        assert after(database, 40).state == "following"
        append(log, *lines[10:20])
        assert after(database, 40).state == "error"


def test_a_log_that_was_copied_and_truncated_counts(database: Path, log: Path, lines: list[bytes]) -> None:
    with followed(database, log.parent):
        log.write_bytes(lines[10])
        assert after(database, 40).state == "error"


def test_a_log_that_was_copied_is_read(database: Path, log: Path, lines: list[bytes]) -> None:
    with followed(database, log.parent) as watched:
        copy = log.with_name("mainlog.1")
        copy.write_bytes(log.read_bytes())
        aged(copy, 60)
        watched.look()
        assert after(database, 40).state == "following"
        append(log, *lines[10:20])
        assert after(database, 40).state == "error"


def test_what_is_not_followed_is_nobodys_fault(database: Path, log: Path, lines: list[bytes]) -> None:
    other = log.with_name("rejectlog")
    other.write_bytes(lines[0])
    with followed(database, log.parent):
        pass
    with followed(database, log):
        append(other, *lines[10:20])
        log.with_name("readme").write_bytes(b"this is no log\n")
        assert after(database, 40).state == "following"


def test_an_unfinished_line_that_was_taken_is_read(
    database: Path, log: Path, lines: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailtui.ingest import tailing

    monkeypatch.setattr(tailing, "RECORD_PATIENCE", 0.0)
    monkeypatch.setattr(tailing, "LINE_PATIENCE", 0.0)
    with followed(database, log.parent) as watched:
        append(log, lines[10], lines[11][:40])
        watched.look()
        watched.look()
        assert after(database, 40).state == "following"
        append(log, lines[11][40:60])
        assert after(database, 40).state == "error"


def test_a_worker_that_was_stopped_is_found_out(
    tmp_path: Path, log: Path, lines: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILTUI_SERVER", "mx1")
    monkeypatch.setenv("MAILTUI_TIME_ZONE", "UTC")
    database = tmp_path / "mailtui.db"
    with worker(database, log.parent) as child:
        os.kill(child.pid, signal.SIGSTOP)
        append(log, *lines[10:20])
        assert after(database, 10).state == "catching up"
        assert after(database, 40).state == "error"
        os.kill(child.pid, signal.SIGCONT)
        end = time.monotonic() + 20
        while after(database, 40).state != "following":
            assert time.monotonic() < end


def held(watched: Watched) -> AbstractContextManager[None]:
    """A worker runs, as others see it."""
    return writing(watched.work.database, SERVICE, watched.work.logs)


class _KilledError(Exception):
    """The worker was killed there."""


def broken_off(watched: Watched, seen: list[SourceStatus]) -> None:
    """Read until the first transaction is over, noting how the source stands then; as if killed."""

    def kill() -> None:
        seen.append(after(watched.work.database, 0))
        raise _KilledError

    with held(watched), pytest.raises(_KilledError):
        watched.follower.round(changed=True, between=kill)


def test_what_is_read_for_the_first_time_is_followed_from_its_beginning(
    database: Path, log: Path, lines: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2000)
    append(log, *lines[10:100])
    watched, seen = Watched(database, log.parent), list[SourceStatus]()
    start = FileImporter._go_through

    def see_first(self: FileImporter, *rest: Any) -> None:
        seen.append(after(database, 0))
        start(self, *rest)

    monkeypatch.setattr(FileImporter, "_go_through", see_first)
    broken_off(watched, seen)
    assert [each.state for each in seen] == ["catching up", "catching up"]
    assert seen[0].lines == 0
    assert 0 < seen[1].lines < 100
    assert seen[1].lag_seconds is not None
    assert after(database, 0).state == "stopped"
    watched.restart()
    with held(watched):
        assert after(database, 0).state == "catching up"
        watched.look()
        assert after(database, 0).state == "following"
    watched.close()


def test_what_the_settings_do_not_name_any_more_is_forgotten(
    database: Path, log: Path, tmp_path: Path
) -> None:
    with followed(database, log.parent):
        pass
    (tmp_path / "elsewhere").mkdir()
    watched = Watched(database, tmp_path / "elsewhere")
    assert after(database, 0).state == "imported"
    watched.close()
    log.with_name("readme").write_bytes(b"this is no log\n")
    log.unlink()
    watched = Watched(database, log.parent)
    watched.look()
    assert after(database, 0).state == "imported"
    watched.close()
