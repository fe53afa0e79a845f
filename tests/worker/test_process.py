"""The worker as a process: its lock, its signals, what kills it, the jobs it takes, its terminal."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from tests.importing.facts import Facts, differences, facts
from tests.real.ptys import Pty
from tests.worker.processes import command, is_following, mailtui, start, until, worker

from mailtui.model.job import JobView
from mailtui.services.handing import ask, cancel, follow
from mailtui.services.standing import standings
from mailtui.store import care
from mailtui.store.lock import Holder, holder
from mailtui.worker.companion import Companion


@pytest.fixture
def log(tmp_path: Path, lines: list[bytes]) -> Path:
    """A log with ten lines."""
    (tmp_path / "logs").mkdir()
    path = tmp_path / "logs" / "mainlog"
    path.write_bytes(b"".join(lines[:10]))
    return path


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_SERVER", "mx1")
    monkeypatch.setenv("MAILTUI_TIME_ZONE", "UTC")
    return tmp_path / "mailtui.db"


def entries(database: Path) -> int:
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as connection:
        try:
            return int(connection.execute("SELECT sum(lines) FROM source_file").fetchone()[0])
        except sqlite3.OperationalError:  # its tables are being made
            return 0


def append(log: Path, *data: bytes) -> None:
    with log.open("ab") as file:
        file.write(b"".join(data))


def test_an_appended_line_is_visible_to_others_at_once(database: Path, log: Path, lines: list[bytes]) -> None:
    with worker(database, log.parent):
        waits = []
        for number in range(10, 30):
            began = time.monotonic()
            append(log, lines[number])
            until(lambda wanted=number + 1: entries(database) == wanted)
            waits.append(time.monotonic() - began)
        assert sorted(waits)[18] < 0.5


def test_a_second_worker_says_who_has_the_database(database: Path, log: Path) -> None:
    with worker(database, log) as child:
        second = mailtui(database, "worker", "--log", str(log))
        assert second.returncode == 5
        assert f"pid {child.pid}" in second.stderr
        assert "service" in second.stderr
        with start(database, "--companion") as companion:
            assert companion.wait(30) == 0
            assert companion.stderr is not None
            assert companion.stderr.read() == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(database: Path, log: Path, number: signal.Signals) -> None:
    with worker(database, log) as child:
        child.send_signal(number)
        assert child.wait(10) == 0
        assert child.stderr is not None
        assert child.stderr.read().decode().splitlines()[-1] == "mailtui worker: stopped"
    assert holder(database) is None
    assert standings(database, 0).worker is None
    assert entries(database) == 10


def test_a_signal_while_it_catches_up_finishes_the_batch(
    database: Path, log: Path, lines: list[bytes], whole: Facts
) -> None:
    log.write_bytes(b"".join(lines))
    with start(database, "--log", str(log)) as child:
        until(lambda: holder(database) is not None)
        child.terminate()
        assert child.wait(20) == 0
    with worker(database, log):
        pass
    assert differences(facts(database), whole) == {}


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_moments_with_rotation_going_on(
    database: Path, log: Path, lines: list[bytes], whole: Facts, seed: int
) -> None:
    chance, rest = random.Random(seed), lines[10:]
    for kill in range(6):
        with start(database, "--log", str(log.parent)) as child:
            end = time.monotonic() + chance.uniform(0.6, 1.6)
            while time.monotonic() < end:
                count = chance.randrange(1, 12)
                append(log, *rest[:count])
                rest = rest[count:]
                time.sleep(0.01)
            child.kill()
        if kill % 2:
            log.rename(log.with_name(f"mainlog.{9 - kill}"))
            append(log, *rest[:1])
            rest = rest[1:]
    append(log, *rest)
    with worker(database, log.parent):
        until(lambda: entries(database) == len(lines))
    assert care.damage(database) == []
    assert differences(facts(database), whole) == {}


def test_an_import_is_handed_over(database: Path, log: Path, lines: list[bytes], tmp_path: Path) -> None:
    other = tmp_path / "old"
    other.write_bytes(b"".join(lines[10:60]))
    with worker(database, log):
        done = mailtui(database, "import", "old", "nowhere", "--json", cwd=tmp_path)
        assert done.returncode == 4
        assert "nowhere does not exist" in done.stderr
        said = json.loads(done.stdout)
        assert (said["new_lines"], said["files"][0]["path"]) == (50, str(other))
        assert entries(database) == 60
        (job,) = json.loads(mailtui(database, "status", "--json").stdout)["jobs"]
        assert (job["state"], job["error"]) == ("failed", f"{tmp_path / 'nowhere'} does not exist")
        assert "failed: /" in mailtui(database, "status").stdout
        append(log, lines[60])
        until(lambda: entries(database) == 61)
        again = mailtui(database, "import", str(other), "--json")
        assert json.loads(again.stdout)["new_lines"] == 0
        piped = mailtui(database, "import", "-", input="")
        assert piped.returncode == 2
        assert "standard input cannot be handed over" in piped.stderr


def test_following_goes_on_while_a_job_reads_a_large_file(
    database: Path, log: Path, lines: list[bytes], tmp_path: Path
) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        for number in range(200):
            file.write(b"".join(lines).replace(b"1xT", b"%02XT" % number))
    with worker(database, log):
        job = ask(database, "import", {"paths": [str(large)], "server": "other", "zone": "UTC"})
        until(lambda: standings(database, 0).jobs[0].state == "running")
        append(log, lines[10])
        until(lambda: of_server(database, "mx1") == 11)
        assert standings(database, 0).jobs[0].state == "running"
        cancel(database, job)
        until(lambda: standings(database, 0).jobs[0].state == "cancelled")
        append(log, lines[11])
        until(lambda: of_server(database, "mx1") == 12)


def of_server(database: Path, name: str) -> int:
    found = [each.lines for each in standings(database, 0).sources if each.server == name]
    return found[0] if found else 0


def large_log(folder: Path, lines: list[bytes]) -> Path:
    """The same messages two hundred times, under other ids."""
    made = folder / "large"
    made.write_bytes(b"".join(b"".join(lines).replace(b"1xT", b"%02XT" % n) for n in range(200)))
    return made


def test_what_was_handed_over_shows_how_far_and_how_fast_it_is(
    database: Path, log: Path, lines: list[bytes], tmp_path: Path
) -> None:
    large = large_log(tmp_path, lines)
    with worker(database, log):
        words = command(database, "import", str(large), "--server", "other")
        shown = Pty(words, {"TERM": "xterm", "COLUMNS": "120", **os.environ})
        try:
            shown.wait_for(b"large")
            assert standings(database, 0).jobs[0].total == large.stat().st_size
            assert b" lines, " in shown.wait_for(b"/s")
        finally:
            shown.close()


def test_ctrl_c_cancels_what_was_handed_over(
    database: Path, log: Path, lines: list[bytes], tmp_path: Path
) -> None:
    large = large_log(tmp_path, lines)
    with worker(database, log):
        words = command(database, "import", str(large), "--server", "other")
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            until(lambda: any(job.state == "running" for job in standings(database, 0).jobs))
            child.send_signal(signal.SIGINT)
            assert child.wait(20) == 130
        until(lambda: standings(database, 0).jobs[0].state == "cancelled")


def test_a_worker_that_ends_before_it_begins_a_job_leaves_it_to_who_asked(
    database: Path, log: Path, lines: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as the companion of a terminal that was left a moment ago."""
    from mailtui.cli.main import run

    (tmp_path / "old").write_bytes(b"".join(lines[10:60]))
    with worker(database, log):
        pass
    dead = Holder(1, "vm", "companion", 0)
    answers = iter([dead, None])
    monkeypatch.setattr("mailtui.store.lock.holder", lambda _: next(answers, None))
    monkeypatch.setattr("mailtui.services.handing.holder", lambda _: None)
    assert run(["--db", str(database), "import", str(tmp_path / "old")]) == 0
    assert entries(database) == 60
    assert standings(database, 0).jobs[0].state == "cancelled"


