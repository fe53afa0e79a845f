"""Contacts imported a second, and a segment counted over them, as times of what Python's `csv` takes.

    python benchmarks/contacts.py [CONTACTS]

Makes a file of contacts with fields of the sender's own, imports it, imports it again (where nothing may
change), and counts a segment of three conditions.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measuring import interleaved, verdict

from mailtui.services.contacts.importing import Request, import_file
from mailtui.services.desk import open_desk

CONTACTS = 100_000
ROUNDS = 3
SEGMENT_TIMES = 20.0
"""Counting a segment takes at most so many times as long as `csv` takes to read the file."""
CONDITIONS = {
    "operator": "AND",
    "rules": [
        {"field": "tags", "operator": "contains", "value": "vip"},
        {"field": "custom_fields.city", "operator": "in", "value": ["Bonn", "Basel"]},
        {"field": "created_at", "operator": "greater_than", "value": "2026-01-15"},
    ],
}
CITIES = ("Bonn", "Basel", "Wien", "Ulm", "Trier")


def rows(contacts: int) -> list[tuple[str, ...]]:
    """The cells, with their heading."""
    found: list[tuple[str, ...]] = [
        ("email", "first_name", "last_name", "status", "tags", "created_at", "city", "size")
    ]
    for n in range(contacts):
        address = f"person.{n}@firm{n % 500}.example"
        tags, day = "vip,eu" if n % 3 else "eu", f"2026-01-{1 + n % 28:02}"
        found.append(
            (address, f"Ann{n % 900}", f"Lee{n % 7000}", "subscribed", tags, day, CITIES[n % 5], str(n))
        )
    return found


def expected(table: list[tuple[str, ...]]) -> int:
    """How many the segment has."""
    return sum("vip" in row[4] and row[6] in ("Bonn", "Basel") and row[5] > "2026-01-15" for row in table[1:])


def timed(work: Callable[[], Any]) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> int:
    """Measure, print, and say whether the promises hold."""
    table = rows(int(sys.argv[1]) if len(sys.argv) > 1 else CONTACTS)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    with TemporaryDirectory() as folder:
        file, segments = Path(folder) / "people.csv", Path(folder) / "segments.json"
        file.write_text(text.getvalue(), encoding="utf-8")
        segments.write_text(json.dumps([{"name": "bench", "conditions": CONDITIONS}]), encoding="utf-8")
        return 0 if measure(Path(folder), file, segments, table) else 1


def measure(folder: Path, file: Path, segments: Path, table: list[tuple[str, ...]]) -> bool:
    """Import anew in each round, in turn with `csv` alone; then the segment."""
    count, made = len(table) - 1, iter(range(ROUNDS))

    def load(database: Path, path: Path = file, kind: str = "contacts") -> Any:
        return import_file(database, Request(str(path), kind, zone="UTC"), lambda *_: None)

    def alone() -> float:
        with file.open(encoding="utf-8", newline="") as lines:
            return timed(lambda: [dict(zip(table[0], row, strict=True)) for row in csv.reader(lines)])

    took = interleaved(ROUNDS, csv=alone, first=lambda: timed(lambda: load(folder / f"{next(made)}.db")))
    database = folder / "0.db"
    again_began = time.perf_counter()
    again = load(database)
    again_took = time.perf_counter() - again_began
    load(database, segments, "segments")
    people = open_desk(database).people
    (segment,) = people.segments()
    found = people.segment_counts([segment])[segment.id]
    counted = interleaved(ROUNDS, csv=alone, segment=lambda: timed(lambda: people.segment_counts([segment])))
    times = counted["segment"] / counted["csv"]
    print(
        f"{count} contacts: {count / took['first']:,.0f} a second; again {count / again_took:,.0f} a second"
    )
    print(
        f"csv.reader alone: {count / took['csv']:,.0f} a second; "
        f"the import takes {took['first'] / took['csv']:.1f} times as long"
    )
    print(f"database: {database.stat().st_size / count:.0f} bytes a contact")
    return all(
        [
            verdict(
                f"the same file again changes {again.written.changed + again.written.new}",
                held=again.written.same == count,
            ),
            verdict(f"the segment has {found}", held=found == expected(table)),
            verdict(
                f"counted in {counted['segment']:.2f} s, {times:.1f} times csv.reader",
                held=times < SEGMENT_TIMES,
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
