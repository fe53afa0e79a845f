"""The Domains screen while all domains are looked at: its lag; and leaving it while a server says nothing.

`python benchmarks/verify_lag.py [--domains N]`; the real app without a terminal (120x40), the DNS server in
a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
import time
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from measuring import percentile, verdict
from textual import events

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.verify import many
from tests.verify.dns_server import process

from mailtui.services.desk import open_desk
from mailtui.services.domains.desk import open_domains
from mailtui.services.domains.options import Options
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

LAG_MS = 20.0
"""Promised at the 99th percentile while domains are looked at."""
EXIT_S = 1.0
"""Promised from leaving to the end, while nobody answers."""
TICK = 0.005


def main() -> int:
    """Print figures and promises; 1 when one is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--domains", type=int, default=1000)
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mailtui.db"
        desk = open_domains(path, Options(), new=True)
        for expected in many.expected(chosen.domains):
            desk.expect(expected)
        with process(many.zone(chosen.domains)) as address:
            kept = asyncio.run(looking(path, address, chosen.domains))
        return 0 if asyncio.run(stuck(path)) and kept else 1


def make_app(path: Path, address: tuple[str, int]) -> MailtuiApp:
    """The app as it is, with a resolver of ours."""
    options = Options(resolvers=(address,), dnsbl=(many.LIST,))
    return MailtuiApp(lambda: open_desk(path, UTC, looking=options), None, look=Look(zone=UTC))


async def looking(path: Path, address: tuple[str, int], count: int) -> bool:
    """All domains, while somebody presses keys."""
    app = make_app(path, address)
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(app, pilot, count)
        idle = await lags(asyncio.create_task(asyncio.sleep(1.0)))
        began = time.perf_counter()
        await pilot.press("R")
        over = asyncio.create_task(until_over(app))
        answers = asyncio.create_task(press(app, over))
        busy = await lags(over)
        seconds = time.perf_counter() - began
        taken = await answers
    lag, key = percentile(busy.late, 99) * 1000, percentile(taken, 95) * 1000
    print(f"lag of the idle screen: p99 {percentile(idle.late, 99) * 1000:.1f} ms")
    print(f"{count} domains in {seconds:.1f} s; {len(taken)} keys, cursor moved after {key:.1f} ms (p95)")
    own = percentile(busy.own, 99) * 1000
    print(f"of the lag the screen's own work: p99 {own:.1f} ms, longest {max(busy.own) * 1000:.1f}")
    text = f"lag p99 {lag:.1f} ms of {LAG_MS:.0f} ms, longest {max(busy.late) * 1000:.1f}"
    return verdict(text, held=lag <= LAG_MS)


async def ready(app: MailtuiApp, pilot: Any, count: int) -> None:
    """Until the list is there."""
    await pilot.pause(0.5)
    await pilot.press("5")
    while app.domains.rows.count != count:
        await pilot.pause(0.1)


async def until_over(app: MailtuiApp) -> None:
    """Until nothing is looked at any more."""
    while app.domains.looking:
        await asyncio.sleep(0.02)


class Ticks(NamedTuple):
    """Seconds, tick by tick."""

    late: list[float]
    """How late the loop of the screen was."""
    own: list[float]
    """What its thread computed meanwhile: the part that no other thread or program is to blame for."""


async def lags(over: asyncio.Task[None]) -> Ticks:
    """Until something is over."""
    found = Ticks([], [])
    while not over.done():
        began, computed = time.perf_counter(), time.thread_time()
        await asyncio.sleep(TICK)
        found.late.append(time.perf_counter() - began - TICK)
        found.own.append(time.thread_time() - computed)
    return found


async def press(app: MailtuiApp, over: asyncio.Task[None]) -> list[float]:
    """A key every tenth of a second: seconds until the cursor has moved."""
    rows, taken = app.domains.rows, []
    while not over.done():
        key = "k" if rows.cursor else "j"
        before, began = rows.cursor, time.perf_counter()
        app.post_message(events.Key(key, key))
        while rows.cursor == before:
            await asyncio.sleep(0.001)
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(0.1)
    return taken


async def stuck(path: Path) -> bool:
    """Nobody answers: `esc` and leaving are as quick as ever."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        app = make_app(path, silent.getsockname())
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("5", "wait:500", "R", "wait:1500")
            asked = bool(app.domains.looking)
            app.exit()
            left = time.perf_counter()
    taken = time.perf_counter() - left
    text = f"left {taken:.2f} s of {EXIT_S:.0f} s after it was asked to, with questions under way"
    return verdict(text, held=asked and taken <= EXIT_S)


if __name__ == "__main__":
    sys.exit(main())
