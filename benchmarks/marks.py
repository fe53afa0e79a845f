"""Marks on a big list, from the key to the paint: `python benchmarks/marks.py [DATABASE]`."""

from __future__ import annotations

import argparse
import re
import statistics
import sys

from measuring import READY, database, newest_stamp, verdict
from screen import Screen

LIMIT = 1.0
"""Promised for 100 000 marks, seconds; more rows may take longer in proportion."""
ROWS = 100_000
SLOWER = 1.5
"""A key on marked rows may take so many times as on unmarked ones."""
_MARKED = re.compile(r"(\d[\d ]*) marked")


def main() -> int:
    """Mark all, invert, clear, in turn; 1 when a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", help="default: one of a generated log")
    options.add_argument("--lines", type=int, default=400_000, help="of the generated log")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with (
        database(chosen.database, chosen.lines) as path,
        Screen([sys.executable, "-m", "mailtui", "--db", str(path), "--fresh"], TZ="UTC") as screen,
    ):
        screen.until(READY)
        screen.press("2")
        screen.until(newest_stamp(path))
        screen.settle(2.0)
        return 0 if measure(screen, chosen.rounds) else 1


def measure(screen: Screen, rounds: int) -> bool:
    """Whether both promises are kept."""
    marked: list[float] = []
    with_marks: list[float] = []
    without: list[float] = []
    number = 0
    for _ in range(rounds):
        without += [screen.press("\x1b[6~").frame for _ in range(5)]
        screen.press("g")
        screen.settle(0.5)
        marked.append(screen.answer("*", " marked", 30))
        number = number or _number(screen)
        screen.settle(0.5)
        with_marks += [screen.press("\x1b[6~").frame for _ in range(5)]
        screen.press("g")
        screen.press("\x1b")
        screen.settle(0.5)
    seconds = statistics.median(marked)
    allowed = LIMIT * max(1.0, number / ROWS)
    ratio = statistics.median(with_marks) / statistics.median(without)
    kept = verdict(f"{number} rows marked in {seconds:.2f} s of {allowed:.2f} s", held=seconds < allowed)
    text = f"a page down over marked rows takes {ratio:.2f} times one over others, at most {SLOWER}"
    return verdict(text, held=ratio < SLOWER) and kept


def _number(screen: Screen) -> int:
    """How many the status line says."""
    screen.settle(0.3, forget=False)
    found = _MARKED.findall(screen.text)
    return int(found[-1].replace(" ", "")) if found else 0


if __name__ == "__main__":
    sys.exit(main())
