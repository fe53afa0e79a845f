"""`mailtui db size`, `vacuum` and `retention`, and the worker that does it by itself."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.worker.processes import mailtui, until, worker

from mailtui.cli.main import run
from mailtui.errors import StoreError
from mailtui.services.standing import standings
from mailtui.services.stats import stats
from mailtui.store import room
from mailtui.worker.retention import ask_daily
from mailtui.worker.work import Work


@pytest.fixture(autouse=True)
def _few_days(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, days in (("LINES", 2), ("ATTEMPTS", 3), ("REJECTIONS", 2)):
        monkeypatch.setenv(f"MAILTUI_KEEP_{name}", str(days))


LOGS = ("lines", "messages", "attempts", "rejections")


def asked(capsys: pytest.CaptureFixture[str], database: Path, *words: str) -> Any:
    capsys.readouterr()
    assert run(["--db", str(database), "db", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_size_adds_up(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, database, "size")
    assert sum(part["bytes"] for part in found["parts"]) + found["free"] <= found["bytes"]
    assert sum(part["bytes"] for part in found["parts"]) > 0.95 * (found["bytes"] - found["free"])
    assert {"raw_block", "recipient", "block_words"} <= {part["name"] for part in found["parts"]}
    assert found["shrinks"]
    assert run(["--db", str(database), "db", "size"]) == 0
    assert "bytes a line" in capsys.readouterr().out


def test_retention_and_vacuum(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = stats(database)
    would = asked(capsys, database, "retention", "--dry-run")
    went = asked(capsys, database, "retention")
    assert (would["dry_run"], went["dry_run"]) == (True, False)
    assert would["kinds"] == went["kinds"]
    assert [kind["days"] for kind in went["kinds"]] == [2, 3, 3, 2, 365, 0, 730, 30]
    assert all(kind["rows"] for kind in went["kinds"] if kind["kind"] in LOGS)
    assert went["freed"] > 0
    assert stats(database) == before
    assert run(["--db", str(database), "db", "vacuum"]) == 0
    assert asked(capsys, database, "size")["free"] == 0


def test_an_older_file_is_rewritten_once(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("VACUUM")
    before = stats(database)
    assert run(["--db", str(database), "db", "vacuum"]) == 1
    assert "vacuum --full" in capsys.readouterr().err
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1))
    with pytest.raises(StoreError, match="bytes, 1 are free"):
        room.rewrite(database)
    monkeypatch.undo()
    assert run(["--db", str(database), "db", "vacuum", "--full"]) == 0
    assert asked(capsys, database, "size")["shrinks"]
    assert stats(database) == before


def test_a_worker_does_it_as_a_job(database: Path, logs: list[Path]) -> None:
    """Asked for from beside; and by itself once a day."""
    before = stats(database)
    with worker(database, logs[-1].parent):
        done = mailtui(database, "db", "retention", "--json")
        assert done.returncode == 0, done.stderr
        assert all(kind["rows"] for kind in json.loads(done.stdout)["kinds"] if kind["kind"] in LOGS)
        ask_daily(Work(database))
        assert [job.kind for job in standings(database, 0).jobs] == ["retention"]
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("UPDATE retention SET ran = 1")
            connection.commit()
        ask_daily(Work(database))
        until(lambda: all(job.finished for job in standings(database, 0).jobs))
        assert len(standings(database, 0).jobs) == 2
    assert stats(database) == before


def test_traces_without_lines(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A message whose lines went is still found, listed and shown."""
    asked(capsys, database, "retention")
    with closing(sqlite3.connect(database)) as connection:
        row = connection.execute(
            "SELECT queue_id FROM message WHERE events IS NULL AND id IN (SELECT message_id FROM recipient)"
        ).fetchone()
    assert row is not None
    assert run(["--db", str(database), "trace", row[0]]) == 0
    assert run(["--db", str(database), "search", f"id:{row[0]}"]) == 0
    assert row[0] in capsys.readouterr().out
