"""`mailtui diagnose --all` beside a worker: handed over, done there, by the rules of now."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.keeping.outage import deferred, outage
from tests.worker.processes import is_following, mailtui, until, worker

from mailtui.model.enums import FailureClass

RULE = """
[[rule]]
id = "our-refusal"
class = "receiver-system"
match = ["connection refused"]
confidence = 0.99
source = "a test"
example = ["Connection refused"]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILTUI_SERVER", "mx1")
    monkeypatch.setenv("MAILTUI_TIME_ZONE", "UTC")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "mailtui").mkdir(parents=True)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "mainlog").write_text("".join(f"{line}\n" for line in outage()))
    return tmp_path


def classes(database: Path) -> list[int]:
    """The classes that attempts have, the newest attempt last."""
    with closing(sqlite3.connect(database)) as connection:
        return [
            row[0]
            for row in connection.execute(
                """SELECT s.failure_class FROM delivery_attempt a JOIN cause c ON c.id = a.cause_id
                   JOIN signature s ON s.id = c.signature_id ORDER BY a.time"""
            )
        ]


def test_the_worker_diagnoses_by_new_rules_and_goes_on_with_them(home: Path) -> None:
    database, log = home / "mail.db", home / "logs" / "mainlog"
    with worker(database, log.parent):
        until(lambda: is_following(database) and len(classes(database)) == 12)
        assert set(classes(database)) == {FailureClass.CONNECT_FAILED.code}
        (home / "config" / "mailtui" / "rules.toml").write_text(RULE)
        done = mailtui(database, "diagnose", "--all", "--json")
        assert json.loads(done.stdout) == {"failures": 12, "changed": 12}
        assert set(classes(database)) == {FailureClass.RECEIVER_SYSTEM.code}
        with log.open("a") as file:
            file.write("".join(f"{line}\n" for line in deferred(90, 600)))
        until(lambda: len(classes(database)) == 13)
        assert classes(database)[-1] == FailureClass.RECEIVER_SYSTEM.code


def test_an_error_in_the_rules_is_told_and_changes_nothing(home: Path) -> None:
    database = home / "mail.db"
    with worker(database, home / "logs"):
        until(lambda: is_following(database) and len(classes(database)) == 12)
        (home / "config" / "mailtui" / "rules.toml").write_text("[[rule]]\nid = 3\n")
        failed = mailtui(database, "diagnose", "--all")
        assert failed.returncode != 0
        assert "rules.toml" in failed.stderr
        assert set(classes(database)) == {FailureClass.CONNECT_FAILED.code}


def test_a_worker_without_logs_takes_jobs_and_says_so(home: Path) -> None:
    database = home / "mail.db"
    assert mailtui(database, "import", str(home / "logs")).returncode == 0
    with worker(database) as process:
        until(lambda: "waiting for jobs" in mailtui(database, "status").stdout)
        assert json.loads(mailtui(database, "diagnose", "--all", "--json").stdout)["failures"] == 12
        process.terminate()
        assert process.stderr is not None
        assert b"no log to follow" in process.stderr.read()
