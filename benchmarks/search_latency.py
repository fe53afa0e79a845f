"""How long searches and traces take: `python benchmarks/search_latency.py [DATABASE]`."""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from measuring import database, percentile, verdict

from mailtui.model.enums import FailureClass, Side, Status
from mailtui.query import parse
from mailtui.services.desk import Desk, open_desk

SEARCH_MS, TRACE_MS = 50.0, 20.0
"""Promised at the 95th percentile."""
PLAIN = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
WORDS = ("mailbox full", "timed out", "greylisted", "blocked", "user unknown", "refused", "quota", "policy")


def main() -> int:
    """Measure every kind of query; 1 when a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", help="default: one of a generated log")
    options.add_argument("--lines", type=int, default=1_000_000, help="of the generated log")
    options.add_argument("--queries", type=int, default=100, help="of each kind")
    chosen = options.parse_args()
    with database(chosen.database, chosen.lines) as path:
        kept = measure(path, chosen.queries)
    return 0 if kept else 1


def measure(path: Path, count: int) -> bool:
    """One pass of every kind over random values of the database, in a random order."""
    desk, chance = open_desk(path), random.Random(1)
    taken: dict[str, list[float]] = {}
    work = [(kind, one) for kind, queries in kinds(path, count, chance).items() for one in queries]
    chance.shuffle(work)
    for kind, one in work:
        began = time.perf_counter()
        ask(desk, kind, one)
        taken.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
    kept = True
    for kind, times in taken.items():
        limit = TRACE_MS if kind == "trace" else SEARCH_MS
        p50, p95 = percentile(times, 50), percentile(times, 95)
        text = f"{kind}: p50 {p50:.1f} ms, p95 {p95:.1f} ms of {limit:.0f} ms ({len(times)})"
        kept &= verdict(text, held=p95 < limit)
    return kept


def ask(desk: Desk, kind: str, one: str) -> None:
    """One question, answered as for the screen: its first hundred rows, or the whole trace."""
    if kind == "trace":
        desk.tracing.trace(int(one))
    else:
        desk.search.page(parse(one))


def kinds(path: Path, count: int, chance: random.Random) -> dict[str, list[str]]:
    """Queries of every kind, about values as they occur."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:

        def some(query: str) -> list[str]:
            found = [str(row[0]) for row in connection.execute(query)]
            return chance.sample(found, min(count, len(found)))

        recipients = (
            "SELECT text FROM address WHERE id IN (SELECT address_id FROM recipient) AND text LIKE '%@%'"
        )
        addresses = [
            one for one in some(recipients) if one.isprintable() and '"' not in one and " " not in one
        ]
        domains = some("SELECT name FROM address_domain WHERE name GLOB '[a-z]*.[a-z]*'")
        providers = some("SELECT text FROM label WHERE id IN (SELECT provider_id FROM host)")
        incidents = some("SELECT id FROM incident")
        messages = some("SELECT id FROM message")
    parts = (_part(address, chance) for address in addresses)
    return {
        "exact recipient": [f"to:={address}" for address in addresses],
        "domain": [f"to:@{domain}" for domain in domains],
        "words in a reply": _repeated((f'reply:"{words}"' for words in WORDS), count),
        "part of an address": [f"to:{part}" for part in parts if part.isalnum()],
        "status": _repeated((f"status:{status}" for status in Status), count),
        "cause": _repeated((f"class:{word}" for word in FailureClass), count),
        "side": _repeated((f"side:{word}" for word in Side), count),
        "provider": [f"provider:={provider}" for provider in providers],
        "incident": [f"inc:{number}" for number in incidents],
        "what is open": _repeated(("is:open", "is:unfiled", "is:waiting", "inc:any"), count),
        "trace": messages,
    }


def _part(address: str, chance: random.Random) -> str:
    local = address.partition("@")[0]
    start = chance.randrange(max(1, len(local) - 3))
    return local[start : start + 5]


def _repeated(queries: Iterable[str], count: int) -> list[str]:
    known = list(queries)
    return [known[number % len(known)] for number in range(count)]


if __name__ == "__main__":
    sys.exit(main())