def test_a_job_that_a_killed_worker_left_is_done_by_the_next(
    database: Path, log: Path, lines: list[bytes], tmp_path: Path
) -> None:
    (tmp_path / "old").write_bytes(b"".join(lines[10:60]))
    with worker(database, log):
        pass
    job = ask(database, "import", {"paths": [str(tmp_path / "old")], "server": "mx1", "zone": "UTC"})
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE job SET started = 1 WHERE id = ?", (job,))
    with worker(database, log):
        until(lambda: standings(database, 0).jobs[0].state == "done")
    assert entries(database) == 60


def test_a_job_of_a_killed_worker_waits_for_a_worker(database: Path, log: Path) -> None:
    with worker(database, log):
        pass
    job = ask(database, "import", {"paths": ["/nowhere"], "server": "mx1", "zone": "UTC"})
    with closing(sqlite3.connect(database)) as connection, connection:
        begun = "UPDATE job SET started = 1, done = 7, total = 9, unit = 'bytes' WHERE id = ?"
        connection.execute(begun, (job,))
    (line,) = [each for each in mailtui(database, "status").stdout.splitlines() if each.startswith("job ")]
    assert line.endswith("waiting for a worker")
    (told,) = json.loads(mailtui(database, "status", "--json").stdout)["jobs"]
    assert (told["state"], told["started"]) == ("waiting", None)


