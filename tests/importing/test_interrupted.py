"""An import that is killed, or that runs out of disk: what was committed stays, the next run completes it."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.importing.facts import Facts, differences, facts, imported
from tests.warm import Warm

from mailtui.errors import StoreError
from mailtui.services.imports import import_logs
from mailtui.store import care

IN_SMALL_STEPS = """
import sys, time
from pathlib import Path
from mailtui.ingest import importing
from mailtui.services.imports import import_logs
from mailtui.store.migrations import HEAD
importing.AT_ONCE = 9_000
print("ready", flush=True)
slowly = lambda _: time.sleep(0.01)  # within each of about a hundred transactions
import_logs(Path(sys.argv[1]), sys.argv[2:], server="mx1", zone="UTC", progress=slowly)
"""


def killed_after(seconds: float, database: Path, *paths: Path) -> bool:
    """Import in a process of its own, kill -9 it so long after it began; whether it was still at it."""
    with Warm(IN_SMALL_STEPS, str(database), *map(str, paths)) as child:
        assert child.stdout.readline() == b"ready\n"
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
        return child.wait() != 0


@pytest.mark.parametrize("seed", range(2))
def test_killed_again_and_again(mainlog: Path, whole: Facts, tmp_path: Path, seed: int) -> None:
    """kill -9 at any moment, of the making of the database too, costs no line and doubles none."""
    chance, database = random.Random(seed), tmp_path / "mailtui.db"
    kills = sum(killed_after(chance.uniform(0, 0.35), database, mainlog) for _ in range(7))
    assert kills >= 4
    imported(database, mainlog)
    assert care.damage(database) == []
    assert differences(facts(database), whole) == {}
    assert imported(database, mainlog).new_lines == 0


def test_what_a_killed_import_committed_is_kept(mainlog: Path, tmp_path: Path) -> None:
    database, lines = tmp_path / "mailtui.db", mainlog.read_bytes().count(b"\n")
    while not (database.exists() and care.status(database).revision and _lines(database)):
        assert killed_after(0.6, database, mainlog), "the import came to its end"
    summary = imported(database, mainlog)
    assert summary.lines == lines
    assert summary.new_lines < lines


def _lines(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM raw_block").fetchone()[0])


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A file system of so many bytes; skipped where none may be mounted."""
    folder = tempfile.mkdtemp()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "mailtui-test", folder]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        Path(folder).rmdir()
        pytest.skip("only root can mount a small disk")
    try:
        yield Path(folder)
    finally:
        subprocess.run(["umount", folder], check=True)
        Path(folder).rmdir()


@pytest.mark.parametrize("size", [50_000, 400_000, 1_500_000])
def test_a_file_that_may_not_grow(
    mainlog: Path, whole: Facts, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quota or a limit, reached while the database is made or while lines come in."""
    monkeypatch.setattr("mailtui.ingest.importing.AT_ONCE", 100_000)
    database = tmp_path / "mailtui.db"
    with no_file_larger_than(size), pytest.raises(StoreError, match="cannot be written") as told:
        imported(database, mainlog)
    assert "run the same command again" in told.value.hint
    imported(database, mainlog)
    assert differences(facts(database), whole) == {}


def test_a_disk_that_fills_up(
    mainlog: Path, whole: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the disk; after room was made the same command completes the same facts."""
    monkeypatch.setattr("mailtui.ingest.importing.AT_ONCE", 100_000)
    with small_disk(3_000_000) as disk:
        database = disk / "mailtui.db"
        with pytest.raises(StoreError, match="the disk is full"):
            imported(database, mainlog)
        subprocess.run(["mount", "-o", "remount,size=30000000", disk], check=True)
        summary = imported(database, mainlog)
        assert 0 < summary.new_lines < summary.lines
        assert care.damage(database) == []
        assert differences(facts(database), whole) == {}


MEMORY = """
import sys
from pathlib import Path
from mailtui.services.imports import import_logs
import_logs(Path(sys.argv[1]), sys.argv[2:], server="mx1", zone="UTC")
lines = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""
"""Not `ru_maxrss`: that counts the memory of the process that started this one, too."""


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """Six chunks take little more than two: what grows are caches of ids, and those have a limit."""
    peaks = [_peak(tmp_path, lines) for lines in (100_000, 300_000)]
    assert peaks[1] < peaks[0] * 1.6
    assert peaks[1] < 600_000  # KiB


def _peak(folder: Path, lines: int) -> int:
    log = folder / f"mainlog-{lines}"
    with log.open("wb") as file:
        file.writelines(_messages(lines // 3))
    arguments = [sys.executable, "-c", MEMORY, str(folder / f"{lines}.db"), str(log)]
    done = subprocess.run(arguments, capture_output=True, check=True, timeout=100)
    return int(done.stdout)


def _messages(count: int) -> Iterator[bytes]:
    """Three lines each, every id and address its own; one in fifty is never completed."""
    for number in range(count):
        stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_795_000_000 + number // 4)).encode()
        start = b"%s 1v%04d-%011d-%04d" % (stamp, number // 10_000, number, number % 10_000)
        yield b"%s <= sender%d@example.org H=client.example.org [192.0.2.7] P=esmtps S=4711 id=%d@x\n" % (
            start,
            number,
            number,
        )
        yield b"%s => user%d@example.com R=dnslookup T=remote_smtp H=mx.example.com [198.51.100.3]\n" % (
            start,
            number,
        )
        yield start + (b" Frozen\n" if number % 50 == 0 else b" Completed\n")


def test_stopped_with_ctrl_c(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    """The transaction that was open is not there, the ones before are, the lock is free."""
    database = tmp_path / "mailtui.db"
    third = _cut_in_three(mainlog, tmp_path)
    calls = 0

    def stop(_progress: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_logs(database, [str(path) for path in third], server="mx1", zone="UTC", progress=stop)
    assert care.status(database).writer == ""
    summary = imported(database, mainlog)
    assert 0 < summary.new_lines < summary.lines
    assert differences(facts(database), whole) == {}


def _cut_in_three(log: Path, folder: Path) -> list[Path]:
    lines = log.read_bytes().splitlines(keepends=True)
    size = len(lines) // 3 + 1
    made = []
    for number in range(3):
        path = folder / f"mainlog.{3 - number}"
        path.write_bytes(b"".join(lines[number * size : (number + 1) * size]))
        made.append(path)
    return made
