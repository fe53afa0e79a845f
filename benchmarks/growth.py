"""Ten million lines beside a million: `python benchmarks/growth.py MILLION TEN_MILLIONS`.

A machine may be half as fast again from one minute to the next, and the long import takes minutes. So the
million is imported before it and after it, each time with a yardstick: eximstats on the same million.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from import_speed import PLAIN
from measuring import as_installed, child_seconds, verdict

GLANCE = 0.05
TIMES, MEMORY, SHARE = 12, 600, 1
"""The promises: times a million's time; megabytes; the database in the size of the log."""


class Import(NamedTuple):
    """What an import took."""

    seconds: float
    megabytes: float
    """Of both processes, each at its peak."""
    share: float
    """The size of the database in that of the log."""


def main() -> int:
    """Measure both; say whether the promises are kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("million", type=Path, help="a log of a million lines")
    options.add_argument("more", type=Path, help="one of ten million lines")
    options.add_argument("--rounds", type=int, default=2, help="of the million, before and after")
    chosen = options.parse_args()
    as_installed()
    stats = shutil.which("eximstats", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    yardstick = [stats, chosen.million] if stats else [sys.executable, "-c", PLAIN, chosen.million]
    with TemporaryDirectory() as name:
        before = [_beside(yardstick, Path(name), chosen.million) for _ in range(chosen.rounds)]
        long = _import(Path(name), chosen.more)
        after = [_beside(yardstick, Path(name), chosen.million) for _ in range(chosen.rounds)]
    once = statistics.median(one.seconds for one in (*before, *after))
    times = long.seconds / once
    kept = verdict(f"ten times the lines take {times:.1f} times the time", held=times <= TIMES)
    kept &= verdict(f"memory {long.megabytes:.0f} MB", held=long.megabytes <= MEMORY)
    kept &= verdict(f"database {long.share:.3f} of the log", held=long.share <= SHARE)
    return 0 if kept else 1


def _beside(yardstick: list[str | Path], folder: Path, log: Path) -> Import:
    seconds, _ = child_seconds(yardstick)
    found = _import(folder, log)
    print(f"  which is {found.seconds / seconds:.2f} yardsticks of {seconds:.2f} s", flush=True)
    return found


def _import(folder: Path, log: Path) -> Import:
    for left in folder.glob("mailtui.db*"):
        left.unlink()
    database, peaks = folder / "mailtui.db", dict[int, int]()
    command = [sys.executable, "-m", "mailtui", "--db", database, "import", "--no-diagnosis", log]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            _look(process.pid, peaks)
            time.sleep(GLANCE)
        seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"the import of {log} failed")
    memory = [peak * 1024 / 1e6 for peak in peaks.values()]
    said = " + ".join(f"{one:.0f}" for one in memory)
    print(f"{log}: {seconds:.2f} s, {said} MB at the peak", flush=True)
    return Import(seconds, sum(memory), database.stat().st_size / log.stat().st_size)


def _look(process: int, peaks: dict[int, int]) -> None:
    """Note the peak (kibibytes) of a process and of its children."""
    with suppress(OSError):  # it has just ended
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for one in (process, *map(int, children)):
            for line in Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peaks[one] = int(line.split()[1])


if __name__ == "__main__":
    sys.exit(main())
