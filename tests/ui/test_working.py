"""Work on failures as a person does it, on a real database: keys in, its rows and the audit out."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from tests.incidents_read import log
from tests.ui.conftest import settle
from tests.ui.user import User

from mailtui.config.paths import yank_folder
from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting
from mailtui.services.acting.auditing import Auditing
from mailtui.services.desk import open_desk
from mailtui.store.engine import reader
from mailtui.ui.app import MailtuiApp
from mailtui.ui.words import Look

FAILURES = 412
BLOCK = "550 5.7.1 part of their network is on our block list (S3140)"
BOB = Operator(4242, "bob", OperatorRole.OPERATOR)


def morning() -> log.Writer:
    """One host refuses 412 messages since 10:00; three people elsewhere are unknown."""
    found = log.Writer()
    for number in range(60):
        to = f"p{number}@blocked.example"
        found.delivered(number, found.message(number, to), to, "mx.blocked.example")
    for number in range(FAILURES):
        minute, to = 120 + number / 10, f"q{number}@blocked.example"
        found.refused(minute, found.message(minute, to), to, "mx.blocked.example", BLOCK)
    for number in range(3):
        to = f"nobody@lone{number}.example"
        found.refused(170 + number, found.message(170 + number, to), to, f"mx.lone{number}.example", log.GONE)
    return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return log.build(tmp_path_factory.mktemp("working"), morning())


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(imported, tmp_path / "mailtui.db"))


class Admin(User):
    """Counts the keys; typed text does not count."""

    def __init__(self, app, pilot):
        super().__init__(app, pilot)
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await super().press(*keys)


@pytest.fixture
async def admin(database: Path):
    look = Look(zone=UTC, now=lambda: log.NOW)
    app = MailtuiApp(lambda: open_desk(database, UTC), look=look)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield Admin(app, pilot)


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def acts(database: Path) -> list[str]:
    return [row[0] for row in rows(database, "SELECT act FROM audit_entry ORDER BY id")]


def chain_holds(database: Path) -> bool:
    engine = reader(database)
    try:
        return not Auditing(engine, lambda: log.NOW, UTC).verify().problems
    finally:
        engine.dispose()


def here(admin: Admin):
    return admin.app.triage.rows.row


async def until(admin: User, test) -> None:
    """What another process did is seen a little later."""
    for _ in range(200):
        await settle(admin.pilot)
        if test():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(admin.text)


async def test_412_failures_tagged_noted_waiting_and_in_the_ticket_with_12_keys(admin, database):
    assert "provider-block" in admin.lines[3]
    await admin.press("enter", "*", "t")
    assert f"Tags of {FAILURES} messages" in admin.text
    await admin.type("+s3140")
    await admin.press("enter", "escape", "c")
    await admin.type("delisting asked for")
    await admin.press("escape", "s", "m", "w", "y", "t")
    assert admin.keys == 12

    message, incident = SubjectKind.MESSAGE.code, SubjectKind.INCIDENT.code
    assert rows(database, f"SELECT count(*) FROM tagging WHERE kind = {message}") == [(FAILURES,)]
    assert rows(database, "SELECT kind, text FROM note") == [(incident, "delisting asked for")]
    assert rows(database, "SELECT state FROM incident") == [(IncidentState.WAITING.code,)]
    assert acts(database) == ["tag", "note", "state"]
    (copied,) = [path for path in yank_folder().iterdir() if path.is_file()]
    text = copied.read_text()
    assert "mx.blocked.example" in text
    assert str(FAILURES) in text
    assert chain_holds(database)


async def test_all_of_it_is_taken_back_and_done_again(admin, database):
    await admin.press("enter", "*", "t")
    await admin.type("+s3140")
    await admin.press("enter", "escape", "m", "w")
    await admin.press("u")
    assert admin.notice == "undone: 1 incident: waiting; U does it again; u takes back one more"
    assert rows(database, "SELECT state FROM incident") == [(IncidentState.NEW.code,)]
    await admin.press("u")
    assert admin.notice.startswith(f"undone: tag {FAILURES} messages")
    assert rows(database, "SELECT count(*) FROM tagging") == [(0,)]
    await admin.press("U", "U")
    assert rows(database, "SELECT count(*) FROM tagging") == [(FAILURES,)]
    assert rows(database, "SELECT state FROM incident") == [(IncidentState.WAITING.code,)]
    assert acts(database) == ["tag", "state", "undo", "undo", "redo", "redo"]
    assert chain_holds(database)


async def test_single_failures_are_resolved_until_none_is_left(admin, database):
    await until(admin, lambda: "4 left" in admin.lines[0])
    await admin.press("m", "w")
    await until(admin, lambda: "3 left" in admin.lines[0])
    assert here(admin).recipient == "nobody@lone2.example", "the newest single failure is next"
    await admin.press("m", "r")
    await until(admin, lambda: "2 left" in admin.lines[0])
    assert "…2.example" not in admin.text
    assert here(admin).recipient == "nobody@lone1.example"
    await admin.press(".")
    await until(admin, lambda: "1 left" in admin.lines[0])
    states = [IncidentState.RESOLVED.code] * 2
    assert [row[0] for row in rows(database, "SELECT state FROM work")] == states
    await admin.press("u")
    await until(admin, lambda: "2 left" in admin.lines[0])
    assert "…1.example" in admin.text


async def test_many_are_set_aside_with_one_reason(admin, database):
    await admin.press("2", "/")
    await admin.type("to:@lone1.example,@lone2.example")
    await admin.press("enter", "*", "m", "i")
    await admin.type("test addresses")
    await admin.press("enter")
    assert "2 failures: ignored" in admin.notice
    assert rows(database, "SELECT reason, act FROM audit_entry") == [("test addresses", "state")]
    assert "ignored" in admin.lines[5]
    await admin.press("1")
    await until(admin, lambda: "2 left" in admin.lines[0])


async def test_a_note_and_tags_are_in_the_rows(admin, database):
    await admin.press("G", "c")
    await admin.type("called them")
    await admin.press("escape", "s")
    assert "✎" in admin.lines[admin.app.triage.rows.cursor + 3]
    await admin.press("t")
    await admin.type("+known")
    await admin.press("enter")
    await until(admin, lambda: "known" in admin.text)
    assert rows(database, "SELECT text FROM note") == [("called them",)]
    await admin.press("k", ".")
    assert rows(database, "SELECT count(*) FROM tagging") == [(2,)]


async def test_what_another_admin_does_is_seen_within_two_seconds(admin, database):
    await admin.press("G", "space")
    row = here(admin)
    bob = Acting(database, BOB, lambda: log.NOW, lambda _: None)
    began = time.monotonic()
    await asyncio.to_thread(bob.assign, [recipient(row.key.owner, row.key.number)], "bob")
    await asyncio.to_thread(bob.note, Subject(SubjectKind.INCIDENT, 1), "mine")
    await until(admin, lambda: "(bob)" in admin.text and "✎" in admin.lines[3])
    assert time.monotonic() - began < 4, "two, and two more for a machine that does other things"
    assert here(admin).key == row.key
    assert "1 marked" in admin.lines[0]
