"""What the benchmarks share: medians of interleaved runs, percentiles, logs and databases to measure on."""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

Run = Callable[[], float]
"""Does the thing once; gives seconds."""

NOW = 1_795_000_000_000_000
"""The end of the day that generated logs begin with (UTC microseconds)."""
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d", re.MULTILINE)
_ID = re.compile(r"\b[0-9A-Za-z]{6}(?=-[0-9A-Za-z]{11}-[0-9A-Za-z]{4}\b)")


def as_installed() -> None:
    """Compile the program, as its installation does.

    Python does so at every start where it may not keep what it compiled (PYTHONDONTWRITEBYTECODE), which is
    half a second that says nothing of the program.
    """
    from compileall import compile_dir

    import mailtui

    compile_dir(str(Path(mailtui.__file__).parent), quiet=1)


def interleaved(rounds: int, **runs: Run) -> dict[str, float]:
    """The median seconds of each, measured in turn, so that a busy machine is busy for all of them."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(run())
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of all are not above."""
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]


def child_seconds(command: Sequence[str | Path]) -> tuple[float, float]:
    """Wall and CPU seconds of a command that succeeds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_log(path: Path, lines: int) -> int:
    """A log of about so many lines: days of demo traffic, each with ids and dates of its own."""
    from mailtui.services.demo.traffic import generate

    day = generate(NOW).main.decode()
    per_day, written, number = day.count("\n"), 0, 0
    with path.open("w", encoding="utf-8") as file:
        while written < lines:
            file.write(_another_day(day, number))
            written += per_day
            number += 1
    return written


def _another_day(day: str, number: int) -> str:
    """The same traffic so many days later: dates move on, and so does the time in each queue id."""
    from datetime import date, timedelta

    def later(found: re.Match[str]) -> str:
        return (date.fromisoformat(found[0]) + timedelta(days=number)).isoformat()

    def anew(found: re.Match[str]) -> str:
        return f"{found[0][:2]}{_base62(number):0>2}{found[0][4:]}"

    moved = _STAMP.sub(later, day)
    return _ID.sub(anew, moved) if number else moved


def _base62(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return digits[number // 62 % 62] + digits[number % 62]


@contextmanager
def database(argument: str | None, lines: int) -> Iterator[Path]:
    """The database that was named, or one of a generated log, removed afterwards."""
    if argument is not None:
        yield Path(argument)
        return
    with TemporaryDirectory() as folder:
        path, log = Path(folder) / "mailtui.db", Path(folder) / "mainlog"
        print(f"building a database of {write_log(log, lines)} lines", flush=True)
        command = [sys.executable, "-m", "mailtui", "--db", path, "import", "--server", "mx1", log]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield path


def newest_stamp(path: Path) -> str:
    """What the first row of everything shows in its time column, in UTC."""
    from mailtui.model.moment import iso
    from mailtui.query import parse
    from mailtui.services.desk import open_desk

    (row,) = open_desk(path).search.page(parse(""), None, 1).rows
    return iso(row.key.time)[11:19]


READY = " left"
"""What the title of Triage says once all there is has been read, however many incidents come first."""
HOME = "that fit no incident"
"""What the Triage screen shows once incidents and single failures are listed; generated logs have both."""


def verdict(text: str, *, held: bool) -> bool:
    """Print a promise and whether it is kept."""
    print(f"{'kept  ' if held else 'BROKEN'}  {text}")
    return held
