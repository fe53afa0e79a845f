"""How long an import takes beside eximstats on the same log: `python benchmarks/import_speed.py [LOG]`."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import as_installed, child_seconds, write_log

PLAIN = "import sys\nfor line in open(sys.argv[1], 'rb'): line.split()"
"""Without eximstats: Python reading the log and splitting each line."""


def main() -> int:
    """Interleave the yardstick and the import; print both, the ratio, and the size of the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("log", nargs="?", type=Path, help="default: a generated one")
    options.add_argument("--lines", type=int, default=1_000_000, help="of the generated log")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--diagnosis", action="store_true", help="with causes and incidents")
    chosen = options.parse_args()
    as_installed()
    with TemporaryDirectory() as name:
        folder = Path(name)
        log = chosen.log or folder / "mainlog"
        if chosen.log is None:
            write_log(log, chosen.lines)
        measure(log, folder, chosen.rounds, diagnosis=chosen.diagnosis)
    return 0


def measure(log: Path, folder: Path, rounds: int, *, diagnosis: bool) -> None:
    """The rounds and their medians."""
    stats = shutil.which("eximstats", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    yardstick = [stats, log] if stats else [sys.executable, "-c", PLAIN, log]
    name = "eximstats" if stats else "a plain pass of Python"
    theirs, ours, path = [], [], folder / "mailtui.db"
    command = [
        sys.executable,
        "-m",
        "mailtui",
        "--db",
        path,
        "import",
        *([] if diagnosis else ["--no-diagnosis"]),
    ]
    for _ in range(rounds):
        theirs.append(child_seconds(yardstick))
        for left in folder.glob("mailtui.db*"):
            left.unlink()
        ours.append(child_seconds([*command, log]))
    with log.open("rb") as file:
        lines = sum(1 for _ in file)
    _report(name, theirs, lines)
    _report("mailtui import", ours, lines)
    wall, cpu = (
        statistics.median(b) / statistics.median(a)
        for a, b in zip(zip(*theirs, strict=True), zip(*ours, strict=True), strict=True)
    )
    print(f"mailtui takes {wall:.1f} times as long as {name}, and {cpu:.1f} times the CPU")
    size, raw = path.stat().st_size, log.stat().st_size
    print(f"database: {size / lines:.0f} bytes a line, {size / raw:.2f} of the log")


def _report(name: str, runs: list[tuple[float, float]], lines: int) -> None:
    wall, cpu = (statistics.median(one) for one in zip(*runs, strict=True))
    each = f"{cpu / lines * 1e6:.1f} us a line"
    print(
        f"{name}: {wall:.2f} s, CPU {cpu:.2f} s, {each}, {lines / wall:,.0f} lines/s (median of {len(runs)})"
    )


if __name__ == "__main__":
    sys.exit(main())
