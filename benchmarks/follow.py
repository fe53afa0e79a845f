"""From an appended line to the screen, and what waiting costs: `python benchmarks/follow.py`."""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import percentile, verdict, write_log
from screen import Screen

from mailtui.services.standing import standings
from mailtui.store.lock import holder

VISIBLE_MS = 500.0
"""Promised at p95, from the write to the paint in an open search."""
IDLE = 0.01
"""Promised of one core, worker and terminal together."""
CALM_AFTER = 10.5
"""Seconds without a line, after which worker and terminal look less often."""
Times = tuple[list[float], list[float]]
LINE = (
    "{stamp} 1xZZ{number:02d}-{number:011d}-00aB <= a{number}@x.example H=h [192.0.2.1] P=esmtp S=360 "
    "for f{number}@y.example\n"
)


def main() -> int:
    """Follow a log of so many lines; 1 when a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=100_000, help="in the log before it is followed")
    options.add_argument("--appends", type=int, default=60)
    options.add_argument("--calm", type=int, default=8, help="of them after a while without any")
    options.add_argument("--seconds", type=float, default=10, help="of idling")
    options.add_argument("--watch", default="auto", help="auto, inotify or poll")
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        return 0 if _measure(Path(folder), chosen) else 1


def _measure(folder: Path, chosen: argparse.Namespace) -> bool:
    log, database = folder / "logs" / "mainlog", folder / "mailtui.db"
    log.parent.mkdir()
    print(
        f"a log of {write_log(log, chosen.lines)} lines, followed by the companion of a terminal", flush=True
    )
    settings = {"DB": str(database), "LOGS": str(log.parent), "SERVER": "mx1", "TIME_ZONE": "UTC"}
    environment = {f"MAILTUI_{name}": value for name, value in (settings | {"WATCH": chosen.watch}).items()}
    began = time.perf_counter()
    with Screen([sys.executable, "-m", "mailtui"], TZ="UTC", **environment) as screen:
        while not _follows(database):
            screen.settle(0.2)
        print(f"caught up after {time.perf_counter() - began:.1f} s", flush=True)
        worker = holder(database)
        assert worker is not None
        screen.settle(1.0)
        screen.press("2")
        screen.settle(4.0)
        chance = random.Random(1)
        busy = range(chosen.appends - chosen.calm)
        stored, painted = _appends(screen, database, log, busy, lambda: chance.uniform(0.3, 0.9))
        calm = range(len(busy), chosen.appends)
        late = _appends(screen, database, log, calm, lambda: chance.uniform(CALM_AFTER, CALM_AFTER + 1))
        screen.settle(4.0)
        idle = _idle([screen.pid, worker.pid], chosen.seconds)
        said = screen.output()
    taken = {"": (stored, painted), " after a calm": late}
    return _report({when: times for when, times in taken.items() if times[0]}, idle, said)


def _follows(database: Path) -> bool:
    try:
        return holder(database) is not None and standings(database, 0).doing.startswith("following")
    except Exception:  # noqa: BLE001 - its tables are being made
        return False


def _appends(screen: Screen, database: Path, log: Path, numbers: range, pause: Callable[[], float]) -> Times:
    """Milliseconds from each write until another connection sees the line, and until it is painted."""
    stored: list[float] = []
    painted: list[float] = []
    newest = max(source.last_line or 0 for source in standings(database, 0).sources) // 1_000_000
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for number in numbers:
            end = time.perf_counter() + pause()
            while time.perf_counter() < end:
                screen.settle(0.2)
            stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(newest + number))
            began = time.perf_counter()
            with log.open("a") as file:
                file.write(LINE.format(stamp=stamp, number=number))
            while not connection.execute(
                "SELECT 1 FROM message WHERE queue_id = ?", (f"1xZZ{number:02d}-{number:011d}-00aB",)
            ).fetchone():
                time.sleep(0.0005)
            stored.append((time.perf_counter() - began) * 1000)
            screen.until(f"f{number}@y.example")
            painted.append((time.perf_counter() - began) * 1000)
    return stored, painted


def _idle(processes: Sequence[int], seconds: float) -> list[float]:
    """The share of a core that each takes while nothing happens."""
    before = [_cpu(process) for process in processes]
    time.sleep(seconds)
    return [(_cpu(process) - was) / seconds for process, was in zip(processes, before, strict=True)]


def _cpu(process: int) -> float:
    """CPU seconds so far (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _report(taken: Mapping[str, Times], idle: list[float], said: int) -> bool:
    kept = True
    for when, (stored, painted) in taken.items():
        for name, times in (("in the database", stored), ("on the screen", painted)):
            print(f"{name}{when}: p50 {percentile(times, 50):.0f} ms, p95 {percentile(times, 95):.0f} ms")
        kept &= verdict(
            f"an appended line is painted within {VISIBLE_MS:.0f} ms (p95){when}",
            held=percentile(painted, 95) < VISIBLE_MS,
        )
    shares = ", ".join(
        f"{name} {share:.2%}" for name, share in zip(("terminal", "worker"), idle, strict=True)
    )
    kept &= verdict(f"idle under {IDLE:.0%} of a core together: {shares}", held=sum(idle) < IDLE)
    return kept & verdict(f"{said} bytes to the terminal while idle", held=said == 0)


if __name__ == "__main__":
    sys.exit(main())
