"""How long retention keeps other writers waiting: `python benchmarks/retention.py [--lines 1000000]`.

Days of generated mail are imported, then all but the last third goes. Beside it a second program begins a
write again and again, as the terminal does when somebody decides about an incident.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from measuring import database, percentile, verdict

DAY = 86_400_000_000
LOCKED_MS = 100.0
"""Promised: the write lock is never held for so long."""


class Waiting:
    """A program that begins a write fifty times a second and notes how long it waited."""

    def __init__(self, path: Path) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._write, args=(path,))
        self.waited: list[float] = []

    def _write(self, path: Path) -> None:
        with closing(sqlite3.connect(path, 10, isolation_level=None)) as connection:
            while not self._end.wait(0.02):
                began = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                self.waited.append((time.perf_counter() - began) * 1000)
                connection.execute("COMMIT")

    def __enter__(self) -> Waiting:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()


def main() -> int:
    """Measure; 1 when the promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=1_000_000)
    with database(None, options.parse_args().lines) as path:
        return 0 if _measure(path) else 1


def _measure(path: Path) -> bool:
    from mailtui.ingest.retaining import Retaining
    from mailtui.services.stats import stats
    from mailtui.store.engine import reader, writer
    from mailtui.store.lock import writing
    from mailtui.store.retention.limits import Limits

    with closing(sqlite3.connect(path)) as connection:
        first, last = connection.execute("SELECT min(first_time), max(last_time) FROM source_file").fetchone()
    limit = (first + (last - first) * 2 // 3) // DAY * DAY
    before, size = stats(path), path.stat().st_size
    began = time.perf_counter()
    with writing(path), Waiting(path) as other:
        bounds = Limits(limit, limit, limit)
        gone = Retaining(writer(path), reader(path), bounds, lambda _: None).run(last)
    seconds = time.perf_counter() - began
    print(f"{gone.lines} lines, {gone.messages} messages, {gone.attempts} attempts")
    print(f"gone in {seconds:.1f} s; {size:,} -> {path.stat().st_size:,} bytes")
    print(
        f"another writer waited p95 {percentile(other.waited, 95):.1f} ms, at most {max(other.waited):.1f} ms"
    )
    longest = gone.longest * 1000
    held = verdict(
        f"longest transaction {longest:.1f} ms (under {LOCKED_MS:.0f} ms)", held=longest < LOCKED_MS
    )
    return verdict("daily totals make up for what went", held=stats(path) == before) and held


if __name__ == "__main__":
    sys.exit(main())
