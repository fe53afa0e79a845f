"""A file of events read by one process or by two, whole or after a break: the same database."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.events.test_keeping import QUERIES

from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.diagnosis.mailboxes import mailbox_of
from mailtui.ingest import second
from mailtui.ingest.events import process
from mailtui.ingest.events.importing import EventImporter
from mailtui.ingest.files import LogFile
from mailtui.model.enums import LogType
from mailtui.model.summary import FileSummary
from mailtui.store.campaigns import kept, recount
from mailtui.store.engine import writer

NOON = 1_790_000_000
AT_ONCE = 60
GONE = {"reason": "550 5.1.1 no such user", "status": "5.1.1"}
BY = {"useragent": "Mozilla/5.0", "ip": "x"}
Facts = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lives of 400 mails in the order of their times, some lines twice, some that nobody understands."""
    chance, lines = random.Random(7), []
    for number in range(400):
        sent = number // 4
        lines.append((sent, number, "processed", {}))
        if number % 9:
            lines.append((sent + chance.randint(1, 30), number, "delivered", {"response": "250 OK"}))
        else:
            lines.append(
                (sent + 1, number, "bounce", {"reason": "550 5.1.1 no such user", "status": "5.1.1"})
            )
        for _ in range(chance.choice((0, 0, 1, 2))):
            lines.append(
                (sent + chance.randint(1, 200), number, "open", {"useragent": "Mozilla/5.0", "ip": "x"})
            )
        if not number % 7:
            link = f"https://shop.example/{number % 3}"
            lines.append((sent + chance.randint(1, 300), number, "click", {"url": link, "ip": "x"}))
        if not number % 50:
            lines.append((sent + 250, number, chance.choice(("spamreport", "unsubscribe")), {}))
    lines += chance.sample(lines, 60)
    lines.sort(key=lambda one: one[0])
    texts = [json.dumps(_event(*one)) for one in lines]
    texts[17:17] = ['{"event": "delivered"', '{"event": "strange", "sg_message_id": "m"}']
    path = tmp_path_factory.mktemp("events") / "sendgrid.jsonl"
    path.write_text("\n".join(texts) + "\n")
    return path


def _event(at: int, number: int, kind: str, rest: dict[str, str]) -> dict[str, Any]:
    return {
        "email": f"p{number}@{('gmail.com', 'gmx.de', 'a.example')[number % 3]}",
        "timestamp": NOON + at,
        "event": kind,
        "smtp-id": f"<{number}@shop.example>",
        "sg_event_id": f"{kind}-{at}-{number}",
        "sg_message_id": f"m{number}.filter001",
        "campaign_id": ("spring", "autumn", "")[number % 3],
        **rest,
    }


def imported(
    database: Path, file: Path, between: Callable[[], None] = lambda: None
) -> tuple[FileSummary, Facts]:
    """Import the file; what the database says then."""
    engine, summary = writer(database), FileSummary(str(file))
    importer = EventImporter(engine, Diagnoser(builtin_rules()), lambda: NOON * 1_000_000)
    importer.at_once, importer.between = AT_ONCE, between
    try:
        importer.read(LogFile(str(file), LogType.MAIN), summary, lambda *_: None)
        with engine.connect() as connection:
            assert kept(connection) == recount(connection, mailbox_of)
    finally:
        engine.dispose()
    return summary, facts(database)


def facts(database: Path) -> Facts:
    """What the database says, without the ids that only name rows."""
    payloads = {
        "payloads": "SELECT digest, provider, events, error FROM webhook_event",
        "links": "SELECT queue_id, k.kind, digest FROM message_link k JOIN message m ON m.id = k.message_id",
    }
    with closing(sqlite3.connect(database)) as connection:
        return {
            name: sorted(connection.execute(query).fetchall(), key=repr)
            for name, query in (QUERIES | payloads).items()
        }


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, file: Path) -> tuple[FileSummary, Facts]:
    """Read by one process."""
    return imported(tmp_path_factory.mktemp("alone") / "mail.db", file)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a small file is worth a second process."""
    monkeypatch.setattr(process, "WORTH", 0)


@pytest.mark.usefixtures("two")
def test_two_processes_find_what_one_finds(
    tmp_path: Path, file: Path, alone: tuple[FileSummary, Facts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailtui.ingest.events.importing.lots_of", None)
    summary, found = imported(tmp_path / "mail.db", file)
    assert (summary, found) == alone
    assert summary.unrecognised == 2
    assert summary.lines == len(file.read_text().splitlines())
    again, same = imported(tmp_path / "mail.db", file)
    assert (again.new, again.events, again.lines) == (0, 0, summary.lines)
    assert same == found


class _Stop(Exception):
    """The import ends here."""


@pytest.mark.parametrize("after", [1, 3])
@pytest.mark.parametrize("worth", [0, 1 << 30])
def test_what_is_broken_off_goes_on_where_it_was(
    tmp_path: Path,
    file: Path,
    alone: tuple[FileSummary, Facts],
    monkeypatch: pytest.MonkeyPatch,
    after: int,
    worth: int,
) -> None:
    monkeypatch.setattr(process, "WORTH", worth)
    turns = iter(range(1, 99))

    def stop() -> None:
        if next(turns) == after:
            raise _Stop

    with pytest.raises(_Stop):
        imported(tmp_path / "mail.db", file, stop)
    assert facts(tmp_path / "mail.db") != alone[1]
    assert imported(tmp_path / "mail.db", file)[1] == alone[1]


@pytest.mark.usefixtures("two")
def test_the_writer_reads_on_alone_when_the_reader_is_killed(
    tmp_path: Path, file: Path, alone: tuple[FileSummary, Facts], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[process.FrontProcess] = []
    start = process.FrontProcess.__init__

    def started(self: process.FrontProcess, order: Any) -> None:
        start(self, order)
        begun.append(self)

    def kill() -> None:
        begun[0]._process.kill()

    monkeypatch.setattr(process.FrontProcess, "__init__", started)
    monkeypatch.setattr(second, "ON_THE_WAY", 4096)
    summary, found = imported(tmp_path / "mail.db", file, kill)
    assert found == alone[1]
    assert summary.lines == alone[0].lines
    assert len(begun) == 1
