"""What diagnosing and incidents cost of an import: `python benchmarks/diagnosing_cost.py [LOG]`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring import write_log

from mailtui.ingest.causes import Causes
from mailtui.ingest.incidents.keeping import Keeper
from mailtui.ingest.inheriting import Inheriting
from mailtui.ingest.news import News
from mailtui.services.imports import import_logs
from mailtui.store.verdicts import Verdicts

LIMIT = 0.15
"""Of the import's time, for diagnosing."""
DIAGNOSING = [(Causes, "of_attempts"), (Causes, "of_recipients"), (Verdicts, "write"), (Inheriting, "settle")]
INCIDENTS = [(Keeper, "settle"), (News, "tell")]


def main() -> int:
    """Import some times with clocks around the two parts; print their shares."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("log", nargs="?", type=Path, help="default: a generated one")
    options.add_argument("--lines", type=int, default=300_000, help="of the generated log")
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    clocks = {"diagnosing": 0.0, "incidents": 0.0}
    for name, parts in (("diagnosing", DIAGNOSING), ("incidents", INCIDENTS)):
        for owner, method in parts:
            setattr(owner, method, _timed(getattr(owner, method), clocks, name))
    with TemporaryDirectory() as name:
        log = chosen.log or Path(name) / "mainlog"
        if chosen.log is None:
            write_log(log, chosen.lines)
        shares = [_round(log, Path(name) / f"{number}.db", clocks) for number in range(chosen.rounds)]
    diagnosing, incidents = (statistics.median(one) for one in zip(*shares, strict=True))
    print(f"diagnosing: {diagnosing:.1%} of the import, limit {LIMIT:.0%}: {_verdict(diagnosing)}")
    print(f"incidents: {incidents:.1%} of the import")
    return 0 if diagnosing <= LIMIT else 1


def _round(log: Path, database: Path, clocks: dict[str, float]) -> tuple[float, float]:
    clocks.update(dict.fromkeys(clocks, 0.0))
    began = time.perf_counter()
    summary = import_logs(database, [str(log)], server="mx1", zone="UTC")
    took = time.perf_counter() - began
    assert not summary.problems
    return clocks["diagnosing"] / took, clocks["incidents"] / took


def _timed(function: Callable[..., Any], clocks: dict[str, float], name: str) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            clocks[name] += time.perf_counter() - began

    return timed


def _verdict(share: float) -> str:
    return "kept" if share <= LIMIT else "BROKEN"


if __name__ == "__main__":
    sys.exit(main())
