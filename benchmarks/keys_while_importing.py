"""Keys and searches while an import runs at full speed: `python benchmarks/keys_while_importing.py`.

A database of half the lines is opened on the Search screen; keys are pressed while nothing else happens,
then while `mailtui import` reads the other half into it as fast as it can. From key to paint may take 1.3
times the idle median, and no key more than 100 ms. Beside it searches are asked by the service.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from keys import KEYS
from measuring import READY, as_installed, newest_stamp, percentile, verdict, write_log
from screen import Screen
from search_big import kinds

from mailtui.query import parse
from mailtui.services.desk import Desk, open_desk

RATIO, STALL_MS = 1.3, 100.0
"""Promised: times the idle median, and the longest answer to a key."""
PACE = 0.02
"""Seconds between two keys of somebody who holds one down."""


def main() -> int:
    """Build, press, import; 1 when a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--log", type=Path, help="default: generated traffic")
    options.add_argument("--lines", type=int, default=600_000, help="of generated traffic")
    options.add_argument("--rounds", type=int, default=25, help="of every key while idle")
    chosen = options.parse_args()
    as_installed()
    _hold_still()
    with TemporaryDirectory() as name:
        folder = Path(name)
        first, second = _halves(folder, chosen.log, chosen.lines)
        path = folder / "mailtui.db"
        _import(path, first).wait()
        return 0 if measure(path, second, chosen.rounds) else 1


def _hold_still() -> None:
    """This process asks searches too: neither its collector nor their turns are the terminal's delay."""
    gc.disable()
    sys.setswitchinterval(0.0005)


def _halves(folder: Path, log: Path | None, lines: int) -> tuple[Path, Path]:
    """The log in two files."""
    whole = log or folder / "whole"
    if log is None:
        print(f"generating {write_log(whole, lines)} lines", flush=True)
    data = whole.read_bytes()
    cut = data.index(b"\n", len(data) // 2) + 1
    halves = folder / "first/mainlog", folder / "second/mainlog"
    for path, part in zip(halves, (data[:cut], data[cut:]), strict=True):
        path.parent.mkdir()
        path.write_bytes(part)
    return halves


def measure(path: Path, more: Path, rounds: int) -> bool:
    """Idle, then with the import."""
    with Screen([sys.executable, "-m", "mailtui", "--db", str(path)], TZ="UTC") as screen:
        screen.until(READY)
        screen.press("2")
        screen.until(newest_stamp(path))
        screen.settle(1.0)
        idle = _pressed(screen, lambda: False, rounds)
        asked = _asked(open_desk(path), _queries(path), lambda: False)
        child = _import(path, more)
        try:
            busy, others = _beside(path, screen, child)
        finally:
            child.kill()
    text = _compared("key to paint", idle, busy)
    kept = verdict(text, held=statistics.median(busy) <= RATIO * statistics.median(idle))
    longest = max(busy) * 1000
    worst = f"longest answer to a key during the import: {longest:.0f} ms of {STALL_MS:.0f} ms"
    print(f"        longest while idle: {max(idle) * 1000:.0f} ms")
    kept &= verdict(f"{worst} ({len(busy)} keys)", held=longest <= STALL_MS)
    print(f"        {_compared('a search', asked, others)}")
    return kept


def _beside(path: Path, screen: Screen, child: subprocess.Popen[bytes]) -> tuple[list[float], list[float]]:
    """Keys and searches for as long as the import runs."""
    over, searches = Event(), []
    queries = _queries(path)

    def search() -> None:
        desk = open_desk(path)
        while not over.is_set():
            searches.extend(_asked(desk, queries[:1], over.is_set))
            queries.append(queries.pop(0))
            over.wait(0.25)

    while child.poll() is None and not _has_begun(path):
        time.sleep(0.05)
    thread = Thread(target=search)
    thread.start()
    try:
        keys = _pressed(screen, lambda: child.poll() is not None, 1 << 30)
    finally:
        over.set()
        thread.join()
    if len(keys) < 30:
        raise SystemExit("the import was over too soon: take more --lines")
    return keys, searches


def _has_begun(path: Path) -> bool:
    return open_desk(path).state.read().progress is not None


def _pressed(screen: Screen, is_over: Callable[[], bool], rounds: int) -> list[float]:
    """Seconds from each key to the first byte of its answer."""
    taken: list[float] = []
    for _ in range(rounds):
        for key in KEYS.values():
            if is_over():
                return taken
            taken.append(screen.answer(key))
            time.sleep(PACE)
    return taken


def _queries(path: Path) -> list[str]:
    found = [one for queries in kinds(path, 12, random.Random(2)).values() for one in queries]
    random.Random(3).shuffle(found)
    return found


def _asked(desk: Desk, queries: Sequence[str], is_over: Callable[[], bool]) -> list[float]:
    taken = []
    for text in queries:
        if is_over():
            break
        began = time.perf_counter()
        desk.search.page(parse(text))
        taken.append(time.perf_counter() - began)
    return taken


def _compared(what: str, idle: Sequence[float], busy: Sequence[float]) -> str:
    before, now = statistics.median(idle) * 1000, statistics.median(busy) * 1000
    tail = [percentile(list(times), 95) * 1000 for times in (idle, busy)]
    return (
        f"{what}: {before:.1f} ms idle, {now:.1f} ms during the import, {now / before:.2f} times "
        f"(p95 {tail[0]:.1f} and {tail[1]:.1f} ms)"
    )


def _import(path: Path, log: Path) -> subprocess.Popen[bytes]:
    words = ("--db", str(path), "import", "--server", "mx1", "--time-zone", "UTC", str(log))
    return subprocess.Popen(
        [sys.executable, "-m", "mailtui", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main())
