"""Domains against a DNS server on loopback: how fast, how much the screen lags, and no false alarm.

`python benchmarks/verify_domains.py [--domains N] [--seeds N]`; the server runs in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from measuring import percentile, verdict

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.verify import many
from tests.verify.dns_server import process

from mailtui.model.finding import Checked, Expected
from mailtui.services.domains.looking import looks
from mailtui.services.domains.options import Options

SECONDS = 8.0
"""Promised for a thousand domains."""
LAG_MS = 20.0
"""Promised at the 99th percentile, for a loop in the same program that has nothing else to do."""
TICK = 0.005
BROKEN_DOMAINS = 300

Place = tuple[str, str]


def main() -> int:
    """Print figures and promises; 1 when one is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--domains", type=int, default=1000)
    options.add_argument("--seeds", type=int, default=10, help="0: leave the runs with broken DNS out")
    chosen = options.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")
    kept = fast(chosen.domains)
    return 0 if steady(chosen.seeds) and kept else 1


def fast(count: int) -> bool:
    """A run over many domains, while a loop measures how late it is woken."""
    with process(many.zone(count)) as address:
        idle = asyncio.run(lags(threading.Event(), 1.0))
        done, began = threading.Event(), time.perf_counter()
        thread = threading.Thread(target=lambda: (run(address, count), done.set()))
        cpu = time.process_time()
        thread.start()
        busy = asyncio.run(lags(done))
        thread.join()
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"lag of an idle program: p99 {percentile(idle, 99) * 1000:.1f} ms")
    lag = percentile(busy, 99) * 1000
    limit = SECONDS * count / 1000
    return verdict(
        f"{count} domains in {wall:.1f} s of {limit:.1f} s (CPU {cpu:.1f} s)", held=wall <= limit
    ) & verdict(
        f"lag p99 {lag:.1f} ms of {LAG_MS:.0f} ms, longest {max(busy) * 1000:.1f}", held=lag <= LAG_MS
    )


async def lags(done: threading.Event, seconds: float = 600.0) -> list[float]:
    """How many seconds late the loop is, tick by tick."""
    found, ends = [], time.perf_counter() + seconds
    while not done.is_set() and time.perf_counter() < ends:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        found.append(time.perf_counter() - began - TICK)
    return found


def run(
    address: tuple[str, int], count: int, timeout: float = 2.0
) -> list[tuple[Expected, Sequence[Checked]]]:
    """What a look at each domain says."""
    options = Options(resolvers=(address,), timeout=timeout, dnsbl=(many.LIST,))
    return [(expected, look.answers) for expected, look in looks(many.expected(count), options)]


def codes(found: list[tuple[Expected, Sequence[Checked]]]) -> dict[Place, set[str]]:
    """The codes that are definitely said of each target."""
    said: dict[Place, set[str]] = {}
    for _, every in found:
        for checked in every:
            definite = {finding.code for finding in checked.findings if not finding.unsure}
            said.setdefault((checked.area, checked.target), set()).update(definite)
    return said


def steady(seeds: int) -> bool:
    """With 30 % of DNS broken, nothing is said of a domain that is not so."""
    if not seeds:
        return True
    zone, worse, checks, unsure = many.zone(BROKEN_DOMAINS), 0, 0, 0
    with process(zone) as address:
        whole = codes(run(address, BROKEN_DOMAINS))
    for seed in range(seeds):
        with process(zone, "--break", "0.3", str(seed), "--slow", "0.01") as address:
            found = run(address, BROKEN_DOMAINS, timeout=0.1)
        said = codes(found)
        worse += sum(not codes <= whole.get(place, set()) for place, codes in said.items())
        checks += len(said)
        unsure += sum(bool(checked.unsure) for _, every in found for checked in every)
    text = f"{worse} of {checks} checks worse with 30 % broken, {unsure / checks:.0%} unsure"
    return verdict(f"{text} ({BROKEN_DOMAINS} domains, {seeds} seeds)", held=worse == 0)


if __name__ == "__main__":
    sys.exit(main())
