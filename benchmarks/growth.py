"""Ten million lines beside a million: `python benchmarks/growth.py MILLION TEN_MILLIONS`.

A machine may be half as fast again from one minute to the next, and the long import takes minutes. So both
are told in a yardstick (eximstats on the million) that is measured right before and after each million, and
for which the long import is stopped (SIGSTOP) every half minute.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from import_speed import PLAIN
from measuring import as_installed, child_seconds, verdict

SEGMENT = 30.0
"""Seconds between two looks at the yardstick."""
GLANCE = 0.1
TIMES, MEMORY = 12, 600
"""The promises: times a million's time; megabytes."""


class Importing:
    """An import of a log, which can be stopped for a while."""

    def __init__(self, folder: Path, log: Path) -> None:
        for left in folder.glob("mailtui.db*"):
            left.unlink()
        self.database = folder / "mailtui.db"
        command = [sys.executable, "-m", "mailtui", "--db", self.database, "import", "--no-diagnosis"]
        self._process = subprocess.Popen(
            [*command, log], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._memory: dict[int, int] = {}

    def run(self, seconds: float) -> tuple[float, bool]:
        """For so long or until it is over: the seconds it ran, and whether it is over."""
        began = time.perf_counter()
        while (ran := time.perf_counter() - began) < seconds:
            with suppress(subprocess.TimeoutExpired):
                if self._process.wait(GLANCE):
                    raise SystemExit("the import failed")
                return time.perf_counter() - began, True
            self._look()
        return ran, False

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Neither of its processes runs within this block."""
        processes = self._processes()
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        yield
        for process in processes:
            os.kill(process, signal.SIGCONT)

    @property
    def memory(self) -> list[int]:
        """Kibibytes that each of its processes had at its peak."""
        return list(self._memory.values())

    def _processes(self) -> list[int]:
        own = self._process.pid
        return [own, *map(int, Path(f"/proc/{own}/task/{own}/children").read_text().split())]

    def _look(self) -> None:
        with suppress(OSError):  # it has just ended
            for process in self._processes():
                for line in Path(f"/proc/{process}/status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        self._memory[process] = int(line.split()[1])


def main() -> int:
    """Measure both; say whether the promises are kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("million", type=Path, help="a log of a million lines")
    options.add_argument("more", type=Path, help="one of ten million lines")
    options.add_argument("--rounds", type=int, default=3, help="of the million")
    chosen = options.parse_args()
    as_installed()
    stats = shutil.which("eximstats", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    yardstick = [stats, chosen.million] if stats else [sys.executable, "-c", PLAIN, chosen.million]
    with TemporaryDirectory() as name:
        short = [_measured(Path(name), chosen.million, yardstick) for _ in range(chosen.rounds)]
        long = _measured(Path(name), chosen.more, yardstick)
    times = long.yardsticks / statistics.median(one.yardsticks for one in short)
    kept = verdict(f"ten times the lines take {times:.1f} times the time", held=times <= TIMES)
    kept &= verdict(f"memory {long.megabytes:.0f} MB", held=long.megabytes <= MEMORY)
    kept &= verdict(f"database {long.share:.3f} of the log", held=long.share <= 1)
    return 0 if kept else 1


class Measured(NamedTuple):
    """What an import took."""

    yardsticks: float
    megabytes: float
    """Of both processes at the peak of each."""
    share: float
    """The size of the database in that of the log."""


def _measured(folder: Path, log: Path, yardstick: list[str | Path]) -> Measured:
    taken = [child_seconds(yardstick)[0]]
    importing, ran, over = Importing(folder, log), [], False
    while not over:
        seconds, over = importing.run(SEGMENT)
        ran.append(seconds)
        if over:
            taken.append(child_seconds(yardstick)[0])
        else:
            with importing.stopped():
                taken.append(child_seconds(yardstick)[0])
    each = [2 * seconds / (a + b) for seconds, a, b in zip(ran, taken, taken[1:], strict=False)]
    size, lines = importing.database.stat().st_size, _lines(log)
    memory = [peak * 1024 / 1e6 for peak in importing.memory]
    print(
        f"{lines:,} lines: {sum(ran):.1f} s, {sum(each):.2f} yardsticks of {statistics.mean(taken):.1f} s;"
        f" {' + '.join(f'{one:.0f}' for one in memory)} MB at the peak; {size / lines:.1f} B a line",
        flush=True,
    )
    return Measured(sum(each), sum(memory), size / log.stat().st_size)


def _lines(log: Path) -> int:
    with log.open("rb") as file:
        return sum(1 for _ in file)


if __name__ == "__main__":
    sys.exit(main())
