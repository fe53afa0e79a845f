"""From a key to its repaint on a big list: `python benchmarks/keys.py [DATABASE]`."""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from measuring import READY, database, newest_stamp, percentile, verdict
from screen import Answer, Screen

KEYS = {"j": "j", "page down": "\x1b[6~", "k": "k", "end (G)": "G", "page up": "\x1b[5~", "home (g)": "g"}
LIMIT_MS = 20.0
"""Promised at the median, to the end of the first frame; later frames are printed too."""


def main() -> int:
    """Press every key in turn; 1 when a median is above the promise."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", help="default: one of a generated log")
    options.add_argument("--lines", type=int, default=300_000, help="of the generated log")
    options.add_argument("--rounds", type=int, default=15)
    chosen = options.parse_args()
    with database(chosen.database, chosen.lines) as path:
        taken = measure(path, chosen.rounds)
    kept = True
    for name, times in taken.items():
        first, frame, settled = (statistics.median(one) * 1000 for one in zip(*times, strict=True))
        worst = percentile([one.frame for one in times], 95) * 1000
        text = f"{name}: first byte {first:.1f} ms, frame {frame:.1f} ms of {LIMIT_MS:.0f} ms"
        kept &= verdict(f"{text} (p95 {worst:.1f}), settled {settled:.1f} ms", held=frame < LIMIT_MS)
    return 0 if kept else 1


def measure(path: Path, rounds: int) -> dict[str, list[Answer]]:
    """The answers to every key."""
    taken: dict[str, list[Answer]] = {name: [] for name in KEYS}
    with Screen([sys.executable, "-m", "mailtui", "--db", str(path)], TZ="UTC") as screen:
        screen.until(READY)
        screen.press("2")
        screen.until(newest_stamp(path))
        screen.settle(1.0)
        for _ in range(rounds):
            for name, key in KEYS.items():
                taken[name].append(screen.press(key))
    return taken


if __name__ == "__main__":
    sys.exit(main())
