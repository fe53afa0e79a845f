"""First paint and filled screen beside an empty Textual app: `python benchmarks/startup.py [DATABASE]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from measuring import HOME, as_installed, database, interleaved, verdict
from screen import Screen

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("nothing here")
Empty().run()
"""
FIRST, FILLED = 1.5, 3.0
"""Promised, in times of an empty app: the first paint of frame and status line, and the incidents."""


def main() -> int:
    """Interleave the three; 1 when a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", help="default: one of a generated log")
    options.add_argument("--lines", type=int, default=300_000, help="of the generated log")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--first", default="opening the database", help="text of the first paint")
    chosen = options.parse_args()
    as_installed()
    with database(chosen.database, chosen.lines) as path:
        mailtui = [str(Path(sys.executable).with_name("mailtui"))]

        def until(command: list[str], text: str) -> float:
            with Screen(command, TZ="UTC", MAILTUI_DB=str(path)) as screen:
                return screen.until(text)

        taken = interleaved(
            chosen.rounds,
            empty=lambda: until([sys.executable, "-c", EMPTY], "nothing here"),
            first=lambda: until(mailtui, chosen.first),
            filled=lambda: until(mailtui, HOME),
        )
    empty = taken["empty"]
    print(f"an empty Textual app: {empty * 1000:.0f} ms (median of {chosen.rounds})")
    kept = True
    for name, limit in (("first", FIRST), ("filled", FILLED)):
        took = f"{taken[name] * 1000:.0f} ms, {taken[name] / empty:.2f} of {limit} times an empty app"
        text = f"{name} paint: {took}"
        kept &= verdict(text, held=taken[name] <= limit * empty)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
