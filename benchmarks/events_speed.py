"""Events of a sending service imported a second, and how many times as long `json.loads` of each line takes.

    python benchmarks/events_speed.py [RECIPIENTS]

Makes a campaign of SendGrid events (JSON Lines, about 2.6 events a recipient: sent, delivered, every fourth
opened, every tenth clicked, every fiftieth bounced), in the order of their times.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mailtui.services.imports import import_logs

NOON = 1_795_168_800
DOMAINS = ("gmail.com", "outlook.com", "yahoo.com", "gmx.de", *(f"firm{n}.example" for n in range(200)))
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def events(recipients: int) -> list[bytes]:
    """The lines."""
    chance, found = random.Random(1), []
    for number in range(recipients):
        sent = number // 200
        told = [("processed", sent, {})]
        if number % 50:
            told.append(
                (
                    "delivered",
                    sent + chance.randint(1, 30),
                    {"response": "250 2.0.0 OK 1795168800 abc - gsmtp"},
                )
            )
        else:
            gone = {"reason": "550 5.1.1 user unknown", "status": "5.1.1", "type": "bounce"}
            told.append(("bounce", sent + 2, gone))
        if number % 4 == 1:
            told.append(("open", sent + chance.randint(60, 9000), {"useragent": AGENT, "ip": "192.0.2.7"}))
        if number % 10 == 1:
            url = f"https://shop.example/{number % 7}"
            told.append(("click", sent + chance.randint(9000, 20000), {"useragent": AGENT, "url": url}))
        found += [(at, _line(number, kind, at, rest)) for kind, at, rest in told]
    found.sort(key=lambda one: one[0])
    return [line for _, line in found]


def _line(number: int, kind: str, at: int, rest: dict[str, Any]) -> bytes:
    event = {
        "email": f"person.{number}@{DOMAINS[number % len(DOMAINS)]}",
        "timestamp": NOON + at,
        "smtp-id": f"<{number}.spring@shop.example>",
        "event": kind,
        "category": ["spring", "newsletter"],
        "sg_event_id": f"ev-{kind}-{number:012d}",
        "sg_message_id": f"14c5d75ce93.dfd.{number:010d}.filter001.16648.5515E0B88.0",
        "singlesend_id": "spring-2026",
        **rest,
    }
    return json.dumps(event).encode()


def _cpu() -> list[float]:
    """CPU seconds of this process, and of others that it has waited for."""
    used = [resource.getrusage(who) for who in WHO]
    return [one.ru_utime + one.ru_stime for one in used]


def main() -> None:
    """Print the figures."""
    recipients = int(sys.argv[1]) if len(sys.argv) > 1 else 385_000
    lines = events(recipients)
    began = time.perf_counter()
    for line in lines:
        json.loads(line)
    alone = time.perf_counter() - began
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(b"\n".join(lines) + b"\n")
        began, before = time.perf_counter(), _cpu()
        summary = import_logs(Path(folder) / "mail.db", [str(path)])
        took, after = time.perf_counter() - began, _cpu()
        size = (Path(folder) / "mail.db").stat().st_size
    assert summary.events == len(lines), summary
    print(f"{len(lines)} events, {path.name}: {len(lines) / took:,.0f} a second ({took:.1f} s)")
    writer, reader = ((end - start) / len(lines) * 1e6 for start, end in zip(before, after, strict=True))
    print(
        f"CPU time an event: {writer:.1f} us in the process that writes, {reader:.1f} us in the reading one"
    )
    peaks = [resource.getrusage(who).ru_maxrss >> 10 for who in WHO]
    print(f"peak memory: {peaks[0]} MB (with the generator's lines) and {peaks[1]} MB")
    print(f"json.loads of each line alone: {len(lines) / alone:,.0f} a second")
    print(f"the import takes {took / alone:.1f} times as long")
    print(f"database: {size / len(lines):.0f} bytes an event")


if __name__ == "__main__":
    main()
