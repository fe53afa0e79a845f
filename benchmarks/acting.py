"""What an act on 100 000 failures takes, and its undo: `python benchmarks/acting.py`."""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import write_log

from mailtui.model.act import Done
from mailtui.model.enums import IncidentState, OperatorRole
from mailtui.model.operator import Operator
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting
from mailtui.services.imports import import_logs

LIMIT = 1.0
"""Seconds for one act or undo of all."""


def main() -> int:
    """Import a log, act on its recipients, print medians of real and CPU time."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--subjects", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    with TemporaryDirectory() as name:
        database = Path(name) / "mailtui.db"
        subjects = _recipients(database, Path(name) / "mainlog", chosen.subjects)
        me = Operator(0, "root", OperatorRole.ADMIN)
        acting = Acting(database, me, lambda: time.time_ns() // 1000, lambda _: None)
        verbs: dict[str, Callable[[], Done]] = {
            "state": lambda: acting.state(subjects, IncidentState.WAITING),
            "assign": lambda: acting.assign(subjects, "root"),
            "tag": lambda: acting.tag(subjects, "+vip"),
            "undo of tag": acting.undo,
            "undo of assign": acting.undo,
            "undo of state": acting.undo,
        }
        took = [_round(verbs, len(subjects)) for _ in range(chosen.rounds)]
    worst = 0.0
    for place, verb in enumerate(verbs):
        real, cpu = (statistics.median(one[place][part] for one in took) for part in (0, 1))
        worst = max(worst, cpu)
        print(f"{verb} of {len(subjects):,}: {real * 1000:.0f} ms, {cpu * 1000:.0f} ms of CPU")
    print(f"limit {LIMIT * 1000:.0f} ms of CPU: {'kept' if worst <= LIMIT else 'BROKEN'}")
    return 0 if worst <= LIMIT else 1


def _recipients(database: Path, log: Path, number: int) -> list[Subject]:
    write_log(log, number * 5)
    import_logs(database, [str(log)], server="mx1", zone="UTC")
    connection = sqlite3.connect(database)
    query = "SELECT message_id, number FROM recipient ORDER BY 1, 2 LIMIT ?"
    found = [recipient(*row) for row in connection.execute(query, (number,))]
    connection.close()
    return found


def _round(verbs: dict[str, Callable[[], Done]], number: int) -> list[tuple[float, float]]:
    took = []
    for verb, act in verbs.items():
        real, cpu = time.perf_counter(), time.process_time()
        done = act()
        took.append((time.perf_counter() - real, time.process_time() - cpu))
        if (done.changed, done.refused) != (number, ()):
            sys.exit(f"{verb}: {done.changed} changed, {len(done.refused)} refused")
    return took


if __name__ == "__main__":
    sys.exit(main())
