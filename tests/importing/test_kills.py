"""kill -9 while the log is rotated under the import: ends with the facts of an undisturbed one.

The importing process stops in each of its transactions until it may go on, so a test says where it dies, and
what happens to the files before. `benchmarks/kills.py` does it fifty times at random moments.
"""

from __future__ import annotations

import gzip
import random
from pathlib import Path

from tests.importing.facts import Facts, differences, facts, imported
from tests.warm import Warm

from mailtui.store import care

STEP_BY_STEP = """
import sys
from pathlib import Path
from mailtui.ingest import importing
from mailtui.services.imports import import_logs
importing.AT_ONCE = 9_000

def ask(_):
    print("in a transaction", flush=True)
    sys.stdin.readline()

import_logs(Path(sys.argv[1]), sys.argv[2:], server="mx1", zone="UTC", progress=ask)
"""
KILLS = 6


class Log:
    """A log that is written in parts, and rotated as logrotate does it."""

    def __init__(self, folder: Path, whole: bytes) -> None:
        self.folder = folder
        folder.mkdir()
        lines = whole.splitlines(keepends=True)
        size = len(lines) // KILLS + 1
        self._parts = [b"".join(lines[start : start + size]) for start in range(0, len(lines), size)]

    def write(self) -> bool:
        """The next part; whether there was one. It ends in the middle of a line."""
        if not self._parts:
            return False
        part = self._parts.pop(0)
        if self._parts:
            part, self._parts[0] = part[:-20], part[-20:] + self._parts[0]
        with (self.folder / "mainlog").open("ab") as file:
            file.write(part)
        return True

    def rotate(self) -> None:
        """mainlog -> mainlog.1 -> mainlog.2.gz -> ...; the server ends its line first."""
        end, _, rest = self._parts[0].partition(b"\n")
        self._parts[0] = rest
        with (self.folder / "mainlog").open("ab") as file:
            file.write(end + b"\n")
        packed = sorted(self.folder.glob("mainlog.*.gz"), key=lambda path: -int(path.name.split(".")[1]))
        for path in packed:
            path.rename(self.folder / f"mainlog.{int(path.name.split('.')[1]) + 1}.gz")
        first = self.folder / "mainlog.1"
        if first.exists():
            (self.folder / "mainlog.2.gz").write_bytes(gzip.compress(first.read_bytes()))
            first.unlink()
        (self.folder / "mainlog").rename(first)


def killed_in(transaction: int, database: Path, log: Log, *, rotate: bool, between: bool) -> bool:
    """Import and kill it in one of its transactions; `between`: at once after that one goes on.

    Whether it was killed: an import that has less to do comes to its end.
    """
    with Warm(STEP_BY_STEP, str(database), str(log.folder)) as child:
        for _ in range(transaction):
            if not child.stdout.readline():
                break
            child.stdin.write(b"\n")
            child.stdin.flush()
        if rotate:
            log.rotate()
        if not between:
            child.stdout.readline()
        child.kill()
        return child.wait() != 0


def test_killed_while_the_log_is_rotated(mainlog: Path, whole: Facts, tmp_path: Path) -> None:
    chance, database = random.Random(7), tmp_path / "mailtui.db"
    log, kills, written = Log(tmp_path / "logs", mainlog.read_bytes()), 0, 0
    while log.write():
        written += 1
        steps, between = chance.randint(0, 4), chance.random() < 0.5
        kills += killed_in(steps, database, log, rotate=written < KILLS, between=between)
    assert kills >= 4
    assert len(list(log.folder.iterdir())) == KILLS
    imported(database, log.folder)
    assert care.damage(database) == []
    assert differences(facts(database), whole) == {}
    assert imported(database, log.folder).new_lines == 0
