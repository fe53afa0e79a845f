"""Events that are old enough go with their mail, payloads by their own days; campaigns say what they said."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns.made import made
from tests.campaigns.test_truth import write

from mailtui.cli.main import run
from mailtui.services.campaigns import recount
from mailtui.services.retention import preview, retain
from mailtui.store import care
from mailtui.store.retention.limits import Days
from mailtui.store.retention.payloads import old, remove

KEPT = Days(0, 100, 0, 0, payloads=30)
LATER = 200 * 86_400 * 1_000_000


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign of long ago; it is 200 days later than it was imported."""
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    write(tmp_path / "ses", "ses", made("ses", "spring", 120, 5).payloads)
    assert run(["import", str(tmp_path / "ses.jsonl.gz")]) == 0
    from mailtui.services import retention
    from mailtui.services.run import now

    monkeypatch.setattr(retention, "now", lambda: now() + LATER)
    return tmp_path / "mail.db"


def campaign(capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run(["campaign", "spring", "--by", "provider", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def rows(database: Path, *tables: str) -> list[int]:
    with closing(sqlite3.connect(database)) as connection:
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_events_go_and_numbers_stay(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = campaign(capsys)
    would = preview(database, KEPT).messages
    assert campaign(capsys) == before
    gone = retain(database, KEPT, lambda _: None)
    assert gone.messages == would > 100
    there = "message_id IN (SELECT id FROM message)"
    for table in ("recipient", "delivery_event", "engagement", "message_link"):
        all_, whole = rows(database, table, f"{table} WHERE {there}")
        assert all_ == whole
    assert rows(database, "message") == [120 - gone.messages]
    assert campaign(capsys) == before
    assert care.damage(database) == []
    assert recount(database)["differ"] == 0


def test_what_went_does_not_come_back(
    database: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = campaign(capsys)
    retain(database, KEPT, lambda _: None)
    left = rows(database, "message", "delivery_event")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM webhook_event")
        connection.commit()
    assert run(["import", str(tmp_path / "ses.jsonl.gz")]) == 0
    assert "events left out: mail that old went by retention" in capsys.readouterr().err
    assert campaign(capsys) == before
    assert rows(database, "message", "delivery_event") == left


def test_payloads_go_but_the_newest_and_those_that_wait(database: Path, tmp_path: Path) -> None:
    from mailtui.store.engine import writer

    path = tmp_path / "more.jsonl"
    for number in range(3):
        path.write_text(json.dumps({"strange": number}) + "\n{}\n")
        assert run(["import", str(path), "--format", "postmark"]) == 0
    before = rows(database, "webhook_event", "webhook_block")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(
            "UPDATE webhook_event SET processed = NULL WHERE id = (SELECT min(id) FROM webhook_event)"
        )
        connection.commit()
    would = preview(database, KEPT).payloads
    assert 0 < would < before[0] - 1
    gone = retain(database, KEPT._replace(attempts=0), lambda _: None)
    assert gone.payloads == would
    after = rows(database, "webhook_event", "webhook_block")
    assert after[0] == before[0] - would
    assert after[1] == 2
    assert retain(database, KEPT._replace(attempts=0), lambda _: None).payloads == 0
    engine = writer(database)
    with engine.begin() as connection:
        remove(connection, [])
    assert list(old(engine, 0)) == []
    engine.dispose()
