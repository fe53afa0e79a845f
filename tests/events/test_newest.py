"""How far the events of an account go: the time of its newest event, not that of the import."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.events import examples

from mailtui.cli.main import run

DELIVERED = "2026-11-20T10:00:02Z"
NEXT_YEAR = "2199-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mail.db"))
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> tuple[Any, Any]:
    """As the status has it, and as the accounts have it."""
    capsys.readouterr()
    assert run(["status", "--json"]) == 0
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert run(["providers", "--json"]) == 0
    (account,) = json.loads(capsys.readouterr().out)
    return source["last_line"], account["last_event"]


def bring(home: Path, *events: object) -> None:
    name = home / f"{len(list(home.glob('*.jsonl')))}.jsonl"
    name.write_text("".join(json.dumps(one) + "\n" for one in events))
    assert run(["import", str(name), "--server", "ses"]) == 0


def at(moment: str) -> dict[str, Any]:
    delivery = {**examples.SES_DELIVERY["delivery"], "timestamp": moment}
    return {**examples.SES_DELIVERY, "delivery": delivery}


def moments(capsys: pytest.CaptureFixture[str]) -> set[str]:
    return {one[:19] for one in told(capsys)}


def test_it_is_the_newest_events_however_they_come(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring(home, at("2026-11-20T10:00:09.000Z"), at("2026-11-20T10:00:04.000Z"))
    assert moments(capsys) == {"2026-11-20T10:00:09"}
    bring(home, at("2026-11-19T10:00:00.000Z"))
    assert moments(capsys) == {"2026-11-20T10:00:09"}
    bring(home, at("2026-11-20T12:00:00.000Z"))
    assert moments(capsys) == {"2026-11-20T12:00:00"}


def test_an_event_of_the_future_is_of_now(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring(home, at(NEXT_YEAR))
    source, account = told(capsys)
    assert source == account < "2100"


def test_of_events_that_were_there_before_it_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring(home, at("2026-11-20T10:00:09.000Z"))
    with closing(sqlite3.connect(home / "mail.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0015'")
        connection.execute("ALTER TABLE source DROP COLUMN newest")
    bring(home, at("2026-11-19T10:00:00.000Z"))
    assert moments(capsys) == {"2026-11-20T10:00:09"}
