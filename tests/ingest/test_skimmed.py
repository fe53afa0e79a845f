"""Lines that were only skimmed come to the same as lines that were all parsed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.ingest.test_plain import stories, troubles

from mailtui.ingest.bulk.distant import DistantJoiner
from mailtui.ingest.bulk.quick import Quick
from mailtui.ingest.bulk.said import Said
from mailtui.ingest.bulk.skimmed import Skimmed
from mailtui.ingest.cutting import Cut
from mailtui.ingest.filing import Known
from mailtui.model.clock import Clock
from mailtui.model.enums import LogType
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Lines

GOLDEN = Path(__file__).parents[1] / "golden/exim"
STAMPED = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [^\n]*")
WRONG = (
    b"Completed",
    b"Complaint",
    b"Complete",
    b"Completed QT=3s",
    b"Completed?",
    b"<=",
    b"=> ",
    b"-> a@b",
    b"",
)


class Nothing:
    """A database that has nothing."""

    def exec_driver_sql(self, *_: object) -> Nothing:
        return self

    def scalar(self) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def come_to(lines: list[bytes], kind: type[Skimmed | Said], chunk: int) -> list[Any]:
    """What is told of lines in chunks, and what is made of the messages at their end."""
    database: Any = Nothing()
    joiner = DistantJoiner(1)
    quick = Quick(joiner, 1, 1)
    known = Known(1, LogType.MAIN, 0, (0, 0), dropping=False)
    reading: Any = SimpleNamespace(parser=Parser(Clock(year=2026)), time=0)
    told: list[Any] = []
    for start in range(0, len(lines), chunk):
        data = b"\n".join(lines[start : start + chunk]) + b"\n"
        records = Lines.of(data, 0, 1)
        assert records is not None
        entries = list(range(start, start + len(records)))
        if kind is Skimmed:
            taken = quick.skim(database, Skimmed(reading, records), entries, known)
        else:
            taken = quick.take(database, Said(reading, Cut(records, 0, 0, b"", False)), entries, known)
        refused = [line._replace(raw=b"") for line in taken.refused]
        told += [*taken[:4], refused, [line._replace(raw=b"") for line, _ in taken.foreign]]
        told.append(joiner.changed(database, more=True))
    quick.hand_over()
    return [*told, joiner.changed(database, more=True), joiner.strays()]


def agree(lines: list[bytes], chunk: int) -> None:
    assert come_to(lines, Skimmed, chunk) == come_to(lines, Said, chunk)


def test_our_own_logs() -> None:
    for path in sorted(GOLDEN.glob("*.log")):
        lines = [line for line in path.read_bytes().split(b"\n") if STAMPED.fullmatch(line)]
        for chunk in (7, 1000):
            agree(lines, chunk)


def test_lives_that_mix_and_lines_with_something_wrong() -> None:
    chance = random.Random(5)
    lives = [*stories(300), *troubles(300)]
    for _ in range(20):
        lines = sorted(line.encode() for life in chance.sample(lives, 40) for line in life)
        for at in chance.sample(range(len(lines)), 12):
            line = lines[at]
            lines[at] = (
                line[: chance.randrange(20, 45)] + chance.choice(WRONG) + line[chance.randrange(20, 60) :]
            )
        for at in chance.sample(range(len(lines)), 6):
            lines[at] = lines[at][:37] + chance.choice(WRONG)
        agree(lines, chance.choice((5, 50, 1000)))
