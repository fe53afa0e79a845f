"""Bytes to the terminal at 120x40: `python benchmarks/terminal_bytes.py [DATABASE]`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from measuring import READY, database, newest_stamp, verdict
from screen import Screen

THEMES = {
    "ANSI": ({"TERM": "xterm", "COLORTERM": ""}, 10_000),
    "true colour": ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 16_000),
}
"""What the terminal says of itself, and the bytes promised for a page down."""
MOVE = 2_000
"""Bytes promised for a cursor move."""
IDLE = 5.0
"""Seconds in which nothing is to be written."""
SCREENS = {"Search": "2", "Triage": "1"}


def main() -> int:
    """Count on each screen and theme; 1 when a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", help="default: one of a generated log")
    options.add_argument("--lines", type=int, default=100_000, help="of the generated log")
    options.add_argument("--rounds", type=int, default=10)
    chosen = options.parse_args()
    kept = True
    with database(chosen.database, chosen.lines) as path:
        for name, (environment, page) in THEMES.items():
            for screen, key in SCREENS.items():
                kept &= _measure(path, f"{screen}, {name}", key, environment, page, chosen.rounds)
    return 0 if kept else 1


def _measure(path: Path, name: str, key: str, environment: dict[str, str], page: int, rounds: int) -> bool:
    command = [sys.executable, "-m", "mailtui", "--db", str(path), "--fresh"]
    with Screen(command, TZ="UTC", **environment) as screen:
        screen.until(READY)
        screen.press(key)
        if key == SCREENS["Search"]:
            screen.until(newest_stamp(path))
        screen.settle(3.0)  # what is counted in the background has come
        time.sleep(IDLE)
        idle = screen.output()
        moved = [_bytes(screen, "j") for _ in range(rounds)]
        paged = [_bytes(screen, "\x1b[6~") for _ in range(rounds)]
    median, worst = round(statistics.median(moved)), max(moved)
    held = verdict(f"{name}: cursor move {median} B (most {worst}) of {MOVE}", held=median < MOVE)
    median, worst = round(statistics.median(paged)), max(paged)
    held &= verdict(f"{name}: page down {median} B (most {worst}) of {page}", held=median < page)
    return verdict(f"{name}: idle for {IDLE:.0f} s {idle} B of 0", held=idle == 0) and held


def _bytes(screen: Screen, key: str) -> int:
    """All that a key makes the program write."""
    screen.press(key)
    screen.settle(0.3, forget=False)
    return screen.output()


if __name__ == "__main__":
    sys.exit(main())