def test_a_job_of_no_kind_fails_with_a_word(database: Path, log: Path) -> None:
    with worker(database, log):
        ask(database, "dance", {})
        until(lambda: standings(database, 0).jobs[0].state == "failed")
    assert "dance" in (standings(database, 0).jobs[0].error or "")


def test_it_waits_for_a_single_import_and_says_nothing(database: Path, log: Path) -> None:
    from mailtui.store.lock import writing

    with writing(database), start(database, "--log", str(log)) as child:
        time.sleep(2.0)
        assert child.poll() is None
        child.terminate()
        assert child.wait(10) == 0


def test_status_says_who_works_and_how_far_each_log_is(database: Path, log: Path) -> None:
    with worker(database, log.parent) as child:
        said = json.loads(mailtui(database, "status", "--json").stdout)
        assert said["worker"]["pid"] == child.pid
        assert said["worker"]["role"] == "service"
        assert said["worker"]["doing"] == "following 1 log"
        (source,) = said["sources"]
        assert (source["state"], source["lines"], source["lag_seconds"]) == ("following", 10, 0)
        assert (source["server"], source["path"], source["error"]) == ("mx1", str(log.parent), None)
    plain = mailtui(database, "status").stdout
    assert "nobody works on this database" in plain
    assert "stopped" in plain


def test_a_companion_works_beside_its_terminal_and_ends_with_it(
    database: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILTUI_LOGS", str(log.parent))
    companion = Companion(database)
    companion.start()
    until(lambda: is_following(database))
    found = holder(database)
    assert found is not None
    assert found.role == "companion"
    assert os.getsid(found.pid) != os.getsid(0)
    companion.stop()
    until(lambda: holder(database) is None, 10)
    assert companion._child is not None
    assert companion._child.wait(10) == 0


def test_a_companion_ends_when_its_terminal_is_killed(
    database: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILTUI_LOGS", str(log.parent))
    program = (
        "import sys, time; from pathlib import Path; from mailtui.worker.companion import Companion\n"
        "Companion(Path(sys.argv[1])).start(); time.sleep(60)"
    )
    with subprocess.Popen([command(database)[0], "-c", program, str(database)]) as terminal:
        until(lambda: is_following(database))
        terminal.kill()
    until(lambda: holder(database) is None, 10)


def test_a_service_beside_a_terminal_needs_no_companion(
    database: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILTUI_LOGS", str(log.parent))
    with worker(database, log.parent) as service:
        companion = Companion(database)
        companion.start()
        time.sleep(0.5)
        companion.stop()
        found = holder(database)
        assert found is not None
        assert found.pid == service.pid


def test_who_waits_for_a_job_sees_it_while_another_writes(database: Path, log: Path) -> None:
    """An importer begins its next transaction at once; who only looks does not wait for it."""
    with worker(database, log), closing(sqlite3.connect(database, isolation_level=None)) as importer:
        job = ask(database, "import", {"paths": ["/nowhere"], "server": None, "zone": None})
        importer.execute("BEGIN IMMEDIATE")
        seen: list[int] = []
        with suppress(LookupError):
            began = time.monotonic()
            follow(database, job, partial(_seen_once, seen))
        assert time.monotonic() - began < 5
        importer.execute("ROLLBACK")
        assert seen == [job]


def _seen_once(seen: list[int], job: JobView) -> None:
    seen.append(job.id)
    raise LookupError
