"""An import killed again and again while its logs are rotated: `python benchmarks/kills.py [--kills 50]`.

Lines are appended to a log that is renamed and begun anew, and compressed later, as logrotate does it. Beside
it `mailtui import` runs over the folder and is killed (SIGKILL) at a random moment, as often as asked. Then
one import to the end; and another of the same lines in one file into a fresh database. Both must hold the
same rows: messages, recipients, attempts, rejections, lines, causes, counts by hour, incidents.
"""

from __future__ import annotations

import argparse
import gzip
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import verdict, write_log

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PIECES = 400
"""Parts in which the lines are appended."""


class Rotation:
    """Writes the log in pieces and rotates it now and then, in a thread; never ahead of the kills."""

    def __init__(self, folder: Path, lines: list[bytes], seed: int) -> None:
        self._folder = folder
        self._lines = lines
        self._chance = random.Random(seed)
        self._turn = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def go_on(self, pieces: int) -> None:
        """Write so many pieces more, beside whoever called."""
        for _ in range(pieces):
            self._turn.release()

    def finish(self) -> None:
        """Write what is left."""
        self.go_on(PIECES)
        self._thread.join()

    def _write(self) -> None:
        size = len(self._lines) // PIECES + 1
        for start in range(0, len(self._lines), size):
            self._turn.acquire()
            with (self._folder / "mainlog").open("ab") as log:
                for line in self._lines[start : start + size]:
                    log.write(line)
                    if self._chance.random() < 0.01:
                        log.flush()
            time.sleep(self._chance.uniform(0, 0.02))
            if self._chance.random() < 0.1:
                self._rotate()

    def _rotate(self) -> None:
        """mainlog -> mainlog.1 -> mainlog.2.gz -> ...; a compressed log appears under its name when whole."""
        packed = sorted(self._folder.glob("mainlog.*.gz"), key=lambda path: -int(path.name.split(".")[1]))
        for path in packed:
            number = int(path.name.split(".")[1])
            path.rename(self._folder / f"mainlog.{number + 1}.gz")
        first = self._folder / "mainlog.1"
        if first.exists():
            making = self._folder / ".making"
            making.write_bytes(gzip.compress(first.read_bytes()))
            making.rename(self._folder / "mainlog.2.gz")
            first.unlink()
        (self._folder / "mainlog").rename(first)


def main() -> int:
    """Kill, finish, compare; 1 when the databases differ."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--lines", type=int, default=60_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        return 0 if _measure(Path(folder), chosen) else 1


def _measure(folder: Path, chosen: argparse.Namespace) -> bool:
    from tests.importing.facts import differences, facts

    whole, logs = folder / "whole" / "mainlog", folder / "logs"
    for path in (whole.parent, logs):
        path.mkdir()
    write_log(whole, chosen.lines)
    lines = whole.read_bytes().splitlines(keepends=True)
    print(f"{len(lines)} lines, {chosen.kills} kills", flush=True)
    killed, undisturbed = folder / "killed.db", folder / "undisturbed.db"
    rotation, done = Rotation(logs, lines, chosen.seed), 0
    moments = _moments(chosen.seed)
    while done < chosen.kills:
        rotation.go_on(max(1, PIECES // chosen.kills))
        done += _killed(killed, logs, next(moments))
    rotation.finish()
    files = len(list(logs.iterdir()))
    _import(killed, logs).wait()
    _import(undisturbed, whole.parent).wait()
    found = differences(facts(killed), facts(undisturbed))
    for kind, (extra, missing) in found.items():
        print(f"{kind}: only after kills {extra}, missing {missing}")
    rows = sum(sum(counted.values()) for counted in facts(undisturbed).values())
    text = f"{done} kills, {files} files at the end: {rows} rows of facts are the same"
    return verdict(text, held=not found)


def _moments(seed: int) -> Iterator[float]:
    """Seconds until the next kill: from the first moment to well within the import."""
    chance = random.Random(seed)
    while True:
        yield 0.2 + chance.random() * chance.choice((0.3, 1.0, 2.0))


def _import(database: Path, logs: Path) -> subprocess.Popen[bytes]:
    words = ("--db", str(database), "import", "--server", "mx1", "--time-zone", "UTC", str(logs))
    return subprocess.Popen([sys.executable, "-m", "mailtui", *words], stdout=subprocess.DEVNULL)


def _killed(database: Path, logs: Path, seconds: float) -> bool:
    """Import and kill it so long after it began; whether it was still at it."""
    child = _import(database, logs)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
