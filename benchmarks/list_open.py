"""What opening the list of a 100 000-row result reads: `python benchmarks/list_open.py [DATABASE]`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from measuring import database, verdict

from mailtui.config import Settings
from mailtui.services.desk import open_desk
from mailtui.ui import terminal

MOST_ROWS = 1_000
"""Promised: the list holds keys, and reads no more rows than this to open and to jump to its end."""


class Counting:
    """The search service, counting the rows and keys that it hands out."""

    def __init__(self, search: Any) -> None:
        self._search = search
        self.read: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._search, name)

    def page(self, *arguments: Any) -> Any:
        found = self._search.page(*arguments)
        self.read["rows"] += len(found.rows)
        return found

    def rows(self, keys: Sequence[Any]) -> Any:
        found = self._search.rows(keys)
        self.read["rows"] += len(found)
        return found

    def keys(self, *arguments: Any) -> Any:
        found = self._search.keys(*arguments)
        self.read["keys"] += len(found)
        return found


def main() -> int:
    """Open the list, jump to its end; 1 when it reads too much."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", help="default: one of a generated log")
    options.add_argument("--lines", type=int, default=300_000, help="of the generated log")
    chosen = options.parse_args()
    with database(chosen.database, chosen.lines) as path:
        return 0 if asyncio.run(measure(path)) else 1


async def measure(path: Path) -> bool:
    """The screen without a terminal, on everything there is."""
    terminal.prepare()
    from mailtui.ui.starting import make_app

    desk = open_desk(path)
    counting = Counting(desk.search)
    counted = SimpleNamespace(search=counting, tracing=desk.tracing, state=desk.state)
    app = make_app(lambda: counted, Settings(), "", terminal.survey())
    async with app.run_test(size=(120, 40)) as pilot:
        opened = await _listed(pilot, counting)
        await pilot.press("G")
        await pilot.pause(0.5)
    keys, rows = counting.read["keys"], counting.read["rows"]
    print(f"{keys} keys listed after {opened * 1000:.0f} ms, {rows} rows read to show its top and its end")
    return verdict(f"no more than {MOST_ROWS} rows are read for a list of {keys}", held=0 < rows <= MOST_ROWS)


async def _listed(pilot: Any, counting: Counting) -> float:
    began = time.perf_counter()
    while not counting.read["keys"]:
        await pilot.pause(0.01)
        if time.perf_counter() - began > 60:
            raise TimeoutError("no list within a minute: has the database less than 100 rows?")
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
