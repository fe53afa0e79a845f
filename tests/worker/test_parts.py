"""The parts by themselves: the lock, jobs and duties, what is glanced at, how a wait ends, what is silent."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from pathlib import Path

import pytest
from tests.worker.following import Watched

from mailtui.errors import StoreLockedError
from mailtui.ingest.glancing import folders, glance
from mailtui.model.moment import MINUTE
from mailtui.services.handing import ask
from mailtui.store import jobs, sources
from mailtui.store.engine import writer
from mailtui.store.lock import SERVICE, holder, writing
from mailtui.worker import waking
from mailtui.worker.jobs import KINDS, Kind
from mailtui.worker.running import Jobs
from mailtui.worker.schedule import Schedule
from mailtui.worker.task import Task
from mailtui.worker.waking import Events, Polling, file_system, waker
from mailtui.worker.work import Work


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "mailtui.db"
    writer(path).dispose()
    return path


def test_the_lock_says_who_holds_it_and_is_free_afterwards(database: Path) -> None:
    with writing(database, SERVICE):
        found = holder(database)
        assert found is not None
        assert (found.pid, found.role, found.is_worker) == (os.getpid(), "service", True)
        with pytest.raises(StoreLockedError, match=f"service, pid {os.getpid()}"), writing(database):
            pass
    assert holder(database) is None
    with writing(database):
        pass


def _ask_often(database: Path) -> None:
    while True:
        holder(database)


def test_who_asks_for_the_holder_never_keeps_it_from_being_taken(database: Path) -> None:
    with writing(database):
        pass
    context = multiprocessing.get_context("spawn")
    curious = context.Process(target=_ask_often, args=(database,), daemon=True)
    curious.start()
    try:
        time.sleep(0.5)
        for _ in range(200):
            with writing(database):
                pass
    finally:
        curious.kill()
        curious.join()


# -- jobs and duties ---------------------------------------------------------------------------------


@pytest.fixture
def queue(database: Path) -> Jobs:
    """The jobs of a worker that follows nothing."""
    work = Work(database)
    stop = threading.Event()
    return Jobs(work, writer(database), stop, lambda: None, lambda: None)  # type: ignore[arg-type, return-value]


def view(database: Path, job: int) -> jobs.JobView:
    engine = writer(database)
    with engine.connect() as connection:
        found = jobs.job(connection, job)
    engine.dispose()
    assert found is not None
    return found


def test_a_job_beside_the_facts_runs_in_a_thread_and_tells_how_far_it_is(
    database: Path, queue: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    went_on = threading.Event()

    def count(task: Task) -> dict[str, int]:
        assert threading.current_thread() is not threading.main_thread()
        task.tell(1, 2, "steps", "half way")
        assert went_on.wait(10)
        return {"counted": task.arguments["to"]}

    monkeypatch.setitem(KINDS, "count", Kind(count, facts=False))
    job = ask(database, "count", {"to": 2})
    assert not queue.run_next(None, lambda _: None)  # type: ignore[arg-type]
    while not view(database, job).done:
        time.sleep(0.01)
    assert (view(database, job).state, view(database, job).what) == ("running", "half way")
    went_on.set()
    queue.close()
    assert (view(database, job).state, view(database, job).result) == ("done", {"counted": 2})


def test_a_job_that_was_cancelled_before_it_began_is_never_run(database: Path, queue: Jobs) -> None:
    job = ask(database, "import", {"paths": []})
    engine = writer(database)
    with engine.begin() as connection:
        jobs.cancel(connection, job, 5)
    engine.dispose()
    assert not queue.run_next(None, lambda _: None)  # type: ignore[arg-type]
    assert view(database, job).state == "cancelled"
    assert view(database, job).started is None


def test_a_duty_is_done_again_and_again_never_twice_at_once_and_may_fail(capfd) -> None:
    stop, calls, running = threading.Event(), [], []

    def duty(stopping) -> None:
        assert not running
        running.append(1)
        calls.append(stopping())
        time.sleep(0.05)
        running.pop()
        if len(calls) == 1:
            raise ValueError("the first time")

    schedule = Schedule(stop)
    schedule.every(0.02, 0.0, duty)
    end = time.monotonic() + 5
    while len(calls) < 4 and time.monotonic() < end:
        schedule.start_due()
        time.sleep(0.005)
    stop.set()
    schedule.close(5)
    assert calls[:4] == [False] * 4
    assert "the first time" in capfd.readouterr().err


# -- looking -----------------------------------------------------------------------------------------


def test_what_is_glanced_at(tmp_path: Path) -> None:
    for name in ("mainlog", "mainlog.1", "mainlog.2.gz", "mainlog.pid", "rejectlog", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "mainlog").write_text("x")

    def names(*paths: str) -> list[str]:
        return sorted(os.path.relpath(each.path, tmp_path) for each in glance(paths))

    assert names(f"{tmp_path}/mainlog") == ["mainlog", "mainlog.1", "mainlog.2.gz"]
    assert names(str(tmp_path)) == ["inner/mainlog", "mainlog", "mainlog.1", "mainlog.2.gz", "rejectlog"]
    assert names(f"{tmp_path}/*log") == ["mainlog", "rejectlog"]
    assert names(f"{tmp_path}/nowhere", f"{tmp_path}/none*") == []
    assert {each.rotated for each in glance([f"{tmp_path}/mainlog"]) if each.path.endswith("1")} == {True}
    assert folders([f"{tmp_path}/mainlog", f"{tmp_path}/inner/*", f"{tmp_path}/nowhere/x"]) == [
        str(tmp_path),
        str(tmp_path / "inner"),
    ]


def test_a_change_ends_the_wait_at_once(tmp_path: Path) -> None:
    stop, events = threading.Event(), Events()
    events.watch([str(tmp_path)])
    assert not events.wait(stop)  # watching has begun
    timer = threading.Timer(0.05, (tmp_path / "mainlog").write_text, ("x",))
    timer.start()
    began = time.monotonic()
    while not events.wait(stop):
        assert time.monotonic() - began < 5
    assert time.monotonic() - began < 1
    timer.join()
    stop.set()
    began = time.monotonic()
    events.wait(stop)
    assert time.monotonic() - began < 1


def test_a_network_file_system_is_polled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(waker("auto", [str(tmp_path)]), Events)
    assert isinstance(waker("poll", [str(tmp_path)]), Polling)
    assert file_system("/proc") == "proc"
    monkeypatch.setattr(waking, "file_system", lambda _: "nfs4")
    assert isinstance(waker("auto", [str(tmp_path)]), Polling)
    assert isinstance(waker("inotify", [str(tmp_path)]), Events)


def test_a_log_that_fell_silent_is_told_after_a_time_that_fits_its_rhythm(
    tmp_path: Path, lines: list[bytes], settled: None
) -> None:
    (tmp_path / "mainlog").write_bytes(b"".join(lines))
    watched = Watched(tmp_path / "mailtui.db", tmp_path / "mainlog")
    watched.look()
    with watched.engine.connect() as connection:
        (standing,) = sources.standing(connection)
        newest = standing.last_line or 0
        rhythm = sources.rhythm(connection, standing.id)
        assert 0 < rhythm < MINUTE

        def silent(after: float, patience: int) -> list[str]:
            return [each.server for each in sources.silences(connection, newest + int(after), patience)]

        usual = sources.UNUSUAL * rhythm
        assert silent(usual / 2, 0) == []
        assert silent(usual * 2, 0) == ["mx1"]
        assert silent(usual * 2, int(usual * 3)) == []
        assert silent(usual * 4, int(usual * 3)) == ["mx1"]
        sources.forget_followed(connection)
        assert silent(usual * 9, 0) == []
    watched.close()
